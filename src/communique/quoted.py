"""Documents that quote the data: README and DATASHEET, between markers."""

from typing import Final

from communique.corpus import CorpusFolder, write_atomic
from communique.dataset.numbers import BEGIN, fill, numbers
from communique.gather import gather

QUOTING: Final = ("README.md", "DATASHEET.md")


def quoting_files(folder: CorpusFolder) -> dict[str, tuple[str, str]]:
    """File name to what it says and what it should say, for the files that have markers.

    Raises what `gather` raises.
    """
    paths = [folder.root / name for name in QUOTING]
    texts = {p.name: p.read_text(encoding="utf-8") for p in paths if p.is_file()}
    marked = {name: text for name, text in texts.items() if BEGIN in text}
    if not marked:
        return {}
    block = numbers(gather(folder))
    return {name: (text, fill(text, block)) for name, text in marked.items()}


def quote_numbers(folder: CorpusFolder) -> list[str]:
    """Bring the numbers in README and DATASHEET up to date; the names of what changed."""
    try:
        quoting = quoting_files(folder)
    except (OSError, ValueError):
        return []  # `communique check` says what is wrong
    stale = {name: wanted for name, (text, wanted) in quoting.items() if text != wanted}
    for name, wanted in stale.items():
        write_atomic(folder.root / name, wanted)
    return sorted(stale)
