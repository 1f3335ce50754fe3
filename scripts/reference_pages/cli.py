"""docs/reference/cli.md: every command, from the Typer application."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import typer

from communique.commands.app import app
from communique.util.markdown import table
from reference_pages.markdown import NOTE, code, first_sentence

INTRODUCTION = """# Commands

`communique COMMAND --help` prints the same on the terminal, and `communique --version` the version.
The commands are here in the order in which a corpus usually needs them. [Problems](problems.md)
explains what they report, and [Formats](../formats.md) what each format of `export` can lose.

## Exit codes

Every command exits with one of these:

| code | meaning |
| --- | --- |
| 0 | The command did what you asked for. |
| 1 | Problems were found. Each is printed with its [id](problems.md), the place and the fix. |
| 2 | The command was refused: wrong arguments, no corpus, a file that cannot be read or written, \
or a state in which the command would do harm. The message says why, and how to go on. |
| 130 | You stopped `clean` with INPUT (Ctrl+C). Run the same command again to go on. |

With `--json`, the result is JSON on stdout. Messages for people go to stderr.

Only these commands exit with 1:
"""
# The commands that exit with 1, and when. A test compares them with the code.
EXITS_WITH_1: Final[Mapping[str, str]] = {
    "clean": "With `-`: an input line is not valid. With INPUT: a document is quarantined.",
    "annotate": "Only with `--check`: submitted work has an error.",
    "pull": "What was fetched has an error.",
    "import": "What was read has an error.",
    "check": "The corpus has an error, or with `--strict` a warning.",
    "review": "The corpus has an error.",
    "build": "The corpus has an error. Nothing is written.",
    "release": "Only with `--dry-run`: something blocks the release.",
    "score": "The file of predictions has a problem. Nothing is scored.",
}


def cli_page() -> str:
    """The page."""
    commands: dict[str, Any] = typer.main.get_command(app).commands
    rows = [[f"[`{name}`](#{_anchor(name)})", when] for name, when in EXITS_WITH_1.items()]
    lines = [INTRODUCTION, table(["command", "when"], rows), "", NOTE, "", "## All commands", ""]
    lines.append(
        table(
            ["command", "what it does"],
            [
                [f"[`{name}`](#{_anchor(name)})", first_sentence(c.help)]
                for name, c in sorted(commands.items())
            ],
        )
    )
    for name, command in commands.items():
        lines += _section(name, command)
    return "\n".join(lines) + "\n"


def _anchor(name: str) -> str:
    return f"communique-{name}"


def _section(name: str, command: Any) -> Iterator[str]:
    context = typer.Context(command, info_name=f"communique {name}")
    yield from ("", f"## `communique {name}`", "")
    yield marked(command.help)
    yield from ("", f"Usage: {code(_usage(name, command))}")
    shown = [p for p in command.params if not p.hidden and p.help]
    for kind in ("argument", "option"):
        if rows := [_row(p, context) for p in shown if _kind(p) == kind]:
            yield from ("", table([kind, "meaning"], rows))


def _kind(parameter: Any) -> str:
    return "option" if parameter.opts[0].startswith("-") else "argument"


def _usage(name: str, command: Any) -> str:
    arguments = [_argument(p) for p in command.params if _kind(p) == "argument" and not p.hidden]
    return " ".join(["communique", name, *arguments, "[OPTIONS]"])


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.rstrip("_").upper()).strip("[].…")
    name += "…" if parameter.nargs == -1 else ""
    return name if parameter.required else f"[{name}]"


def _row(parameter: Any, context: Any) -> list[str]:
    """A parameter as the help of the command has it."""
    shown, meaning = parameter.get_help_record(context)
    meaning, _, default = meaning.partition("  [default: ")
    if default:
        meaning = f"{meaning} Default: {code(default.removesuffix(']'))}."
    meaning = re.sub(r"\s*\[required\]$", "", meaning)
    name = _argument(parameter) if _kind(parameter) == "argument" else shown
    return [code(name), marked(meaning)]


def marked(text: str) -> str:
    """A text with every option in it as code."""
    pattern = r"(`[^`]*`)|(?<![\w-])(--[a-z][a-z-]*[a-z])"
    return re.sub(pattern, lambda m: m[1] or f"`{m[2]}`", text)
