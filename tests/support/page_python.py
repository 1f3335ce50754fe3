"""The Python of a page: one namespace for all of its blocks, in the folder where the shell is."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from page_blocks import Block, PageError

PROGRAM = r"""
import contextlib, io, json, os, sys, traceback
namespace, answers = {"__name__": "__main__"}, sys.stdout
for line in sys.stdin:
    code, name, folder = json.loads(line)
    os.chdir(folder)
    output, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(output):
            exec(compile(code, name, "exec"), namespace)
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps([output.getvalue(), error]), file=answers, flush=True)
"""
# `>>> ` examples: what is printed must be what stands below, and names stay.
DOCTEST = """
import doctest
example = doctest.DocTestParser().get_doctest({text!r}, globals(), {name!r}, {name!r}, {line})
result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, clear_globs=False)
globals().update(example.globs)
assert result.failed == 0
"""


class Interpreter:
    """Started at the first block. `program` and `env` as in `subprocess`."""

    def __init__(self, program: str, env: Mapping[str, str]) -> None:
        self.program = program
        self.env = env
        self.process: subprocess.Popen[str] | None = None

    def run(self, block: Block, folder: Path) -> str:
        """What a block prints. Raises PageError with the traceback, whose lines are the page's."""
        code = "\n" * (block.line - 1) + block.content
        if block.language == "pycon":
            code = DOCTEST.format(text=block.content, name=block.page, line=block.line - 1)
        self.process = self.process or self._start(folder)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([code, block.page, str(folder)]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise PageError(f"{block}: the interpreter ended")
        printed, error = json.loads(answer)
        if error:
            raise PageError(f"{block}\n{printed}{error}")
        return printed

    def close(self) -> None:
        if self.process is not None:
            self.process.communicate()

    def _start(self, folder: Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [self.program, PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.env,
            cwd=folder,
            text=True,
        )
