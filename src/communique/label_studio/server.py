"""A Label Studio of one's own on the loopback address: make, start, find and stop it.

A data directory belongs to one account: it is made with that account and its token, and is never
opened for another. The server outlives the process that started it.
"""

import fcntl
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO, cast

HOST = "127.0.0.1"
_DATABASE, _LOG, _STATE = "label_studio.sqlite3", "server.log", "server.json"
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


class ServerError(RuntimeError):
    """The server could not be made, started or reached; the message says why."""


@dataclass(frozen=True)
class Server:
    """Where a running server answers, and to whom."""

    url: str
    token: str = field(repr=False)
    data_dir: Path
    pid: int
    port: int
    account: str


def environment(caller: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """What the server sees of the caller's environment, with every call home turned off.

    The home is the data directory, and `--data-dir` is said twice: else files appear at home.
    """
    kept = {name: caller[name] for name in _KEPT if name in caller}
    here = {"HOME": str(data_dir), "LABEL_STUDIO_BASE_DATA_DIR": str(data_dir)}
    return kept | _SETTINGS | here


def migrated(executable: Path, template_dir: Path) -> Path:
    """Path of a migrated database without users, made on the first call (about a minute).

    It is made beside and moved into place when whole: what was half-made is made again.
    """
    _check_executable(executable)
    template_dir = template_dir.absolute()
    database, making = template_dir / _DATABASE, template_dir / "making"
    with _locked(template_dir):
        if not database.exists():
            shutil.rmtree(making, ignore_errors=True)
            _migrate(executable, making)
            (making / _DATABASE).replace(database)
        shutil.rmtree(making, ignore_errors=True)
    return database


def start(
    executable: Path,
    data_dir: Path,
    account: str,
    password: str,
    token: str,
    port: int = 0,
    template: Path | None = None,
    timeout: float = 180,
) -> Server:
    """Start the server of `data_dir`; if it runs already, attach to it, whatever its port.

    A new data directory gets the database at `template` (see `migrated`), the account, its
    password and its token (40 hex digits); an old one keeps its password. Port 0 is any free one.
    Raises ServerError if the directory is another account's, if the port is taken, or if the
    server is not up within `timeout` seconds, with the end of its log; none is then left running.
    """
    _check_executable(executable)
    _check_user(account, token)
    data_dir = data_dir.absolute()
    with _locked(data_dir):
        _refuse_stranger(data_dir / _DATABASE, account, token)
        if running := status(data_dir):
            return running
        stop(data_dir)
        if _alive(data_dir):
            raise ServerError(f"a server that we know nothing of runs in {data_dir}")
        if template and not (data_dir / _DATABASE).exists():
            shutil.copyfile(template, data_dir / "copying")
            (data_dir / "copying").replace(data_dir / _DATABASE)
        port = _free_port(port)
        user = {"USERNAME": account, "PASSWORD": password, "USER_TOKEN": token}
        pid = _launch(executable, data_dir, port, user)
        server = Server(f"http://{HOST}:{port}", token, data_dir, pid, port, account)
        _write_state(server)
        try:
            _wait(server, timeout)
        except BaseException:
            stop(data_dir)
            raise
        return server


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir`; False if none ran. Never ends a process of anybody else."""
    server = _read_state(data_dir)
    if server is None:
        return False
    ran = _alive(data_dir)
    for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        deadline = time.monotonic() + patience
        if _alive(data_dir):
            os.kill(server.pid, number)
        while _alive(data_dir) and time.monotonic() < deadline:
            time.sleep(0.02)
    with suppress(ChildProcessError):
        os.waitpid(server.pid, os.WNOHANG)
    (data_dir / _STATE).unlink(missing_ok=True)
    return ran


def status(data_dir: Path) -> Server | None:
    """The server of `data_dir` if its process lives and says that it is healthy."""
    server = _read_state(data_dir)
    return server if server and _alive(data_dir) and _healthy(server) else None


def _check_executable(executable: Path) -> None:
    if not os.access(executable, os.X_OK):
        raise ServerError(f"{executable} is not there; scripts/setup --label-studio installs it")


def _check_user(account: str, token: str) -> None:
    """Label Studio ends at an address in capitals, and passes a bad token over in silence."""
    if account != account.lower() or "@" not in account:
        raise ServerError(f"an account is a lower-case e-mail address, not {account!r}")
    if not re.fullmatch("[0-9a-f]{40}", token):
        raise ServerError("a token is 40 lower-case hex digits")


def _migrate(executable: Path, data_dir: Path) -> None:
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
    if done.returncode or not (data_dir / _DATABASE).exists():
        raise ServerError(f"no database could be made:\n{_tail(done.stdout)}")


def _launch(executable: Path, data_dir: Path, port: int, user: Mapping[str, str]) -> int:
    """Start the process, which inherits a lock on the directory for as long as it lives."""
    command = [str(executable), "start", "--no-browser", "--internal-host", HOST]
    command += ["--port", str(port), "--data-dir", str(data_dir), "--log-level", "WARNING"]
    env = environment(os.environ, data_dir) | {f"LABEL_STUDIO_{name}": user[name] for name in user}
    (data_dir / _LOG).unlink(missing_ok=True)
    with _private(data_dir / _LOG) as log, (data_dir / ".alive").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        process = subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[alive.fileno()],
        )
    process.returncode = 0  # let go of it without a ResourceWarning: it is meant to outlive us
    return process.pid


def _wait(server: Server, timeout: float) -> None:
    """Return when the server is healthy and knows its account by the token."""
    deadline = time.monotonic() + timeout
    trouble = ""
    while not trouble and not _healthy(server):
        if not _alive(server.data_dir):
            trouble = "ended at once"
        elif time.monotonic() > deadline:
            trouble = f"was not up after {timeout:.0f} s"
        time.sleep(0.1)
    if not trouble:
        email = _get(server.port, "/api/current-user/whoami", server.token).get("email")
        trouble = "" if email == server.account else "does not know account and token"
    if trouble:
        log = (server.data_dir / _LOG).read_text("utf-8", "replace")
        raise ServerError(f"Label Studio {trouble}; the end of its log:\n{_tail(log)}")


def _healthy(server: Server) -> bool:
    return _get(server.port, "/health").get("status") == "UP"


def _alive(data_dir: Path) -> bool:
    """Whether somebody holds the lock that a server inherits: a pid alone may be given anew."""
    with (data_dir / ".alive").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _refuse_stranger(database: Path, account: str, token: str) -> None:
    """A second account in a data directory could read and edit the work of the first."""
    if not database.exists():
        return
    query = "SELECT email, key FROM htx_user LEFT JOIN authtoken_token ON user_id = htx_user.id"
    with closing(sqlite3.connect(database)) as connection:
        try:
            users = connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # the database is not migrated yet
            return
    tokens = dict[str, str | None](users)
    if tokens and account not in tokens:
        raise ServerError(f"{database.parent} belongs to {min(tokens)}, not to {account}")
    if tokens and tokens[account] != token:
        raise ServerError(f"{database.parent} was made with another token for {account}")


def _get(port: int, path: str, token: str = "") -> Mapping[str, Any]:
    """The JSON object at `path`, past any proxy; empty if there is none."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        try:
            connection.request("GET", path, headers=headers)
            answer: Any = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
    return cast("Mapping[str, Any]", answer) if isinstance(answer, dict) else {}


def _free_port(port: int) -> int:
    """`port` itself or, for 0, one that the system picks; Label Studio would silently move on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerError(f"port {port} of {HOST} is not free") from error
        return probe.getsockname()[1]


def _write_state(server: Server) -> None:
    (server.data_dir / _STATE).unlink(missing_ok=True)
    with _private(server.data_dir / _STATE) as file:
        json.dump(asdict(server) | {"data_dir": str(server.data_dir)}, file, indent=2)


def _read_state(data_dir: Path) -> Server | None:
    try:
        state = json.loads((data_dir / _STATE).read_text("utf-8"))
        return Server(**state | {"data_dir": Path(state["data_dir"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _private(path: Path) -> TextIO:
    """A new file that its owner alone may read, open for writing text."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-20:])


@contextmanager
def _locked(directory: Path) -> Generator[None]:
    """Hold the directory, made for its owner alone, against others that start here."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
