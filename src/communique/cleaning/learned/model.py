"""The shipped model: tables of words and forests, in one file of plain arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.blocks import blocks
from communique.cleaning.learned.features import shape
from communique.cleaning.learned.measure import Columns, Floats, Lines, measure
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.surroundings import surroundings
from communique.cleaning.learned.trees import DEPTH, Forest, walk
from communique.cleaning.learned.vectors import WordVectors, line_vectors, subject
from communique.cleaning.learned.words import Tokens, WordTable, evidence, tokens

KINDS: Final = ("page", "extracted")
TABLES: Final = {"page": ("page",), "extracted": ("page", "extracted")}
ABOUT: Final = ("page",)  # extracted text has little of other subjects left
WEIGHTS: Final = Path(__file__).with_name("weights.npz")
LONGEST: Final = 2000
_END: Final = 100
MOST_LINES: Final = 20_000
_ROWS: Final = 4096


@dataclass(frozen=True, slots=True)
class Model:
    """A table of words and a forest for each kind of text; word vectors for whole pages."""

    tables: dict[str, WordTable]
    vectors: WordVectors
    forests: dict[str, Forest]

    def said(self, kind: str) -> "Said":
        """What is known of words where a kind of text is scored."""
        tables = {name: self.tables[name] for name in TABLES[kind]}
        return Said(tables, self.vectors if kind in ABOUT else None)


@dataclass(frozen=True, slots=True)
class Said:
    """What a forest is told of words: by tables, and by vectors if it is told of subjects."""

    tables: dict[str, WordTable]
    vectors: WordVectors | None


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """Read a model; no code is run from the file (arrays only, never pickle)."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Model(
        {kind: _table(arrays, kind) for kind in KINDS},
        WordVectors(arrays["vectors/keys"], arrays["vectors/vectors"]),
        {kind: _forest(arrays, kind) for kind in KINDS},
    )


def _table(arrays: dict[str, NDArray[Any]], kind: str) -> WordTable:
    keys, weights, constant = (arrays[f"{kind}/{k}"] for k in ("keys", "weights", "constant"))
    return WordTable(keys, weights.astype(np.float32), constant)


def _forest(arrays: dict[str, NDArray[Any]], kind: str) -> Forest:
    return Forest(
        tuple(arrays[f"{kind}/columns_{k}"].astype(np.int64) for k in range(DEPTH)),
        tuple(arrays[f"{kind}/bounds_{k}"] for k in range(DEPTH)),
        arrays[f"{kind}/values"],
    )


@cache
def model_sha256(path: Path = WEIGHTS) -> str:
    """Hash of the model's file."""
    return sha256(path.read_bytes()).hexdigest()


def line_scores(
    pages: Sequence[Sequence[str]], kind: str, model: Model | None = None
) -> list[Floats]:
    """The log odds of each line of each page that it is content, positive for content.

    `kind` is "page" for a dump of a whole page and "extracted" for what an extractor left.
    Of lines beyond 2,000 characters the middle is not read; pages beyond 20,000 lines are read
    in parts, so memory stays flat.
    """
    model = model or load_model()
    parts = [part for page in pages for part in _parts(page)]
    scores = iter([scored for group in groups(parts) for scored in _score(group, kind, model)])
    out: list[Floats] = []
    for page in pages:
        own = [next(scores) for _ in _parts(page)]
        out.append(np.concatenate([np.zeros(0, np.float32), *own]))
    return out


def _parts(page: Sequence[str]) -> list[Sequence[str]]:
    return [page[k : k + MOST_LINES] for k in range(0, len(page), MOST_LINES)]


def groups(parts: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Parts in order, in groups of a few thousand lines."""
    out: list[list[Sequence[str]]] = []
    room = 0
    for part in parts:
        if room < len(part):
            out.append([])
            room = _ROWS
        out[-1].append(part)
        room -= len(part)
    return out


def _score(pages: Sequence[Sequence[str]], kind: str, model: Model) -> list[Floats]:
    lines = measure([[sample(line) for line in page] for page in pages])
    x = features(lines, model.said(kind))
    return np.split(walk(model.forests[kind], x), np.cumsum(lines.sizes)[:-1])


def features(lines: Lines, said: Said) -> Floats:
    """All that a forest is asked about, shape (n, columns)."""
    pages = Pages(lines)
    columns = shape_columns(pages) | word_columns(pages, tokens(lines), said)
    return stacked(list(columns.values()))


def word_columns(pages: Pages, found: Tokens, said: Said) -> Columns:
    """The columns that hang on what is known of words, by name."""
    out: Columns = {}
    for name, table in said.tables.items():
        out |= evidence(pages, found, table, name)
    if said.vectors is not None:
        out |= subject(pages, line_vectors(found, said.vectors), out[next(iter(said.tables))])
    return out


def shape_columns(pages: Pages) -> Columns:
    """The columns that no table of words has a say in, by name."""
    own = shape(pages)
    return own | surroundings(pages, own) | blocks(pages)


def stacked(columns: Sequence[NDArray[np.generic]]) -> Floats:
    """Columns beside one another, shape (n, columns)."""
    out = np.empty((columns[0].size, len(columns)), np.float32)
    for k, column in enumerate(columns):
        out[:, k] = column
    return out


def sample(line: str) -> str:
    """The line, without its middle if it is very long."""
    return line if len(line) <= LONGEST else line[: LONGEST - _END] + line[-_END:]
