"""The server's process: its environment, its start, and its state."""

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
    last_port,
    private_file,
    tail,
)
from communique.label_studio.server.liveness import is_alive, life_lock

HOST = "127.0.0.1"
# Label Studio also reads settings without a prefix (PORT, DEBUG, USERNAME, DATABASE_NAME…), so only
# these variables of the caller's environment are passed on.
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "LD_LIBRARY_PATH")
_SETTINGS = {
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
    "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
    "LABEL_STUDIO_SENTRY_DSN": "",
    "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
    "fflag_feat_utc_210_prediction_validation_15082025": "true",
}


def environment(caller: Mapping[str, str], data_dir: Path, host: str = "") -> dict[str, str]:
    """The environment of the server, with all telemetry turned off.

    The server answers under 127.0.0.1, localhost and `host`, and under no other name. HOME is the
    data directory, and the data directory is also set by a variable. Otherwise the server would
    write files to the user's home.
    """
    kept = {name: caller[name] for name in _KEPT if name in caller}
    here = {"HOME": str(data_dir), "LABEL_STUDIO_BASE_DATA_DIR": str(data_dir)}
    names = {"LABEL_STUDIO_ALLOWED_HOSTS": ",".join(filter(None, (HOST, "localhost", host)))}
    safe = {"PYTHONSAFEPATH": "1"}  # run no module of the working folder
    return kept | _SETTINGS | names | here | safe


def check_executable(executable: Path) -> None:
    """Raise ServerError if the file is missing or not executable."""
    if not os.access(executable, os.X_OK):
        raise ServerError(
            f"{executable} cannot be run; `communique annotate --install` installs the server"
        )


def check_user(account: str, token: str) -> None:
    """Raise ServerError for an account or token that Label Studio cannot use.

    Label Studio stops at an address in capitals, and ignores a bad token without a message.
    """
    if account != account.lower() or "@" not in account:
        raise ServerError("the account must be a lower-case e-mail address")
    if not re.fullmatch("[0-9a-f]{40}", token):
        raise ServerError("the token must be 40 lower-case hex digits")


def migrate(executable: Path, data_dir: Path) -> None:
    """Create the database. `label-studio version` migrates it and creates no user."""
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
        said = tail(done.stdout) or f"{executable} ended with code {done.returncode}"
        raise ServerError(
            "the database of Label Studio could not be created; check whether the disk is"
            f" full:\n{said}"
        )


def launch(
    executable: Path, data_dir: Path, port: int, user: Mapping[str, str], host: str = ""
) -> int:
    """Start the process, and return its id. It inherits a lock on the directory until it ends."""
    command = [str(executable), "start", "--no-browser", "--internal-host", HOST]
    command += ["--port", str(port), "--data-dir", str(data_dir), "--log-level", "WARNING"]
    env = environment(os.environ, data_dir, host) | {
        f"LABEL_STUDIO_{name}": user[name] for name in user
    }
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
    process.returncode = 0  # no ResourceWarning: the process is meant to outlive this one
    return process.pid


def wait_until_up(server: Server, timeout: float) -> None:
    """Wait until the server is healthy and accepts the token. Raises ServerError."""
    deadline = time.monotonic() + timeout
    trouble = ""
    while not trouble and not is_healthy(server):
        if not is_alive(server.data_dir):
            trouble = "stopped immediately"
        elif time.monotonic() > deadline:
            trouble = f"did not start within {timeout:.0f} s"
        time.sleep(0.1)
    if not trouble:
        email = get_json(server.port, "/api/current-user/whoami", server.token).get("email")
        trouble = "" if email == server.account else "does not accept the account and token"
    if trouble:
        log = (server.data_dir / LOG).read_text("utf-8", "replace")
        raise ServerError(f"Label Studio {trouble}. The end of its log:\n{tail(log)}")


def is_healthy(server: Server) -> bool:
    """Whether the server answers that it is up."""
    return get_json(server.port, "/health").get("status") == "UP"


def get_json(port: int, path: str, token: str = "") -> Mapping[str, Any]:
    """The JSON object at `path`, without any proxy; empty if there is none."""
    headers = {"Authorization": f"Token {token}"} if token else {}
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        try:
            connection.request("GET", path, headers=headers)
            answer: Any = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
    return cast("Mapping[str, Any]", answer) if isinstance(answer, dict) else {}


def port_again(data_dir: Path) -> int:
    """The port of the last server of `data_dir` if it is free, else any free port.

    A page that is open in a browser can then save again after a restart.
    """
    try:
        return free_port(last_port(data_dir))
    except ServerError:
        return free_port(0)


def free_port(port: int) -> int:
    """`port` itself or, for 0, any free port.

    Raises ServerError if it is in use: Label Studio would take another port without a message.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerError(f"port {port} of {HOST} is already in use") from error
        return probe.getsockname()[1]
