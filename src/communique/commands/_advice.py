"""Commands in messages, as the reader can type them where they are."""

import re
from pathlib import Path
from shlex import quote
from typing import Any, Final

_COMMAND: Final = re.compile(r"`communique ([a-z]+)([^`]*)`")
_elsewhere: dict[str, str] = {}  # `--corpus DIR`, if the corpus is not the one around us


def remember_corpus(given: Path | None, root: Path) -> None:
    """Which corpus this run works on, and how it was named."""
    from communique.corpus import CorpusFolder, CorpusNotFoundError

    _elsewhere.clear()
    if given is None:
        return
    try:
        around = CorpusFolder.find().root
    except CorpusNotFoundError:
        around = None
    if around != root:
        _elsewhere["option"] = f"--corpus {quote(str(given))}"


def advice(text: str) -> str:
    """The text; every command in backticks names the corpus, if it would find another by itself."""
    return _COMMAND.sub(lambda found: f"`{command(found[0].strip('`'))}`", text)


def command(line: str) -> str:
    """A command that names the corpus, if it would find another by itself."""
    verb = line.split()[1]
    option = _elsewhere.get("option")
    if option is None or "--corpus" in line or not _takes_corpus(verb):
        return line
    return f"{line} {option}"


def _takes_corpus(verb: str) -> bool:
    import typer

    from communique.commands.app import app

    verbs: dict[str, Any] = getattr(typer.main.get_command(app), "commands", {})
    return verb in verbs and any("--corpus" in p.opts for p in verbs[verb].params)
