"""Check that documents of different splits share no text of seven or more words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from communique.checks.check import check
from communique.dataset.splits import SplitError, place_documents
from communique.problems import Problem, problem_kind
from communique.workspace.reading import CorpusReading

SPLIT_LEAKAGE: Final = problem_kind(
    "split-leakage",
    level="warning",
    stage="corpus",
    what="Documents of different splits share text.",
    why="A model that saw a passage in training is not tested on it.",
    fix=(
        "Give the documents one split_group, or list the phrase under `allowed_overlap` "
        "in the schema."
    ),
    example=(
        "corpus/clean/two.json · two: 9 words in a row are also in one (train): “ann lee "
        "met the team in paris on monday”"
    ),
)

RUN: Final = 7  # words
# As `\w` of `re`, but the same under every Python.
_WORD: Final = regex.compile(r"[\p{L}\p{N}_]+")
Words = Sequence[str]
Run = tuple[str, ...]


@check(SPLIT_LEAKAGE)
def splits_apart(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that no text is in two splits, except the phrases under `allowed_overlap`."""
    if corpus.schema is None:
        return
    try:
        placed = place_documents(corpus.schema, corpus.active)
    except SplitError:
        return
    split_of = {d: p.split for d, p in placed.items() if d in corpus.documents}
    texts = {d: words(corpus.documents[d].text) for d in sorted(split_of)}
    for first, second, run in _shared(texts, split_of, _allowed(corpus.schema.allowed_overlap)):
        message = (
            f"{len(run)} words in a row are also in {first} ({split_of[first]}): "
            f"\N{LEFT DOUBLE QUOTATION MARK}{' '.join(run[:12])}\N{RIGHT DOUBLE QUOTATION MARK}"
        )
        file = corpus.folder.relative(corpus.folder.document(second))
        yield SPLIT_LEAKAGE.problem(message, document=second, file=file)


def words(text: str) -> list[str]:
    """Return the words of a text, casefolded and without punctuation."""
    return _WORD.findall(text.casefold())


def _allowed(phrases: Sequence[str]) -> set[Run]:
    return {run for phrase in phrases for run in _runs(words(phrase))}


def _runs(text: Words) -> Iterator[Run]:
    return (tuple(text[i : i + RUN]) for i in range(len(text) - RUN + 1))


def _shared(
    texts: Mapping[str, Words], split_of: Mapping[str, str], allowed: set[Run]
) -> Iterator[tuple[str, str, Words]]:
    """Yield pairs of documents of different splits, each with the longest run that both have."""
    crossing = _crossing(texts, split_of)
    seen: dict[Run, list[str]] = defaultdict(list)
    for second, text in texts.items() if crossing else ():
        longest: dict[str, tuple[int, int]] = {}
        lasting: dict[str, int] = {}
        for at, run in enumerate(_runs(text)):
            known = () if run in allowed or hash(run) not in crossing else seen[run]
            others = [d for d in known if split_of[d] != split_of[second]]
            lasting = {d: lasting.get(d, 0) + 1 for d in others}
            for other, length in lasting.items():
                longest[other] = max(longest.get(other, (0, 0)), (length, length - at - 1))
            if hash(run) in crossing and second not in seen[run]:
                seen[run].append(second)
        for first, (length, start) in sorted(longest.items()):
            yield first, second, text[-start : -start + length + RUN - 1]


def _crossing(texts: Mapping[str, Words], split_of: Mapping[str, str]) -> set[int]:
    """Return the hashes of runs that are in two or more splits.

    Even a large corpus has few of them, so that the search needs little memory.
    """
    hashes: dict[str, list[NDArray[np.int64]]] = defaultdict(list)
    for doc_id, text in texts.items():
        hashes[split_of[doc_id]].append(np.fromiter(map(hash, _runs(text)), np.int64))
    by_split = [np.unique(np.concatenate(arrays)) for arrays in hashes.values()]
    values, counts = np.unique(
        np.concatenate(by_split or [np.empty(0, np.int64)]), return_counts=True
    )
    return set(values[counts > 1].tolist())
