"""A process that has imported everything and forks for each command of a page.

A page has twenty commands, and a command needs a second to import what it needs. So `communique` in
a page is a small program that hands its arguments, folder, environment and terminal to a fork of
this process, which runs the same function as the installed command. `page-python` is the Python
of a page.
"""

import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import traceback
from pathlib import Path
from typing import NoReturn

NAMES = ("communique", "page-python")
STUB = """#!{python} -IS
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
request = json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(server, [len(request).to_bytes(8, "big")], [0, 1, 2])
server.sendall(request)
sys.exit(int(server.recv(9) or 70))
"""


class PageServer:
    """The process, and the folder with the small programs (`bin`)."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        address = str(folder / "socket")
        for name in NAMES:
            stub = self.bin / name
            stub.write_text(STUB.format(python=os.path.realpath(sys.executable), address=address))
            stub.chmod(0o755)
        program = [sys.executable, __file__, address]
        self.process = subprocess.Popen(program, env=env, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n", "the process of the pages has ended"

    def __enter__(self) -> "PageServer":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()


def serve(address: str) -> NoReturn:
    _import_everything()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    print("ready", flush=True)
    children: set[int] = set()
    while True:
        connection, _ = listener.accept()
        child = os.fork()
        if child == 0:
            listener.close()
            code = _run(connection)
            connection.sendall(str(code).encode())
            os._exit(code)
        connection.close()
        children = {c for c in children | {child} if os.waitpid(c, os.WNOHANG)[0] == 0}


def _import_everything() -> None:
    import communique

    for module in pkgutil.walk_packages(communique.__path__, "communique."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ImportError:  # an extra that is not installed
                continue
    for name in ("datasets", "pandas", "pyarrow.parquet", "spacy", "duckdb", "polars"):
        importlib.import_module(name)


def _run(connection: socket.socket) -> int:
    size, terminal, _, _ = socket.recv_fds(connection, 8, 3)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += connection.recv(65536)
    arguments, folder, env = json.loads(request)
    for number, fd in enumerate(terminal):
        os.dup2(fd, number)
        os.close(fd)
    sys.stdin = os.fdopen(0)
    sys.stdout = os.fdopen(1, "w", buffering=1 if os.isatty(1) else -1)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = arguments
    try:
        code = _call(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    return code


def _call(arguments: list[str]) -> int:
    if Path(arguments[0]).name == "communique":
        from communique.commands import main

        main()
    else:
        exec(arguments[1], {"__name__": "page"})
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
