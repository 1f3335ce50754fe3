"""Repeated structure in a text, which the line model cannot see: live blogs, comments, letters."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.letters import letters
from communique.cleaning.lines import LineGroup
from communique.cleaning.live_blog import live_blog
from communique.cleaning.page_scoring import Odds
from communique.cleaning.stamps import DIGIT, WIDEST, Stamp, read_stamp
from communique.cleaning.threads import comment_thread
from communique.cleaning.verdict import Verdicts

_FEWEST: Final = 2


def by_structure(groups: Sequence[LineGroup], verdicts: Verdicts, scores: Odds) -> Verdicts:
    """Return the verdicts after live blogs and letters stay and comment threads go."""
    stamps = _stamps(groups)
    if len(stamps) < _FEWEST:
        return verdicts
    thread = comment_thread(groups, verdicts, stamps)
    if thread:
        return verdicts | thread
    blog = live_blog(groups, verdicts, scores.tolist(), stamps)
    return letters(groups, blog, stamps) if blog is verdicts else blog


def _stamps(groups: Sequence[LineGroup]) -> dict[int, Stamp]:
    """Return the stamps of the short lines that have one."""
    texts = ((i, group.text) for i, group in enumerate(groups))
    short = ((i, text) for i, text in texts if len(text) <= WIDEST and DIGIT.search(text))
    return {i: stamp for i, text in short if (stamp := read_stamp(text)) is not None}
