"""Train the model: tables of words, then forests on what tables of other domains say."""

import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from communique.cleaning.learned.measure import Floats
from communique.cleaning.learned.model import ABOUT, KINDS, TABLES, Model, Said
from communique.cleaning.learned.trees import Forest
from communique.cleaning.learned.vectors import WordVectors
from communique.cleaning.learned.words import WordTable
from training.batches import INNER, Batch, make_batches
from training.cores import cores
from training.forests import fit_forest
from training.pages import VARIANTS, Page
from training.tables import fit_table
from training.vectors import fit_vectors

_POWER = {"page": 0.85, "extracted": 1.0}
_EVERY = 3
_UNKNOWN_WEIGHT = 0.5


def train(pages: Sequence[Page]) -> Model:
    """The model of these pages; the same pages give the same bits on one thread."""
    whole = [page for page in pages if VARIANTS[page.variant] == "page"]
    extracted = [page for page in pages if VARIANTS[page.variant] == "extracted"]
    batches = {
        "page": make_batches(whole),
        "extracted": make_batches([*extracted, *cores(whole)]),
    }
    tables = {kind: fit_table(batches[kind], kind) for kind in KINDS}
    others = {kind: _without_each_fold(batches[kind], kind) for kind in KINDS}
    vectors = fit_vectors(batches["page"])
    forests: dict[str, Forest] = {}
    for kind in KINDS:
        own = vectors if kind in ABOUT else None
        forests[kind] = _forest(batches[kind], kind, others, own)
        print(f"trained: {kind}", file=sys.stderr, flush=True)
    return Model(tables, vectors, forests)


def _without_each_fold(batches: Sequence[Batch], kind: str) -> list[WordTable]:
    """For each inner fold, a table that has not seen it."""
    return [fit_table([b for b in batches if b.fold != k], kind) for k in range(INNER)]


def _forest(
    batches: Sequence[Batch],
    kind: str,
    others: dict[str, list[WordTable]],
    vectors: WordVectors | None,
) -> Forest:
    """Every third batch is seen once more with all its words unknown, as in other languages."""
    rows: list[tuple[Floats, Floats, Floats]] = []
    for number, batch in enumerate(batches):
        said = Said({name: others[name][batch.fold] for name in TABLES[kind]}, vectors)
        weight = batch.weight(kind, _POWER[kind])
        rows.append((batch.features(said), batch.label, weight))
        if number % _EVERY == 0:
            rows.append((batch.features(_emptied(said)), batch.label, weight * _UNKNOWN_WEIGHT))
    x, y, weight = (np.concatenate(column) for column in zip(*rows, strict=True))
    return fit_forest(x, y, weight, kind)


def _emptied(said: Said) -> Said:
    """As it is where no word is known."""
    tables = {
        name: replace(table, keys=table.keys[:0], weights=table.weights[:0])
        for name, table in said.tables.items()
    }
    known = said.vectors
    nothing = replace(known, keys=known.keys[:0], vectors=known.vectors[:0]) if known else None
    return Said(tables, nothing)
