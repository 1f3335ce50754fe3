"""Create, start, find and stop an annotator's own Label Studio on the loopback address.

A data directory belongs to one account. It is created with this account and its token, and is never
opened for another. The server continues to run when the process that started it ends.
"""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from communique.label_studio.server.data_dir import (
    DATABASE,
    STATE,
    Server,
    ServerError,
    locked,
    read_state,
    refuse_stranger,
    write_state,
)
from communique.label_studio.server.liveness import is_alive
from communique.label_studio.server.process import (
    HOST,
    check_executable,
    check_user,
    environment,
    free_port,
    is_healthy,
    launch,
    migrate,
    port_again,
    wait_until_up,
)
from communique.util.atomic_write import naming

__all__ = ["HOST", "Server", "ServerError", "environment", "migrated", "start", "status", "stop"]


def migrated(executable: Path, template_dir: Path) -> Path:
    """Path of a migrated database without users. The first call creates it (about a minute).

    It is created in another folder and moved when complete. An unfinished one is created again.
    """
    check_executable(executable)
    template_dir = template_dir.absolute()
    database, making = template_dir / DATABASE, template_dir / "making"
    with locked(template_dir):
        shutil.rmtree(making, ignore_errors=True)
        try:
            if not database.exists():
                migrate(executable, making)
                (making / DATABASE).replace(database)
        finally:
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
    host: str = "",
) -> Server:
    """Start the server of `data_dir`. If it is already running, attach to it, on any port.

    A new data directory gets the database at `template` (see `migrated`), the account, its
    password and its token (40 hex digits). An old one keeps its password. Port 0 is the port of the
    last server of the directory if it is free, else any free port. `host` is a name below
    `localhost` under which a browser may open the server, too.
    Raises ServerError if the directory belongs to another account, if the port is in use, or if the
    server does not start within `timeout` seconds. Then the server is stopped, and the message
    contains the end of its log.
    """
    check_executable(executable)
    check_user(account, token)
    data_dir = data_dir.absolute()
    with locked(data_dir):
        refuse_stranger(data_dir / DATABASE, account, token)
        if running := status(data_dir):
            return running
        stop(data_dir)
        if is_alive(data_dir):
            raise ServerError(f"an unknown server is running in {data_dir}; stop it first")
        if template and not (data_dir / DATABASE).exists():
            _copy(template, data_dir / DATABASE)
        port = free_port(port) if port else port_again(data_dir)
        user = {"USERNAME": account, "PASSWORD": password, "USER_TOKEN": token}
        pid = launch(executable, data_dir, port, user, host)
        server = Server(f"http://{HOST}:{port}", token, data_dir, pid, port, account, host)
        try:
            write_state(server)
            wait_until_up(server, timeout)
        except BaseException:
            _end(server)
            raise
        return server


def _copy(template: Path, database: Path) -> None:
    beside = database.with_name("copying")
    try:
        with naming(database):
            shutil.copyfile(template, beside)
            beside.replace(database)
    finally:
        beside.unlink(missing_ok=True)


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir`; False if none was running. It stops no other process."""
    server = read_state(data_dir)
    return server is not None and _end(server)


def _end(server: Server) -> bool:
    """End the process of a server; False if it did not live."""
    data_dir = server.data_dir
    ran = is_alive(data_dir)
    for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        deadline = time.monotonic() + patience
        if is_alive(data_dir):
            os.kill(server.pid, number)
        while is_alive(data_dir) and time.monotonic() < deadline:
            time.sleep(0.02)
    with suppress(ChildProcessError):
        os.waitpid(server.pid, os.WNOHANG)
    (data_dir / STATE).unlink(missing_ok=True)
    return ran


def status(data_dir: Path) -> Server | None:
    """The server of `data_dir` if it is running and healthy; else None."""
    server = read_state(data_dir)
    return server if server and is_alive(data_dir) and is_healthy(server) else None
