"""Score pages with the model, a few thousand lines at a time."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.columns import features
from communique.cleaning.learned.compiled import ROWS, shipped_model
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.model import FORESTS, Model, load_model
from communique.cleaning.learned.trees import predict

LONGEST: Final = 2000
_END: Final = 100
MOST_LINES: Final = 20_000
_ROWS: Final = 4096
_NONE: Final[Floats] = np.zeros(0, np.float32)


class Scores(NamedTuple):
    """The log odds that each line of a page is content; positive means content.

    `ending` is the log odds that no content follows from the line on. It is empty for whole pages.
    """

    content: Floats
    ending: Floats = _NONE


def line_scores(
    pages: Sequence[Sequence[str]], kind: str, model: Model | None = None
) -> list[Scores]:
    """Return the scores of the lines of each page.

    `kind` is "page" for the text of a whole page, and "extracted" for the output of an extractor.
    In lines of more than 2,000 characters the middle is not read. Pages of more than 20,000 lines
    are read in parts, so memory use stays constant. Without `model`, the shipped model is used, in
    the compiled core if there is one.
    """
    parts = [part for page in pages for part in _parts(page)]
    rows = ROWS if model is None and shipped_model() else _ROWS
    grouped = groups(parts, rows)
    scores = iter([scored for group in grouped for scored in _score(group, kind, model)])
    return [_joined([next(scores) for _ in _parts(page)]) for page in pages]


def _joined(parts: Sequence[Scores]) -> Scores:
    """Join the scores of the parts of a page. Content can end only in the last part."""
    endings = [np.full_like(part.ending, -np.inf) for part in parts[:-1]]
    endings += [part.ending for part in parts[-1:]]
    content = [part.content for part in parts]
    return Scores(np.concatenate([_NONE, *content]), np.concatenate([_NONE, *endings]))


def _parts(page: Sequence[str]) -> list[Sequence[str]]:
    return [page[k : k + MOST_LINES] for k in range(0, len(page), MOST_LINES)]


def groups(parts: Sequence[Sequence[str]], rows: int = _ROWS) -> list[list[Sequence[str]]]:
    """Divide parts, in order, into groups of about `rows` lines."""
    out: list[list[Sequence[str]]] = []
    room = 0
    for part in parts:
        if room < len(part):
            out.append([])
            room = rows
        out[-1].append(part)
        room -= len(part)
    return out


def _score(pages: Sequence[Sequence[str]], kind: str, model: Model | None) -> list[Scores]:
    compiled = None if model else shipped_model()
    if compiled:
        odds = compiled.scores(pages, kind)
    else:
        odds = _with_numpy(pages, kind, model or load_model())
    places = np.cumsum([len(page) for page in pages])[:-1]
    by_forest = [np.split(values, places) for values in odds]
    return [Scores(*page_scores) for page_scores in zip(*by_forest, strict=True)]


def _with_numpy(pages: Sequence[Sequence[str]], kind: str, model: Model) -> list[Floats]:
    """Return the log odds of each line by each forest for this kind of text."""
    lines = measure([[sample(line) for line in page] for page in pages])
    columns = list(features(lines, model.word_evidence(kind)).values())
    return [predict(model.forests[name], columns) for name in FORESTS[kind]]


def sample(line: str) -> str:
    """Return the line, without its middle if it is very long."""
    return line if len(line) <= LONGEST else line[: LONGEST - _END] + line[-_END:]
