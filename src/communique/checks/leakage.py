"""Check that documents of different splits share no text of seven or more words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from communique.checks.check import check
from communique.corpus import Source
from communique.dataset.splits import SplitError, split_documents
from communique.problems import Problem, problem_kind
from communique.text.overlap import RUN, Words, allowed_runs, shared_runs
from communique.workspace.reading import CorpusReading

SPLIT_LEAKAGE: Final = problem_kind(
    "split-leakage",
    level="warning",
    stage="corpus",
    what="Documents of different splits share text.",
    why="A model that saw a passage in training is not tested on it.",
    fix=(
        "Put the documents into one split, or list the phrase under `allowed_overlap` "
        "in the schema."
    ),
    example=(
        "corpus/clean/two.json · two: 9 words in a row are also in one (train): “ann lee "
        "met the team in paris on monday”"
    ),
)


@check(SPLIT_LEAKAGE)
def splits_apart(corpus: CorpusReading) -> Iterator[Problem]:
    """No text and no group in two splits, except phrases that the schema lists."""
    if corpus.schema is None:
        return
    try:
        split_of = split_documents(corpus.schema, corpus.sources or (), corpus.inactive)
    except SplitError:
        return
    cleaned = [d for d in sorted(split_of) if d in corpus.documents]
    texts = Words(cleaned, lambda doc_id: corpus.documents[doc_id].text)
    known: set[frozenset[str]] = set()
    for first, second, run in _passages(texts, split_of, corpus.schema.allowed_overlap):
        known.add(frozenset((first, second)))
        message = (
            f"{len(run)} words in a row are also in {first} ({split_of[first]}): "
            f"\N{LEFT DOUBLE QUOTATION MARK}{' '.join(run[:12])}\N{RIGHT DOUBLE QUOTATION MARK}"
        )
        yield SPLIT_LEAKAGE.problem(message, **_where(corpus, second))
    for first, second, group in _divided(corpus.active, split_of):
        if frozenset((first, second)) not in known:
            message = f"group {group} is also in {first} ({split_of[first]})"
            yield SPLIT_LEAKAGE.problem(message, **_where(corpus, second))


def _where(corpus: CorpusReading, doc_id: str) -> dict[str, str]:
    return {"document": doc_id, "file": corpus.folder.relative(corpus.folder.document(doc_id))}


def _passages(
    texts: Mapping[str, Sequence[str]], split_of: Mapping[str, str], phrases: Sequence[str]
) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Pairs of documents of different splits, each with the longest passage that both have."""
    starts: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for places in shared_runs(texts, split_of, allowed_runs(phrases)).values():
        documents = sorted({doc_id for doc_id, _ in places})
        for second, start in places:
            for first in documents:
                if first < second and split_of[first] != split_of[second]:
                    starts[first, second].append(start)
    for first, second in sorted(starts):
        start, end = _longest(sorted(starts[first, second]))
        yield first, second, texts[second][start : end + RUN]


def _longest(starts: Sequence[int]) -> tuple[int, int]:
    """The first and the last of the longest series of consecutive numbers."""
    best = begin = previous = starts[0]
    length = 0
    for start in starts:
        begin = begin if start - previous <= 1 else start
        if start - begin > length:
            best, length = begin, start - begin
        previous = start
    return best, best + length


def _divided(
    sources: Sequence[Source], split_of: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    """Documents of one recorded group that are in different splits."""
    first_of: dict[int, str] = {}
    for source in sources:
        if source.group is not None:
            first = first_of.setdefault(source.group, source.doc_id)
            if split_of[first] != split_of[source.doc_id]:
                yield first, source.doc_id, source.group
