"""Repeated structure in a text, which the line model cannot see: live blogs and comment threads."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.live_blog import live_blog
from communique.cleaning.page_scoring import Odds
from communique.cleaning.stamps import DIGIT, WIDEST, Stamp, read_stamp
from communique.cleaning.threads import comment_thread
from communique.cleaning.verdict import Verdicts

_FEWEST: Final = 2


def by_structure(groups: Sequence[LineGroup], verdicts: Verdicts, scores: Odds) -> Verdicts:
    """Return the verdicts after the lines of live blogs stay and comment threads go."""
    stamps = _stamps(groups)
    if len(stamps) < _FEWEST:
        return verdicts
    thread = comment_thread(groups, verdicts, stamps)
    return verdicts | thread if thread else live_blog(groups, verdicts, scores.tolist(), stamps)


def _stamps(groups: Sequence[LineGroup]) -> dict[int, Stamp]:
    """Return the stamps of the short lines that have one."""
    texts = ((i, group.text) for i, group in enumerate(groups))
    short = ((i, text) for i, text in texts if len(text) <= WIDEST and DIGIT.search(text))
    return {i: stamp for i, text in short if (stamp := read_stamp(text)) is not None}
