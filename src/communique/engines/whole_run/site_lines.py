"""The lines of a cleaned document that may be boilerplate of its site."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from communique.engines.whole_run.rows import Row

_FEWEST_WORDS: Final = 3


def site_of(row: Row) -> str:
    """The host of the page's `url`, without "www."; without a host, the input file."""
    url = row.get("url")
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        host = None
    return host.removeprefix("www.") if host else f"file {row['file']}"


def line_keys(row: Row) -> Iterator[tuple[int, int]]:
    """Yield the index of each block that may go, and the key of its line on its site.

    These are paragraphs of three words or more. Shorter lines ("Pros", "Note") often are part of
    the text; titles, headings, bylines, captions and references are what they are on every page.
    """
    site = site_of(row)
    for index, block in enumerate(row["blocks"] or ()):
        if block["type"] == "paragraph":
            words = row["text"][block["start"] : block["end"]].casefold().split()
            if len(words) >= _FEWEST_WORDS:
                yield index, number_of(f"{site}\0{' '.join(words)}")


def number_of(text: str) -> int:
    """A 64-bit number for a text, the same on every machine."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
