"""Train the model: first the word tables, then forests on the scores from other domains."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np

from communique.cleaning.learned.categories import CategoryTable
from communique.cleaning.learned.columns import WordEvidence
from communique.cleaning.learned.model import ENDING, FORESTS, KINDS, TABLES, Model
from communique.cleaning.learned.trees import Forest
from communique.cleaning.learned.vectors import WordVectors
from communique.cleaning.learned.words import WordTable
from training.batches import INNER, Batch, make_batches
from training.categories import fit_categories
from training.cores import cores
from training.endings import ended, ended_weight
from training.forests import fit_forest
from training.pages import EXTRA_SOURCES, VARIANTS, Page
from training.tables import fit_table
from training.vectors import fit_vectors

_POWER = {"page": 0.85, "extracted": 1.0}
_EVERY = 3
_UNKNOWN_WEIGHT = 0.5

_Batches: TypeAlias = dict[str, list[Batch]]
_Table = TypeVar("_Table", WordTable, WordVectors, CategoryTable)


@dataclass(frozen=True)
class _Seen:
    """A batch as the forests see it: what it is told of words, and how much it counts."""

    batch: Batch
    evidence: WordEvidence
    counts: float = 1.0


def train(pages: Sequence[Page]) -> Model:
    """The model of these pages; the same pages give the same bits on one thread.

    Only the forest for whole pages, its table and the vectors learn from the extra pages. Extracted
    text learns from the others: made-up extracted text of the extra pages did not help it.
    """
    whole = [page for page in pages if VARIANTS[page.variant] == "page"]
    extracted = [page for page in pages if VARIANTS[page.variant] == "extracted"]
    own = [page for page in whole if page.source not in EXTRA_SOURCES]
    page = _part("page", {"page": whole})
    other = _part("extracted", {"page": own, "extracted": [*extracted, *cores(own)]})
    tables = {"page": page.evidence.tables, "extracted": other.evidence.tables}
    vectors, categories = page.evidence.vectors, other.evidence.categories
    if vectors is None or categories is None:
        raise ValueError("whole pages have vectors, and extracted text has categories")
    return Model(
        {name: tables[kind][column] for kind in KINDS for column, name in TABLES[kind].items()},
        vectors,
        categories,
        page.forests | other.forests,
    )


@dataclass(frozen=True)
class _Part:
    """What is trained for one kind of text; its tables are named by their columns."""

    evidence: WordEvidence
    forests: dict[str, Forest]


def _part(kind: str, pages: Mapping[str, Sequence[Page]]) -> _Part:
    batches = {name: make_batches(own) for name, own in pages.items()}
    vectors = fit_vectors(batches["page"]) if kind == "page" else None
    others = [_evidence(_left(batches, fold), vectors) for fold in range(INNER)]
    forests = _forests(kind, _seen(batches[kind], others))
    print(f"trained: {kind}", file=sys.stderr, flush=True)
    return _Part(_evidence(batches, vectors), forests)


def _left(batches: _Batches, fold: int) -> _Batches:
    """All but an inner fold."""
    return {kind: [batch for batch in own if batch.fold != fold] for kind, own in batches.items()}


def _evidence(batches: _Batches, vectors: WordVectors | None) -> WordEvidence:
    """What is known of words from some batches. With the vectors, it has no categories."""
    tables = {name: fit_table(own, name) for name, own in batches.items()}
    if vectors is not None:
        return WordEvidence(tables, vectors=vectors)
    return WordEvidence(
        tables, categories=fit_categories([batch for own in batches.values() for batch in own])
    )


def _seen(batches: Sequence[Batch], others: Sequence[WordEvidence]) -> list[_Seen]:
    """Each batch with what other inner folds say of words.

    Every third is seen once more with all its words unknown, as in other languages.
    """
    seen: list[_Seen] = []
    for number, batch in enumerate(batches):
        evidence = others[batch.fold]
        seen.append(_Seen(batch, evidence))
        if number % _EVERY == 0:
            seen.append(_Seen(batch, _emptied(evidence), _UNKNOWN_WEIGHT))
    return seen


def _forests(kind: str, seen: Sequence[_Seen]) -> dict[str, Forest]:
    """The forests of a kind of text, by name; all learn from the same columns."""
    x = np.concatenate([one.batch.features(one.evidence) for one in seen])
    lessons = {kind: (lambda batch: batch.label, lambda batch: batch.weight(kind, _POWER[kind]))}
    if ENDING in FORESTS[kind]:
        lessons[ENDING] = (ended, ended_weight)
    out: dict[str, Forest] = {}
    for name, (label, weight) in lessons.items():
        y = np.concatenate([label(one.batch) for one in seen])
        counts = np.concatenate([weight(one.batch) * np.float32(one.counts) for one in seen])
        out[name] = fit_forest(x, y, counts, name)
    return out


def _emptied(evidence: WordEvidence) -> WordEvidence:
    """As it is where no word is known."""
    return WordEvidence(
        {name: emptied(table) for name, table in evidence.tables.items()},
        None if evidence.vectors is None else emptied(evidence.vectors),
        None if evidence.categories is None else emptied(evidence.categories),
    )


def emptied(table: _Table) -> _Table:
    """The table without its words."""
    if isinstance(table, WordVectors):
        return replace(table, keys=table.keys[:0], vectors=table.vectors[:0])
    return replace(table, keys=table.keys[:0], weights=table.weights[:0])
