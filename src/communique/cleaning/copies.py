"""Find the groups that occurred before."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.verdict import Verdict, Verdicts

RULE: Final = "line-repeated"
_COPY_WIDTH: Final = 80
_NEAR_COPY_WIDTH: Final = 40
_NEAR_COPY_DISTANCE: Final = 5
_WORDY: Final = 0.7


def drop_copies(groups: Sequence[LineGroup], verdicts: Verdicts) -> None:
    """Remove a long sentence that occurred before, and a shorter line that occurred just before.

    The shorter line must consist mostly of words, because code and tables repeat lines. In a text
    without a paragraph, a shorter line is not removed, because verses have refrains.
    """
    has_prose = any(group.is_prose for group in groups)
    seen: dict[str, int] = {}
    place = 0
    for i, group in enumerate(groups):
        if i in verdicts:
            continue
        place += 1
        if group.width < _NEAR_COPY_WIDTH:
            continue
        before = seen.setdefault(group.text, place)
        near = 0 < place - before <= _NEAR_COPY_DISTANCE
        far = group.width >= _COPY_WIDTH and group.ends_sentence
        if before != place and (far or (near and has_prose and _is_wordy(group.text))):
            verdicts[i] = Verdict("duplicate", RULE)


def _is_wordy(text: str) -> bool:
    """Whether a text consists almost only of letters, punctuation of sentences and blanks."""
    odd = sum(c in "{}[]<>=|_;/\\#$%^*~" for c in text)
    return not odd and sum(c.isalpha() for c in text) >= _WORDY * len(text)
