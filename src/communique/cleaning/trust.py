"""How far the line model is trusted in an extracted text.

The model learned from articles, where a short line amid paragraphs is often boilerplate. In a poem,
a dialogue, an interview, a recipe or a table, short lines are the text. So the model decides alone
only in a text that is an article: one with several paragraphs, which make up a good part of it.
Elsewhere it removes a line only if it is very sure, or if the text surely has boilerplate, because
a rule or a phrase has found some.
"""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.scoring import Scored
from communique.cleaning.verdict import Verdicts

_FEWEST_PARAGRAPHS: Final = 3
_LEAST_PROSE: Final = 1200
_LEAST_SHARE: Final = 0.4
_COUNTED: Final = 600
_BOILERPLATE: Final = -2.0
_VERY_SURE: Final = -3.0
_WITH_WITNESS: Final = -0.5
_SENTENCE_IN_BODY: Final = -2.0
_NO_WITNESS: Final = frozenset({"duplicate", "invisible", "credit"})


def trusted(
    groups: Sequence[LineGroup], scored_groups: Scored, low: Verdicts, verdicts: Verdicts
) -> Verdicts:
    """Return the verdicts of the model in `low` that hold; `verdicts` are those of the rules."""
    if not is_article(groups, scored_groups.scores):
        has_witness = any(v.reason not in _NO_WITNESS for v in verdicts.values())
        below = _WITH_WITNESS if has_witness else _VERY_SURE
        low = {i: v for i, v in low.items() if scored_groups.scores[i] < below}
    return {i: v for i, v in low.items() if not _is_said(i, groups, scored_groups)}


def is_article(groups: Sequence[LineGroup], scores: Sequence[float]) -> bool:
    """Whether a text has paragraphs enough: three, 1,200 columns, and two fifths of the text.

    Lines that the model surely takes for boilerplate do not count as text.
    """
    prose = [min(group.width, _COUNTED) for group in groups if group.is_prose]
    if len(prose) < _FEWEST_PARAGRAPHS or sum(prose) < _LEAST_PROSE:
        return False
    pairs = zip(groups, scores, strict=True)
    whole = sum(min(g.width, _COUNTED) for g, score in pairs if score > _BOILERPLATE)
    return sum(prose) >= _LEAST_SHARE * whole


def _is_said(i: int, groups: Sequence[LineGroup], scored_groups: Scored) -> bool:
    """Whether a group in the body is a short sentence that the model is not sure about."""
    prose = [j for j, group in enumerate(groups) if group.is_prose]
    end = scored_groups.end[0] if scored_groups.end else len(groups)
    in_body = bool(prose) and prose[0] < i < min(prose[-1], end)
    return in_body and groups[i].ends_sentence and scored_groups.scores[i] > _SENTENCE_IN_BODY
