"""How far the line model is trusted in an extracted text.

The model learned from articles, where a short line amid paragraphs is often boilerplate. In a poem,
a dialogue, an interview, a recipe or a table, short lines are the text. So the model decides alone
only in a text that is an article: one with several paragraphs, which make up a good part of it.
Elsewhere it removes a line only if it is very sure, or if the text surely has boilerplate, because
a rule or a phrase has found some.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.scoring import Scored
from communique.cleaning.verdict import Verdicts

_FEWEST_PARAGRAPHS: Final = 3
_LEAST_PROSE: Final = 900
_LEAST_SHARE: Final = 0.3
_COUNTED: Final = 600
_SAID: Final = 50
_BOILERPLATE: Final = -2.0
_NO_WITNESS: Final = frozenset({"duplicate", "invisible", "credit"})


@dataclass(frozen=True, slots=True)
class _Limits:
    """Below which score a line goes, and below which a short sentence in the body goes."""

    line: float
    sentence: float


_ARTICLE: Final = {True: _Limits(0.5, -1.0), False: _Limits(0.5, -2.0)}
_OTHER_TEXT: Final = {True: _Limits(-1.5, -2.0), False: _Limits(-2.5, -3.0)}


def trusted(
    groups: Sequence[LineGroup], scored_groups: Scored, low: Verdicts, verdicts: Verdicts
) -> Verdicts:
    """Return the verdicts of the model in `low` that hold; `verdicts` are those of the rules."""
    has_witness = any(v.reason not in _NO_WITNESS for v in verdicts.values())
    scores = scored_groups.scores
    is_art = is_article(groups, scores)
    limits = (_ARTICLE if is_art else _OTHER_TEXT)[has_witness]
    end = scored_groups.end[0] if scored_groups.end else len(groups)
    prose = [i for i, group in enumerate(groups) if group.is_prose]
    body = range(prose[0], min(prose[-1], end)) if prose else range(0)

    def holds(i: int) -> bool:
        if i >= end and is_art:
            return True
        is_said = i in body and groups[i].ends_sentence and groups[i].width <= _SAID
        return scores[i] < (limits.sentence if is_said else limits.line)

    return {i: v for i, v in low.items() if holds(i)}


def is_article(groups: Sequence[LineGroup], scores: Sequence[float]) -> bool:
    """Whether a text has paragraphs enough: three, 900 columns, and three tenths of the text.

    Lines that the model surely takes for boilerplate do not count as text.
    """
    prose = [min(group.width, _COUNTED) for group in groups if group.is_prose]
    if len(prose) < _FEWEST_PARAGRAPHS or sum(prose) < _LEAST_PROSE:
        return False
    pairs = zip(groups, scores, strict=True)
    whole = sum(min(g.width, _COUNTED) for g, score in pairs if score > _BOILERPLATE)
    return sum(prose) >= _LEAST_SHARE * whole
