"""The shipped model: several networks over one vocabulary, in one file of plain arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from communique.cleaning.learned.features import features
from communique.cleaning.learned.measure import Floats, Hashes, Lines, measure
from communique.cleaning.learned.network import Network, forward, make_batch
from communique.cleaning.learned.vocabulary import WordIds, word_ids

KINDS: Final = ("page", "extracted")
WEIGHTS: Final = Path(__file__).with_name("weights.npz")
LONGEST: Final = 2000
_END: Final = 100
MOST_LINES: Final = 20_000
_ROWS: Final = 4096


@dataclass(frozen=True, slots=True)
class Model:
    """Networks whose log odds are averaged, and the hashes of the words that they know."""

    networks: tuple[Network, ...]
    known: Hashes


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """Read a model; no code is run from the file (arrays only, never pickle)."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    known = arrays.pop("known")
    count = 1 + max(int(name.split("/")[0]) for name in arrays)
    return Model(tuple(_network(arrays, k) for k in range(count)), known)


def _network(arrays: dict[str, Floats], k: int) -> Network:
    prefix = f"{k}/"
    own = {
        name.removeprefix(prefix): array.astype(np.float32)
        for name, array in arrays.items()
        if name.startswith(prefix)
    }
    return Network(mean=own.pop("mean"), spread=own.pop("spread"), weights=own)


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
    scores = iter([scored for group in _groups(parts) for scored in _score(group, kind, model)])
    out: list[Floats] = []
    for page in pages:
        own = [next(scores) for _ in _parts(page)]
        out.append(np.concatenate([np.zeros(0, np.float32), *own]))
    return out


def _parts(page: Sequence[str]) -> list[Sequence[str]]:
    return [page[k : k + MOST_LINES] for k in range(0, len(page), MOST_LINES)]


def _groups(parts: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Parts in order, in groups of a few thousand lines."""
    groups: list[list[Sequence[str]]] = []
    room = 0
    for part in parts:
        if room < len(part):
            groups.append([])
            room = _ROWS
        groups[-1].append(part)
        room -= len(part)
    return groups


def _score(pages: Sequence[Sequence[str]], kind: str, model: Model) -> list[Floats]:
    lines = measure([[sample(line) for line in page] for page in pages])
    return score_lines(lines, features(lines), word_ids(lines, model.known), kind, model)


def score_lines(
    lines: Lines, measured: Floats, words: WordIds, kind: str, model: Model
) -> list[Floats]:
    """The networks' mean, page by page."""
    bounds = [0, *np.cumsum(lines.sizes).tolist()]
    total = np.float32(0)
    rows: list[slice] = []
    for network in model.networks:
        x = with_kind(network.scaled(measured), kind)
        batch = make_batch([(x[a:b], words[a:b]) for a, b in pairwise(bounds)])
        rows = batch.line_rows()
        total = total + forward(network.weights, batch)
    mean = np.asarray(total / np.float32(len(model.networks)), np.float32)
    return [mean[r] for r in rows]


def with_kind(x: Floats, kind: str) -> Floats:
    """Scaled features with the columns of the kind of text beside them."""
    flags = np.zeros((len(x), len(KINDS)), np.float32)
    flags[:, KINDS.index(kind)] = 1
    return np.concatenate([x, flags], axis=1)


def sample(line: str) -> str:
    """The line, without its middle if it is very long."""
    return line if len(line) <= LONGEST else line[: LONGEST - _END] + line[-_END:]
