"""Blocks of commands: `$ command`, then the output that is expected.

A line `...` stands for any lines, `…` in a line for any characters. A command without output
below it may print anything. A command goes on in the next line after a backslash, and in lines
that begin with `> `.
"""

import difflib
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from page_blocks import Block, PageError
from page_terminal import run_on_terminal

MARKER = "\x1e"
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Command:
    line: int
    text: str
    output: tuple[str, ...]


def commands(block: Block) -> list[Command]:
    """The commands of a block with the lines expected below each."""
    lines = block.content.splitlines()
    if not lines or not lines[0].startswith(_PROMPT):
        raise PageError(f"{block.place}: a console block begins with `$ ` and a command")
    steps: list[Command] = []
    n = 0
    while n < len(lines):
        line, text = block.line + n, [lines[n].removeprefix(_PROMPT)]
        n += 1
        while n < len(lines) and (text[-1].endswith("\\") or lines[n].startswith("> ")):
            text.append(lines[n].removeprefix("> "))
            n += 1
        output: list[str] = []
        while n < len(lines) and not lines[n].startswith(_PROMPT):
            output.append(lines[n].rstrip())
            n += 1
        while output and not output[-1]:
            output.pop()
        steps.append(Command(line, "\n".join(text), tuple(output)))
    return steps


def run_console(block: Block, folder: Path, env: Mapping[str, str], state: Path) -> None:
    """Run the commands of a block. Raises PageError where something else comes out.

    The working directory and exported variables are kept in `state` from block to block.
    """
    steps = commands(block)
    code = int(block.notes.get("exit", "0"))
    script = [f'trap \'export -p >{state}; printf "cd %q\\n" "$PWD" >>{state}\' EXIT']
    script += [f"if [ -f {state} ]; then . {state}; fi", "set -e"]
    for step in steps:
        script += [f"printf '{MARKER}\\n'", step.text]
    ended, printed = _run("\n".join(script), folder, env, block.notes.get("type"))
    outputs = printed.split(f"{MARKER}\n")[1:]
    last = steps[max(len(outputs) - 1, 0)]
    where = f"{block.page}:{last.line}: $ {last.text}"
    if ended != code or len(outputs) < len(steps):
        raise PageError(f"{where}\nexit code {ended}, not {code}:\n{printed}")
    for step, output in zip(steps, outputs, strict=True):
        if step.output:
            compare(f"{block.page}:{step.line}: $ {step.text}", step.output, output)


def _run(script: str, folder: Path, env: Mapping[str, str], typed: str | None) -> tuple[int, str]:
    """The exit code and the output. `typed` has the answers to questions, with ` / ` between."""
    if typed is not None:
        answers = [answer.strip() for answer in typed.split("/")]
        return run_on_terminal(script, folder, env, answers)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def compare(where: str, expected: tuple[str, ...], output: str) -> None:
    """Raises PageError with the difference if the output is another one."""
    actual = [line.rstrip() for line in output.rstrip("\n").split("\n")]
    if re.fullmatch(_pattern(expected), "".join(f"{line}\n" for line in actual), re.S) is None:
        difference = difflib.unified_diff(expected, actual, "page", "output", lineterm="", n=9)
        raise PageError(f"{where}\n" + "\n".join(difference))


def _pattern(expected: tuple[str, ...]) -> str:
    return "".join(
        r"(?:[^\n]*\n)*?"
        if line == "..."
        else r"[^\n]+?".join(re.escape(part) for part in line.split("…")) + r"\n"
        for line in expected
    )


def check_syntax(block: Block) -> None:
    """For commands that are not run: bash can read them. That `communique` has their options is
    what tests/project/test_told_commands.py looks at.
    """
    for step in commands(block):
        done = subprocess.run(["bash", "-n", "-c", step.text], capture_output=True, text=True)
        if done.returncode:
            raise PageError(f"{block.page}:{step.line}: {done.stderr}")
