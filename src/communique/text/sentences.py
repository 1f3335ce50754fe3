"""Split a text into sentences, with sentencex (github.com/wikimedia/sentencex, MIT).

One rule is ours: a footnote number that stands directly after a full stop ends the sentence.
"""

from collections.abc import Iterator
from importlib.metadata import version
from itertools import accumulate, pairwise
from typing import Any, Final, cast

import regex
import sentencex

# Letters, a full stop (and closing quotes), a number without a blank, then a new beginning. Three
# letters, so that "p.12 The" and "No.5 The" stay whole.
_FOOTNOTE: Final = regex.compile(
    r"""(?:\p{L}{3}[.!?]["'”’»)]*|[.!?]["”’»)]+)(?:\d{1,3}|\[\d{1,3}\])"""
    r"""(?=\s+["'“‘«(\[]*[\p{Lu}\p{Lt}\p{Lo}])"""
)
SEGMENTER: Final = f"sentencex {version('sentencex')}"
_ANY_LANGUAGE: Final = "en"  # what sentencex itself falls back to


def sentences(text: str, language: str | None) -> list[tuple[int, int]]:
    """The ranges of the sentences, in code points, half-open, without blanks at the edges.

    They do not overlap, and every visible character is in one. `language` is a BCP 47 code; for
    None and for unknown languages the rules of English are used.
    """
    parts = cast("list[str]", cast("Any", sentencex).segment(language or _ANY_LANGUAGE, text))
    ends = list(accumulate(map(len, parts))) if "".join(parts) == text else [len(text)]
    cuts = sorted({0, *ends, *(m.end() for m in _FOOTNOTE.finditer(text))})
    return list(_trimmed(text, cuts))


def _trimmed(text: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(cuts):
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
