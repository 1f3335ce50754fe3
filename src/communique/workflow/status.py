"""One look at a corpus: who has done what, what is disputed, what is owed next and by whom."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from communique.checks import run as run_checks
from communique.checks.clean import CLEAN_STALE
from communique.checks.quoted import NUMBERS_STALE
from communique.checks.rendered import RENDERED_STALE
from communique.corpus.load import CLEAN_MISSING
from communique.problems import Problem
from communique.records import PassStatus
from communique.records.items import ComparedItem
from communique.schema import Schema
from communique.util.plural import counted
from communique.workspace import Corpus, CorpusReading


@dataclass(frozen=True, slots=True)
class Coverage:
    """One annotator's pass over a layer: documents by status, and how the work came about.

    `lead_time` is the median of seconds a document, `unchanged` the share of pre-annotated regions
    left as they were; both None where nothing was measured.
    """

    layer: str
    annotator: str
    role: str
    pass_: int
    documents: dict[str, str]
    lead_time: float | None
    unchanged: float | None


@dataclass(frozen=True, slots=True)
class OpenDisagreements:
    """The open disagreements of a layer: items, and the documents that they are in."""

    layer: str
    open: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of somebody (`maintainer`, or a pseudonym)."""

    who: str
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole picture; `stale` are the files that no longer fit the schema or the data."""

    coverage: tuple[Coverage, ...]
    disputed: tuple[OpenDisagreements, ...]
    stale: tuple[str, ...]
    errors: int
    warnings: int
    owed: tuple[NextStep, ...]


_UNCLEAN = (CLEAN_MISSING.id, CLEAN_STALE.id)
_UNRENDERED = (RENDERED_STALE.id, NUMBERS_STALE.id)
_STALE = _UNCLEAN + _UNRENDERED


def overview_of(corpus: Corpus) -> Overview:
    """The picture of a corpus. A document that is not cleaned yet does not stop it.

    Raises UnsoundCorpusError, OSError.
    """
    corpus.reading.scans = True  # the check would open every export once more
    parts = ("sources", "exports", "adjudications", "decisions")
    corpus.require_sound(*parts, accepted=(CLEAN_MISSING.id,))
    reading = corpus.reading
    settled = [s for export in reading.adjudications for s in export.statuses]
    decided = {
        frozenset(d.candidates) for layer in reading.decisions.values() for d in layer.decisions
    }
    documents = [s.doc_id for s in reading.active]
    problems = run_checks(corpus)
    return overview(corpus.schema, documents, reading, settled, decided, problems)


def overview(
    schema: Schema,
    documents: Sequence[str],
    reading: CorpusReading,
    settled: Iterable[PassStatus],
    decided: Collection[frozenset[str]],
    problems: Sequence[Problem],
) -> Overview:
    """The picture of a corpus; `settled` are the statuses of adjudication projects, `decided` the
    candidates of each adjudicated decision.
    """
    covered = tuple(_coverage(schema, documents, reading.statuses))
    disputed = tuple(_disputed(schema, reading.items, settled, decided))
    stale = tuple(sorted({p.file or "" for p in problems if p.id in _STALE}))
    levels = Counter(p.level for p in problems)
    owed = (*_upkeep(problems, stale), *_missing(covered), *_open(schema, disputed))
    return Overview(covered, disputed, stale, levels["error"], levels["warning"], owed)


def _coverage(
    schema: Schema, documents: Sequence[str], passes: Sequence[PassStatus]
) -> Iterable[Coverage]:
    found: dict[tuple[str, str, int], list[PassStatus]] = {}
    for status in passes:
        found.setdefault((status.layer, status.annotator, status.pass_), []).append(status)
    for layer in schema.layers:
        for person in schema.annotators:
            own = {p for name, who, p in found if (name, who) == (layer.name, person.id)}
            owes = {1} if person.role == "annotator" else set[int]()
            for pass_ in sorted(own | owes):
                done = found.get((layer.name, person.id, pass_), [])
                known = {s.doc_id: s.status for s in done}
                by_document = {d: str(known.get(d, "missing")) for d in documents}
                signals = _lead_time(done), _unchanged(done)
                yield Coverage(layer.name, person.id, person.role, pass_, by_document, *signals)


def _lead_time(done: Iterable[PassStatus]) -> float | None:
    times = [s.effort.lead_time for s in done if s.effort and s.effort.lead_time is not None]
    return median(times) if times else None


def _unchanged(done: Iterable[PassStatus]) -> float | None:
    efforts = [s.effort for s in done if s.effort]
    offered = sum(e.predicted for e in efforts)
    return sum(e.unchanged for e in efforts) / offered if offered else None


def _disputed(
    schema: Schema,
    compared: Iterable[ComparedItem],
    settled: Iterable[PassStatus],
    decided: Collection[frozenset[str]],
) -> Iterable[OpenDisagreements]:
    closed = {(s.layer, s.doc_id) for s in settled if s.status in ("done", "empty")}
    split = [
        i
        for i in compared
        if i.is_shared
        and not i.unanimous
        and frozenset(r.annotation_id for r in i.records) not in decided
    ]
    for layer in schema.layers:
        own = [i for i in split if i.layer == layer.name and (i.layer, i.doc_id) not in closed]
        if own:
            yield OpenDisagreements(layer.name, len(own), tuple(sorted({i.doc_id for i in own})))


def _upkeep(problems: Sequence[Problem], stale: Sequence[str]) -> Iterable[NextStep]:
    if any(p.id in _UNCLEAN for p in problems):
        yield NextStep("maintainer", "clean the raw texts", "communique clean")
    if any(p.id in _UNRENDERED for p in problems):
        yield NextStep(
            "maintainer", f"bring {counted(len(stale), 'file')} up to date", "communique render"
        )
    errors = sum(p.level == "error" and p.id not in _STALE for p in problems)
    if errors:
        yield NextStep("maintainer", f"fix {counted(errors, 'error')}", "communique check")


def _missing(covered: Iterable[Coverage]) -> Iterable[NextStep]:
    for row in covered:
        missing = [d for d, status in row.documents.items() if status == "missing"]
        if missing and row.role == "annotator" and row.pass_ == 1:
            what = f"{row.layer}: {len(missing)} of {counted(len(row.documents), 'document')}"
            yield NextStep(row.annotator, what, f"scripts/annotate {row.annotator}")


def _open(schema: Schema, disputed: Iterable[OpenDisagreements]) -> Iterable[NextStep]:
    adjudicators = [a.id for a in schema.annotators if a.adjudicates]
    for row in disputed:
        places = counted(len(row.documents), "document")
        what = f"{row.layer}: {counted(row.open, 'open disagreement')} in {places}"
        who = adjudicators[0] if adjudicators else "an adjudicator"
        how = f"scripts/annotate {who}" if adjudicators else "add one to `annotators`"
        yield NextStep(who, what, how)
