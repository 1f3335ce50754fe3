"""The state of a corpus: coverage, open disagreements, and the next steps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from communique.checks import run as run_checks
from communique.checks.clean import CLEAN_STALE
from communique.checks.quoted import NUMBERS_STALE
from communique.checks.rendered import RENDERED_STALE
from communique.checks.standing import DECISIONS_OUTDATED
from communique.corpus.load import CLEAN_MISSING
from communique.problems import Problem
from communique.records import PassStatus
from communique.records.items import is_current
from communique.schema import Schema
from communique.util.plural import counted
from communique.workflow.adjudicate import OpenWorkCount
from communique.workflow.region_notes import RegionNote, region_notes
from communique.workspace import Corpus, CorpusReading


@dataclass(frozen=True, slots=True)
class Coverage:
    """One pass of an annotator over a layer: the status of each document.

    A document that was done under an older major version of the guideline is `outdated`.
    `is_due`: the pass has to be finished. `lead_time` is the median number of seconds for a
    document. `unchanged` is the share of pre-annotated regions that were not changed. Both are
    None if nothing was measured.
    """

    layer: str
    annotator: str
    role: str
    pass_: int
    documents: dict[str, str]
    is_due: bool
    lead_time: float | None
    unchanged: float | None


@dataclass(frozen=True, slots=True)
class OpenDisagreements:
    """The open disagreements of a layer: items and linked pairs, and their documents."""

    layer: str
    open: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A next step: who takes it (`maintainer` or a pseudonym), what it is, and the command.

    `or_how` is another command that does it too, or empty.
    """

    who: str
    what: str
    how: str
    or_how: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a corpus. `stale` lists the files that do not match the schema or the data,
    `notes` what annotators ask. `outdated` says which layers have decisions that rest on votes
    under an older major version of the guideline.
    """

    coverage: tuple[Coverage, ...]
    disputed: tuple[OpenDisagreements, ...]
    stale: tuple[str, ...]
    errors: int
    warnings: int
    owed: tuple[NextStep, ...]
    notes: tuple[RegionNote, ...] = ()
    outdated: tuple[str, ...] = ()


_UNCLEAN = (CLEAN_MISSING.id, CLEAN_STALE.id)
_UNRENDERED = (RENDERED_STALE.id, NUMBERS_STALE.id)
_STALE = _UNCLEAN + _UNRENDERED


def overview_of(corpus: Corpus) -> Overview:
    """Return the state of a corpus. Documents may be without a cleaned text.

    Raises UnsoundCorpusError, OSError.
    """
    corpus.reading.scans = True  # else the check would open every export again
    parts = ("sources", "exports", "adjudications", "decisions")
    corpus.require_sound(*parts, accepted=(CLEAN_MISSING.id,))
    count = OpenWorkCount(corpus.schema, accepted=(CLEAN_MISSING.id,))
    problems = run_checks(corpus, beside=count.add)
    left = count.work()
    disputed = tuple(_disputed(left.documents))
    documents = [s.doc_id for s in corpus.reading.active]
    found = overview(corpus.schema, documents, corpus.reading, disputed, left.unwritten, problems)
    return replace(found, notes=tuple(region_notes(corpus)))


def overview(
    schema: Schema,
    documents: Sequence[str],
    reading: CorpusReading,
    disputed: tuple[OpenDisagreements, ...],
    unwritten: Sequence[str],
    problems: Sequence[Problem],
) -> Overview:
    """Return the state of a corpus.

    `adjudicate` would change the decisions of the layers in `unwritten`.
    """
    covered = tuple(_coverage(schema, documents, reading.statuses))
    stale = tuple(sorted({p.file or "" for p in problems if p.id in _STALE}))
    levels = Counter(p.level for p in problems)
    owed = (
        *_upkeep(problems, stale),
        *_missing(covered),
        *_unwritten(unwritten),
        *_open(schema, disputed),
    )
    outdated = tuple(f"{p.layer}: {p.message}" for p in problems if p.id == DECISIONS_OUTDATED.id)
    counts = levels["error"], levels["warning"]
    return Overview(covered, disputed, stale, *counts, owed, outdated=outdated)


def _coverage(
    schema: Schema, documents: Sequence[str], passes: Sequence[PassStatus]
) -> Iterable[Coverage]:
    by_pass: dict[tuple[str, str, int], list[PassStatus]] = {}
    for status in passes:
        by_pass.setdefault((status.layer, status.annotator, status.pass_), []).append(status)
    for layer in schema.layers:
        for person in schema.annotators:
            begun = {p for name, who, p in by_pass if (name, who) == (layer.name, person.id)}
            votes = person.role == "annotator"
            required = {1} if votes and person.works_on(layer.name) else set[int]()
            for pass_ in sorted(begun | required):
                done = by_pass.get((layer.name, person.id, pass_), [])
                known = {
                    s.doc_id: s.status
                    if is_current(schema, s) or not votes or pass_ != 1
                    else "outdated"
                    for s in done
                }
                by_document = {d: str(known.get(d, "missing")) for d in documents}
                effort = _lead_time(done), _unchanged(done)
                state = by_document, pass_ in required, *effort
                yield Coverage(layer.name, person.id, person.role, pass_, *state)


def _lead_time(done: Iterable[PassStatus]) -> float | None:
    times = [s.effort.lead_time for s in done if s.effort and s.effort.lead_time is not None]
    return median(times) if times else None


def _unchanged(done: Iterable[PassStatus]) -> float | None:
    efforts = [s.effort for s in done if s.effort]
    offered = sum(e.predicted for e in efforts)
    return sum(e.unchanged for e in efforts) / offered if offered else None


def _disputed(documents: Mapping[str, Sequence[str]]) -> Iterable[OpenDisagreements]:
    for layer, waiting in documents.items():
        if waiting:
            yield OpenDisagreements(layer, len(waiting), tuple(sorted(set(waiting))))


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
        missing = [d for d, status in row.documents.items() if status in ("missing", "outdated")]
        if missing and row.is_due:
            documents = counted(len(row.documents), "document")
            what = f"{row.layer}: annotate {len(missing)} of {documents}"
            yield NextStep(row.annotator, what, f"communique annotate {row.annotator}")


def _unwritten(layers: Iterable[str]) -> Iterable[NextStep]:
    for layer in layers:
        what = f"{layer}: write the new decisions"
        yield NextStep("maintainer", what, f"communique adjudicate --layer {layer}")


def _open(schema: Schema, disputed: Iterable[OpenDisagreements]) -> Iterable[NextStep]:
    adjudicators = [a.id for a in schema.annotators if a.adjudicates]
    for row in disputed:
        documents = counted(len(row.documents), "document")
        what = f"{row.layer}: {counted(row.open, 'open disagreement')} in {documents}"
        who = adjudicators[0] if adjudicators else "an adjudicator"
        named = adjudicators[0] if adjudicators else "NAME --add --role adjudicator"
        page = f"communique adjudicate --page --adjudicator {who}" if adjudicators else ""
        yield NextStep(who, what, f"communique annotate {named}", page)
