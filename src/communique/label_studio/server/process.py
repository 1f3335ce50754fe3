"""The server's process: what it is given, how it is started, when it is up."""

import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from communique.label_studio.server.data_dir import (
    DATABASE,
    LOG,
    Server,
    ServerError,
    private_file,
    tail,
)
from communique.label_studio.server.liveness import is_alive, life_lock

HOST = "127.0.0.1"
# Label Studio reads each setting under its bare name too (PORT, DEBUG, USERNAME, DATABASE_NAME…),
# so nothing of the caller's environment goes through but these.
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "LD_LIBRARY_PATH")
_SETTINGS = {
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
    "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
    "LABEL_STUDIO_SENTRY_DSN": "",
    "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
    "LABEL_STUDIO_ALLOWED_HOSTS": f"{HOST},localhost",
    "fflag_feat_utc_210_prediction_validation_15082025": "true",
}


def environment(caller: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """What the server sees of the caller's environment, with every call home turned off.

    The home is the data directory, and `--data-dir` is said twice: else files appear at home.
    """
    kept = {name: caller[name] for name in _KEPT if name in caller}
    here = {"HOME": str(data_dir), "LABEL_STUDIO_BASE_DATA_DIR": str(data_dir)}
    return kept | _SETTINGS | here


def check_executable(executable: Path) -> None:
    if not os.access(executable, os.X_OK):
        raise ServerError(f"{executable} is not there; scripts/setup --label-studio installs it")


def check_user(account: str, token: str) -> None:
    """Label Studio ends at an address in capitals, and passes a bad token over in silence."""
    if account != account.lower() or "@" not in account:
        raise ServerError("an account is a lower-case e-mail address")
    if not re.fullmatch("[0-9a-f]{40}", token):
        raise ServerError("a token is 40 lower-case hex digits")


def migrate(executable: Path, data_dir: Path) -> None:
    """`label-studio version` migrates the database first, and makes no user."""
    command = [str(executable), "version", "--data-dir", str(data_dir), "--log-level", "ERROR"]
    done = subprocess.run(
        command,
        check=False,
        env=environment(os.environ, data_dir),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode or not (data_dir / DATABASE).exists():
        said = tail(done.stdout) or f"{executable} said nothing and ended with {done.returncode}"
        raise ServerError(f"no database could be made; see whether the disk is full:\n{said}")


def launch(executable: Path, data_dir: Path, port: int, user: Mapping[str, str]) -> int:
    """Start the process, which inherits a lock on the directory for as long as it lives."""
    command = [str(executable), "start", "--no-browser", "--internal-host", HOST]
    command += ["--port", str(port), "--data-dir", str(data_dir), "--log-level", "WARNING"]
    env = environment(os.environ, data_dir) | {f"LABEL_STUDIO_{name}": user[name] for name in user}
    (data_dir / LOG).unlink(missing_ok=True)
    with private_file(data_dir / LOG) as log, life_lock(data_dir) as lock:
        process = subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock],
        )
    process.returncode = 0  # let go of it without a ResourceWarning: it is meant to outlive us
    return process.pid


def wait_until_up(server: Server, timeout: float) -> None:
    """Return when the server is healthy and knows its account by the token."""
    deadline = time.monotonic() + timeout
    trouble = ""
    while not trouble and not is_healthy(server):
        if not is_alive(server.data_dir):
            trouble = "ended at once"
        elif time.monotonic() > deadline:
            trouble = f"was not up after {timeout:.0f} s"
        time.sleep(0.1)
    if not trouble:
        email = get_json(server.port, "/api/current-user/whoami", server.token).get("email")
        trouble = "" if email == server.account else "does not know account and token"
    if trouble:
        log = (server.data_dir / LOG).read_text("utf-8", "replace")
        raise ServerError(f"Label Studio {trouble}; the end of its log:\n{tail(log)}")


def is_healthy(server: Server) -> bool:
    return get_json(server.port, "/health").get("status") == "UP"


def get_json(port: int, path: str, token: str = "") -> Mapping[str, Any]:
    """The JSON object at `path`, past any proxy; empty if there is none."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        try:
            connection.request("GET", path, headers=headers)
            answer: Any = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
    return cast("Mapping[str, Any]", answer) if isinstance(answer, dict) else {}


def free_port(port: int) -> int:
    """`port` itself or, for 0, one that the system picks; Label Studio would silently move on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerError(f"port {port} of {HOST} is not free") from error
        return probe.getsockname()[1]
