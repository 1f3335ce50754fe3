"""Dumps of whole pages: what the rules alone cannot see. Policy "page" only.

The article is taken to be the text's longest stretch of paragraphs. Runs of short lines without
a sentence before and after it are menus and teasers. Without such a stretch all stays.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from communique.cleaning.lines import Unit
from communique.cleaning.matching import Verdict, Verdicts

_FEWEST_PARAGRAPHS: Final = 3
_GAP: Final = 25
_SHORTEST_RUN: Final = 3
_TITLE_REACH: Final = 6
_TITLE_WIDTH: Final = 24
_TEASER: Final = Verdict("teaser", "page-short-run")


def judge_page(units: Sequence[Unit], verdicts: Verdicts) -> Verdicts:
    """`verdicts` and those of the short lines around the article."""
    article = _article(units, verdicts)
    if article is None:
        return verdicts
    first, last = article
    above = [i for i in range(first) if i not in verdicts]
    below = [i for i in range(last + 1, len(units)) if i not in verdicts]
    title = _title(units, above)
    runs = (*_runs(units, [i for i in above if i < title]), *_runs(units, below))
    return verdicts | dict.fromkeys(runs, _TEASER)


def _is_fragment(unit: Unit) -> bool:
    return unit.width < 100 and not unit.ends_sentence


def _article(units: Sequence[Unit], verdicts: Verdicts) -> tuple[int, int] | None:
    """First and last index of the longest cluster of paragraphs, measured in columns."""
    prose = [i for i, u in enumerate(units) if i not in verdicts and u.is_prose]
    if len(prose) < _FEWEST_PARAGRAPHS:
        return None
    clusters: list[list[int]] = [[prose[0]]]
    for i in prose[1:]:
        if i - clusters[-1][-1] > _GAP:
            clusters.append([])
        clusters[-1].append(i)
    best = max(clusters, key=lambda c: sum(units[i].width for i in c))
    return (best[0], best[-1]) if len(best) >= _FEWEST_PARAGRAPHS else None


def _runs(units: Sequence[Unit], places: Sequence[int]) -> list[int]:
    """Those of `places` that stand in a run of fragments long enough to be a menu."""
    out: list[int] = []
    for fragment, members in groupby(places, key=lambda i: _is_fragment(units[i])):
        run = list(members)
        if fragment and len(run) >= _SHORTEST_RUN:
            out.extend(run)
    return out


def _title(units: Sequence[Unit], above: Sequence[int]) -> int:
    """Index of the title, or of where it could have stood; from there on, all stays."""
    near = above[-_TITLE_REACH:]
    wide = [i for i in near if units[i].width >= _TITLE_WIDTH and units[i].words != 1]
    return max(wide, key=lambda i: units[i].width, default=above[-1] + 1 if above else 0)
