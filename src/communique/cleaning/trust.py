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

import numpy as np

from communique.cleaning.learned.arrays import Flags, Indices
from communique.cleaning.page_scoring import Odds
from communique.cleaning.scoring import Scored
from communique.cleaning.shapes import Shapes
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
    shapes: Shapes, scored_groups: Scored, low: Flags, by_rules: Sequence[Verdicts]
) -> Flags:
    """Return the groups in `low` that the model may remove; `by_rules` are removed by rules."""
    scores, text = scored_groups.scores, shapes.text
    has_witness = [any(v.reason not in _NO_WITNESS for v in some.values()) for some in by_rules]
    is_art = is_article(shapes, scores)
    limits = [(_ARTICLE if a else _OTHER_TEXT)[w] for a, w in zip(is_art, has_witness, strict=True)]
    line = np.array([limit.line for limit in limits])[text]
    sentence = np.array([limit.sentence for limit in limits])[text]
    stops = zip(shapes.bounds, scored_groups.ends, strict=True)
    end = np.array([end[0] if end else stop for (_, stop), end in stops], np.int64)
    place = np.arange(text.size)
    is_said = _in_body(shapes, end) & shapes.ends_sentence & (shapes.width <= _SAID)
    has_ended = (place >= end[text]) & is_art[text]
    return low & (has_ended | (scores < np.where(is_said, sentence, line)))


def _in_body(shapes: Shapes, end: Indices) -> Flags:
    """Return the groups from the first paragraph to the last, or to the end of the content."""
    prose = np.flatnonzero(shapes.is_prose)
    bounds = np.searchsorted(prose, shapes.offsets)
    none = np.append(prose, len(shapes.numbers))
    first = none[bounds[:-1]]
    last = np.minimum(none[bounds[1:] - 1], end)
    place = np.arange(len(shapes.numbers))
    has_prose = bounds[1:] > bounds[:-1]
    return (place >= first[shapes.text]) & (place < last[shapes.text]) & has_prose[shapes.text]


def is_article(shapes: Shapes, scores: Odds) -> Flags:
    """Whether a text has paragraphs enough: three, 900 columns, and three tenths of the text.

    Lines that the model surely takes for boilerplate do not count as text.
    """
    width = np.minimum(shapes.width, _COUNTED)
    prose = shapes.total(width * shapes.is_prose)
    whole = shapes.total(width * (scores > _BOILERPLATE))
    has_enough = (shapes.total(shapes.is_prose) >= _FEWEST_PARAGRAPHS) & (prose >= _LEAST_PROSE)
    return has_enough & (prose >= _LEAST_SHARE * whole)
