"""`communique` in processes of their own that start quickly, because they are forked.

A server imports the modules once, runs nothing, and forks a process for each command. The process
has its own folder, environment and streams, and ends as any other. Most of the time of a command
on a small corpus is the time of these imports.

As a program, this module is the server: each line of stdin is a `Request`, and the answer to it is
one line with the exit code.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from paths import SRC

Done = subprocess.CompletedProcess[str]
# These are read when they are needed, or the process of the tests gets them from an import
# (KMP_). Every other variable may be read during an import.
READ_LATE = ("PYTEST_CURRENT_TEST", "COMMUNIQUE_LABEL_STUDIO", "PYTHONPATH", "GIT_", "KMP_")
RARE = ("audit", "engines", "formats", "notebook", "scoring.harness", "extraction")
STREAMS = (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)


class Request(TypedDict):
    arguments: list[str]
    cwd: str
    env: dict[str, str]
    streams: list[str]  # the files of stdin, stdout and stderr


def slow(
    arguments: Sequence[str], env: Mapping[str, str], cwd: Path | None, stdin: str | None
) -> Done:
    """The command in a new interpreter."""
    command = [sys.executable, "-m", "communique", *arguments]
    env = {**env, "PYTHONPATH": str(SRC)}
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, env=env)


class Starter:
    """Starts commands in one environment. The server is started by the first of them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = _early(env)
        self._server: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str],
        cwd: Path | None = None,
        stdin: str | None = None,
    ) -> Done:
        """The finished command. A server cannot give it another environment, or run two at once."""
        if _early(env) != self._env or not self._lock.acquire(blocking=False):
            return slow(arguments, env, cwd, stdin)
        try:
            return self._ask(list(arguments), env, cwd, stdin)
        finally:
            self._lock.release()

    def _ask(
        self, arguments: list[str], env: Mapping[str, str], cwd: Path | None, stdin: str | None
    ) -> Done:
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / name for name in ("in", "out", "err")]
            for file, content in zip(files, (stdin or "", "", ""), strict=True):
                file.write_bytes(content.encode())
            request = Request(
                arguments=arguments,
                cwd=str(cwd or Path.cwd()),
                env={**env, "PYTHONPATH": str(SRC)},
                streams=[str(f) for f in files],
            )
            code = self._answer(json.dumps(request))
            out, err = (f.open(encoding="utf-8").read() for f in files[1:])
        return subprocess.CompletedProcess(["communique", *arguments], code, out, err)

    def _answer(self, request: str) -> int:
        if self._server is None:
            env = {**self._env, "PYTHONPATH": str(SRC)}
            pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self._server = subprocess.Popen([sys.executable, __file__], env=env, **pipes)
        server = self._server
        assert server.stdin is not None
        assert server.stdout is not None
        print(request, file=server.stdin, flush=True)
        return int(server.stdout.readline())

    def close(self) -> None:
        if self._server is not None:
            self._server.communicate()


def _early(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if not name.startswith(READ_LATE)}


def preload() -> None:
    """Import what most commands need."""
    import communique

    for name in ("datasets", "pandas", "pyarrow.parquet"):
        importlib.import_module(name)
    rare = tuple(f"communique.{name}" for name in (*RARE, "__main__"))
    for module in pkgutil.walk_packages(communique.__path__, "communique."):
        if not module.name.startswith(rare):
            importlib.import_module(module.name)
    compile_once()
    gc.collect()
    gc.freeze()


def compile_once() -> None:
    """Compile what every build compiles: the patterns of tokens, and templates."""
    from communique.dataset.templates import environment
    from communique.dataset.tokens import tokenize

    tokenize("a")
    tokenize("\U0001f600")
    for name in ("card.md.j2", "codebook.md.j2", "agreement.svg.j2"):
        environment().get_template(name)


def serve() -> Request:
    """Answer requests until stdin ends. Returns only in a forked process, with its request."""
    for line in sys.stdin.buffer:
        if not (pid := os.fork()):
            return json.loads(line)
        _, status = os.waitpid(pid, 0)
        os.write(1, b"%d\n" % os.waitstatus_to_exitcode(status))
    sys.exit()


def become(request: Request) -> None:
    """Make this process the one that was asked for."""
    for number, (file, flags) in enumerate(zip(request["streams"], STREAMS, strict=True)):
        opened = os.open(file, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, closefd=False)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["communique", *request["arguments"]]


def leave(end: SystemExit) -> None:
    """End as asked, but do not take all modules apart: that takes longer than most commands."""
    if not isinstance(end.code, int | None):
        raise end
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code or 0)


if __name__ == "__main__":
    del sys.path[0]  # this folder, as no helper may be imported by the code that is tested
    preload()
    become(serve())
    import communique.__main__ as program

    sys.modules["__main__"] = program  # what processes that the command spawns import
    try:
        program.main()
    except SystemExit as end:
        leave(end)
