"""A small dataset hub on the loopback address: bare git repositories, large files beside them.

It speaks as much of the hub's protocol as the real client asks for when it publishes and loads.
`python tests/support/hub.py FOLDER` serves until it is stopped and prints its address.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

WHO = {
    "GIT_AUTHOR_NAME": "hub",
    "GIT_AUTHOR_EMAIL": "hub@example.org",
    "GIT_COMMITTER_NAME": "hub",
    "GIT_COMMITTER_EMAIL": "hub@example.org",
}
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n"
_POINTED = re.compile(rb"oid sha256:([0-9a-f]{64})\nsize (\d+)")


class Missing(Exception):
    """What is not there, by the hub's own code for it."""


class Store:
    """The repositories of a hub; one write at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        (folder / "lfs").mkdir(parents=True, exist_ok=True)

    def path(self, repo: str) -> Path:
        path = self.folder / f"{repo}.git"
        if not path.is_dir():
            raise Missing("RepoNotFound")
        return path

    def git(self, repo: str, *arguments: str, given: bytes = b"", index: str = "") -> bytes:
        env = {**os.environ, **WHO, **({"GIT_INDEX_FILE": index} if index else {})}
        done = subprocess.run(
            ["git", f"--git-dir={self.path(repo)}", *arguments],
            input=given,
            capture_output=True,
            env=env,
        )
        if done.returncode:
            raise Missing("RevisionNotFound" if arguments[0] == "rev-parse" else "EntryNotFound")
        return done.stdout

    def create(self, repo: str, private: bool) -> bool:
        """Whether it was made now. As on the hub it begins with one commit."""
        path = self.folder / f"{repo}.git"
        if path.is_dir():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
        (path / "private").write_text(str(private))
        self.commit(repo, None, {".gitattributes": b"*.parquet filter=lfs\n"}, [], "initial commit")
        return True

    def sha(self, repo: str, revision: str) -> str:
        return self.git(repo, "rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()

    def commit(
        self, repo: str, parent: str | None, add: dict[str, bytes], delete: list[str], message: str
    ) -> str:
        with tempfile.TemporaryDirectory() as folder:
            index = f"{folder}/index"
            if parent:
                self.git(repo, "read-tree", parent, index=index)
            lines = [f"0 {'0' * 40}\t{name}" for name in delete]
            for name, data in add.items():
                blob = self.git(repo, "hash-object", "-w", "--stdin", given=data).decode().strip()
                lines.append(f"100644 {blob}\t{name}")
            told = "".join(f"{line}\n" for line in lines).encode()
            self.git(repo, "update-index", "--add", "--index-info", given=told, index=index)
            tree = self.git(repo, "write-tree", index=index).decode().strip()
        onto = ["-p", parent] if parent else []
        sha = self.git(repo, "commit-tree", tree, *onto, "-m", message).decode().strip()
        self.git(repo, "update-ref", "refs/heads/main", sha, parent or "0" * 40)
        return sha

    def files(self, repo: str, sha: str) -> dict[str, tuple[str, bytes]]:
        """Path to blob id and content as git has it (a pointer for a large file)."""
        told = self.git(repo, "ls-tree", "-r", "-z", sha).decode()
        entries = [line.split("\t") for line in told.split("\0") if line]
        blobs = {name: meta.split()[2] for meta, name in entries}
        return {n: (b, self.git(repo, "cat-file", "blob", b)) for n, b in blobs.items()}

    def large(self, data: bytes) -> tuple[str, int] | None:
        found = _POINTED.search(data) if data.startswith(b"version https://git-lfs") else None
        return (found[1].decode(), int(found[2])) if found else None

    def content(self, data: bytes) -> bytes:
        pointed = self.large(data)
        return (self.folder / "lfs" / pointed[0]).read_bytes() if pointed else data

    def refs(self, repo: str, kind: str) -> list[dict[str, str]]:
        told = self.git(repo, "for-each-ref", "--format=%(refname) %(objectname)", f"refs/{kind}")
        pairs = [line.split() for line in told.decode().splitlines()]
        return [
            {"name": ref.rpartition("/")[2], "ref": ref, "targetCommit": sha} for ref, sha in pairs
        ]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store
    asked: list[str]

    def log_message(self, *arguments: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_POST = do_PUT = do_GET

    def _answer(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(size)
        parts = urlsplit(self.path)
        self.query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        self.asked.append(f"{self.command} {parts.path}")
        try:
            for pattern, name in ROUTES:
                found = re.fullmatch(pattern, f"{self.command} {unquote(parts.path)}")
                if found:
                    getattr(self, name)(*found.groups())
                    return
            raise Missing("EntryNotFound")
        except Missing as missing:
            self._send(404, {"error": str(missing)}, {"X-Error-Code": str(missing)})

    def _send(self, status: int, data: Any, headers: dict[str, str] | None = None) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def create(self) -> None:
        asked = json.loads(self.body)
        repo = "/".join(filter(None, [asked.get("organization"), asked["name"]]))
        with self.store.lock:
            made = self.store.create(repo, asked.get("visibility") == "private")
        url = f"http://{self.headers['Host']}/datasets/{repo}"
        self._send(200 if made else 409, {"url": url, "name": repo})

    def whoami(self) -> None:
        self._send(200, {"name": "somebody", "type": "user"})

    def validate(self) -> None:
        self._send(200, {"errors": [], "warnings": []})

    def info(self, repo: str, revision: str | None = None) -> None:
        sha = self.store.sha(repo, revision or "main")
        names = [{"rfilename": name} for name in self.store.files(repo, sha)]
        private = (self.store.path(repo) / "private").read_text() == "True"
        told = {"_id": repo, "id": repo, "sha": sha, "private": private, "siblings": names}
        self._send(200, {**told, "tags": [], "downloads": 0, "likes": 0, "disabled": False})

    def refs(self, repo: str) -> None:
        heads, tags = self.store.refs(repo, "heads"), self.store.refs(repo, "tags")
        self._send(200, {"branches": heads, "tags": tags, "converts": []})

    def tree(self, repo: str, revision: str, below: str | None) -> None:
        sha = self.store.sha(repo, revision)
        start = f"{below}/" if below else ""
        deep = self.query.get("recursive", "").lower() in ("true", "1")
        found: dict[str, dict[str, Any]] = {}
        for name, (blob, data) in self.store.files(repo, sha).items():
            if not name.startswith(start):
                continue
            rest = name.removeprefix(start)
            if "/" in rest:
                for at in [i for i, c in enumerate(rest) if c == "/"][: None if deep else 1]:
                    folder = start + rest[:at]
                    found[folder] = {"type": "directory", "oid": "0" * 40, "size": 0,
                                     "path": folder}  # fmt: skip
                if not deep:
                    continue
            pointed = self.store.large(data)
            entry = {"type": "file", "oid": blob, "path": name}
            if pointed:
                entry |= {"lfs": {"oid": pointed[0], "size": pointed[1], "pointerSize": len(data)}}
            found[name] = {**entry, "size": pointed[1] if pointed else len(data)}
        if start and not found:
            raise Missing("EntryNotFound")
        self._send(200, [found[name] for name in sorted(found)])

    def preupload(self, repo: str, revision: str) -> None:
        listed = json.loads(self.body)["files"]
        mode = {True: "lfs", False: "regular"}
        files = [
            {
                "path": f["path"],
                "uploadMode": mode[f["path"].endswith((".parquet", ".sealed"))],
                "shouldIgnore": False,
                "oid": None,
            }
            for f in listed
        ]
        self._send(200, {"files": files})

    def batch(self, repo: str) -> None:
        base = f"http://{self.headers['Host']}/lfs"
        objects = []
        for one in json.loads(self.body)["objects"]:
            there = (self.store.folder / "lfs" / one["oid"]).is_file()
            actions = {} if there else {"upload": {"href": f"{base}/{one['oid']}", "header": {}}}
            objects.append({**one, "actions": actions} if actions else dict(one))
        self._send(200, {"transfer": "basic", "objects": objects},
                   {"Content-Type": "application/vnd.git-lfs+json"})  # fmt: skip

    def upload(self, oid: str) -> None:
        if hashlib.sha256(self.body).hexdigest() != oid:
            self._send(400, {"error": "other bytes"})
            return
        beside = self.store.folder / "lfs" / f".{oid}.{threading.get_ident()}"
        beside.write_bytes(self.body)
        beside.rename(self.store.folder / "lfs" / oid)
        self._send(200, {})

    def commit(self, repo: str, revision: str) -> None:
        add: dict[str, bytes] = {}
        delete: list[str] = []
        head: dict[str, Any] = {}
        for line in self.body.decode().splitlines():
            entry = json.loads(line)
            value = entry["value"]
            if entry["key"] == "header":
                head = value
            elif entry["key"] == "file":
                add[value["path"]] = base64.b64decode(value["content"])
            elif entry["key"] == "lfsFile":
                add[value["path"]] = POINTER.format(oid=value["oid"], size=value["size"]).encode()
            elif entry["key"] == "deletedFile":
                delete.append(value["path"])
        with self.store.lock:
            here = self.store.sha(repo, "main")
            if head.get("parentCommit") not in (None, here):
                self._send(412, {"error": "A commit has happened since. Please refresh."})
                return
            sha = self.store.commit(repo, here, add, delete, head.get("summary", "commit"))
        url = f"http://{self.headers['Host']}/datasets/{repo}/commit/{sha}"
        self._send(200, {"success": True, "commitOid": sha, "commitUrl": url, "hookOutput": ""})

    def tag(self, repo: str, revision: str) -> None:
        name = json.loads(self.body)["tag"]
        with self.store.lock:
            if name in [t["name"] for t in self.store.refs(repo, "tags")]:
                self._send(409, {"error": "Tag reference exists already"})
                return
            self.store.git(repo, "update-ref", f"refs/tags/{name}", self.store.sha(repo, revision))
        self._send(200, {})

    def resolve(self, repo: str, revision: str, name: str) -> None:
        sha = self.store.sha(repo, revision)
        files = self.store.files(repo, sha)
        if name not in files:
            raise Missing("EntryNotFound")
        blob, kept = files[name]
        data, pointed = self.store.content(kept), self.store.large(kept)
        etag = pointed[0] if pointed else blob
        headers = {"X-Repo-Commit": sha, "ETag": f'"{etag}"', "Accept-Ranges": "bytes"}
        if pointed:
            headers |= {"X-Linked-Size": str(pointed[1]), "X-Linked-Etag": f'"{etag}"'}
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if wanted and data:
            start, end = int(wanted[1]), int(wanted[2] or len(data) - 1)
            part = data[start : end + 1]
            headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
            self._send(206, part, headers)
            return
        self._send(200, data, headers)


REPO = r"([\w.-]+/[\w.-]+)"
ROUTES = [
    (r"POST /api/repos/create", "create"),
    (r"GET /api/whoami-v2", "whoami"),
    (r"POST /api/validate-yaml", "validate"),
    (rf"GET /api/datasets/{REPO}", "info"),
    (rf"GET /api/datasets/{REPO}/revision/([^/]+)", "info"),
    (rf"GET /api/datasets/{REPO}/refs", "refs"),
    (rf"GET /api/datasets/{REPO}/tree/([^/]+)(?:/(.+))?", "tree"),
    (rf"POST /api/datasets/{REPO}/preupload/([^/]+)", "preupload"),
    (rf"POST /datasets/{REPO}\.git/info/lfs/objects/batch", "batch"),
    (r"PUT /lfs/([0-9a-f]{64})", "upload"),
    (rf"POST /api/datasets/{REPO}/commit/([^/]+)", "commit"),
    (rf"POST /api/datasets/{REPO}/tag/([^/]+)", "tag"),
    (rf"(?:GET|HEAD) /datasets/{REPO}/resolve/([^/]+)/(.+)", "resolve"),
]


def serve(folder: Path, port: int = 0) -> tuple[ThreadingHTTPServer, list[str]]:
    """A server on `port` (0: any free one), and the list of what it is asked."""
    asked: list[str] = []
    handler = type("Bound", (Handler,), {"store": Store(folder), "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, asked


if __name__ == "__main__":
    made, _ = serve(Path(sys.argv[1]))
    print(f"http://127.0.0.1:{made.server_port}", flush=True)
    threading.Event().wait()
