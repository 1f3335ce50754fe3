"""Tables and code marks of Markdown, whatever characters the values have."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table without a line feed at its end. `|` and line feeds of a cell are escaped."""
    lines = [head, ["---"] * len(head), *([cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """A value as one line, so that it stays in its cell."""
    return one_line(str(value)).replace("|", "\\|")


def one_line(text: str) -> str:
    """The words of a text with one blank between two."""
    return " ".join(text.split())


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop, if it has none of its own."""
    text = one_line(text)
    ended = text if text.endswith((".", "!", "?")) or not text else f"{text}."
    return ended[:1].upper() + ended[1:]
