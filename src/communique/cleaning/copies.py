"""Find the groups that occurred before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from communique.cleaning.core_functions import core_of
from communique.cleaning.verdict import Verdict, Verdicts

if TYPE_CHECKING:
    from communique.cleaning.page import Page

RULE: Final = "line-repeated"
_COPY_WIDTH: Final = 80
NEAR_COPY_WIDTH: Final = 40
_NEAR_COPY_DISTANCE: Final = 5
_WORDY: Final = 0.7


def drop_copies(page: "Page", verdicts: Verdicts) -> None:
    """Remove a long sentence that occurred before, and a shorter line that occurred just before.

    The shorter line must consist mostly of words, because code and tables repeat lines. In a text
    without a paragraph, a shorter line is not removed, because verses have refrains.
    """
    first: dict[str, int] = {}
    copies: list[int] = []
    for i in _repeated(page):
        if i in verdicts:
            continue
        group = page.groups[i]
        before = first.setdefault(group.text, i)
        if before == i:
            continue
        near = bool(page.prose) and _is_near(before, i, verdicts)
        far = group.width >= _COPY_WIDTH and group.ends_sentence
        if far or (near and _is_wordy(group.text)):
            copies.append(i)
    verdicts |= dict.fromkeys(copies, Verdict("duplicate", RULE))


def _repeated(page: "Page") -> Sequence[int]:
    """Return the wide lines whose text occurs twice among them; without the core, all or none."""
    if (module := core_of(page.groups)) is not None:
        return module.repeated(page.groups, page.wide)
    texts = {page.groups[i].text for i in page.wide}
    return page.wide if len(texts) < len(page.wide) else ()


def _is_near(before: int, i: int, verdicts: Verdicts) -> bool:
    """Whether a group is at most five groups without a verdict below another."""
    steps = 0
    for j in range(i, before, -1):
        steps += j not in verdicts
        if steps > _NEAR_COPY_DISTANCE:
            return False
    return True


def _is_wordy(text: str) -> bool:
    """Whether a text consists almost only of letters, punctuation of sentences and blanks."""
    odd = sum(c in "{}[]<>=|_;/\\#$%^*~" for c in text)
    return not odd and sum(c.isalpha() for c in text) >= _WORDY * len(text)
