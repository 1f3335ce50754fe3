"""Repeated structure in a text, which the line model cannot see: live blogs, comments, letters."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.core_functions import core_of
from communique.cleaning.letters import letters
from communique.cleaning.lines import LineGroup
from communique.cleaning.live_blog import live_blog
from communique.cleaning.page_scoring import Odds
from communique.cleaning.stamps import DIGIT, Stamp, read_stamp
from communique.cleaning.threads import comment_thread
from communique.cleaning.verdict import Verdicts

_FEWEST: Final = 2


def by_structure(
    groups: Sequence[LineGroup], verdicts: Verdicts, scores: Odds, dated: Sequence[int]
) -> Verdicts:
    """Return the verdicts after live blogs and letters stay and comment threads go.

    Only the groups in `dated` may be time stamps.
    """
    if len(dated) < _FEWEST:
        return verdicts
    stamps = _stamps(groups, _likely_stamps(groups, dated))
    if len(stamps) < _FEWEST:
        return verdicts
    thread = comment_thread(groups, verdicts, stamps)
    if thread:
        return verdicts | thread
    blog = live_blog(groups, verdicts, scores.tolist(), stamps)
    return letters(groups, blog, stamps) if blog is verdicts else blog


def _likely_stamps(groups: Sequence[LineGroup], dated: Sequence[int]) -> Sequence[int]:
    """Return the groups that may be stamps; all in `dated` without the compiled core."""
    if (module := core_of(groups)) is None:
        return dated
    return module.may_be_stamps(groups, dated)  # what its automaton of all stamps accepts


def _stamps(groups: Sequence[LineGroup], dated: Sequence[int]) -> dict[int, Stamp]:
    """Return the stamps of the lines that have one."""
    texts = ((i, groups[i].text) for i in dated)
    short = ((i, text) for i, text in texts if DIGIT.search(text))
    return {i: stamp for i, text in short if (stamp := read_stamp(text)) is not None}
