"""Check that guidelines and datasheet quote little: they are published without the texts."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.text.overlap import runs, words
from communique.workspace.reading import CorpusReading

EXCESSIVE_QUOTATION: Final = problem_kind(
    "excessive-quotation",
    level="warning",
    stage="corpus",
    what=(
        "Guidelines and datasheet quote too much of an article: over 25 words in a row, "
        "or over a tenth of it."
    ),
    why="They are part of releases that must not contain the texts.",
    fix="Quote less, or use your own words.",
    example="one: 15 of 24 words are quoted in guidelines and datasheet",
)

FEWEST: Final = 5  # words in a row that count as a quotation
AT_ONCE: Final = 25
SHARE: Final = 0.1
DATASHEET: Final = "DATASHEET.md"


@check(EXCESSIVE_QUOTATION)
def quotations_short(corpus: CorpusReading) -> Iterator[Problem]:
    """Check the length of each quotation, and how much of each article is quoted."""
    files = {corpus.folder.relative(p): words(_text(p)) for p in _quoting(corpus)}
    known = {run for text in files.values() for run in runs(text, FEWEST)}
    for doc_id, document in corpus.documents.items() if known else ():
        body = words("\n".join(document.text[b.start : b.end] for b in document.body))
        quoted = list(_quoted(body, known))
        yield from _too_long(corpus, doc_id, body, quoted, files)
        total = sum(end - start for start, end in quoted)
        if total > SHARE * len(body):
            message = f"{total} of {len(body)} words are quoted in guidelines and datasheet"
            yield EXCESSIVE_QUOTATION.problem(message, document=doc_id)


def _too_long(
    corpus: CorpusReading,
    doc_id: str,
    body: Sequence[str],
    quoted: Sequence[tuple[int, int]],
    files: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    for start, end in quoted:
        run = tuple(body[start : start + AT_ONCE + 1])
        for file, text in files.items() if end - start > AT_ONCE else ():
            if any(tuple(text[i : i + len(run)]) == run for i in range(len(text))):
                message = f"more than {AT_ONCE} words in a row, from \N{LEFT DOUBLE QUOTATION MARK}"
                message += f"{' '.join(run[:FEWEST])}\N{RIGHT DOUBLE QUOTATION MARK}"
                yield EXCESSIVE_QUOTATION.problem(message, document=doc_id, file=file)


def _quoted(body: Sequence[str], known: set[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of words that are quoted. Ranges that touch are joined."""
    start, end = 0, 0
    for at, run in enumerate(runs(body, FEWEST)):
        if run not in known:
            continue
        if at > end and end:
            yield start, end
        start, end = (start, at + FEWEST) if end and at <= end else (at, at + FEWEST)
    if end:
        yield start, end


def _quoting(corpus: CorpusReading) -> list[Path]:
    """Return the guidelines and the datasheet, as far as they exist."""
    folder = corpus.folder
    guidelines = sorted(folder.guidelines.glob("*.md")) if folder.guidelines.is_dir() else []
    paths = [*guidelines, folder.root / DATASHEET]
    return [p for p in paths if p.is_file() and folder.holds(p)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
