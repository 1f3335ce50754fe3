"""The review of an audit: a reader without a vote annotates the documents of its first findings."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import msgspec

from communique.audit import AuditFinding
from communique.audit.collect import answered
from communique.audit.readings import Reading
from communique.audit.review import Reviewed, Verdict, differing, reviewed, verdicts
from communique.audit.review_result import ReviewResult, review_counts
from communique.label_studio.server.session import Session
from communique.schema import Annotator
from communique.util.atomic_write import write_atomic
from communique.workflow.annotate import Opened, open_projects
from communique.workflow.audit import FINISHED, audited_items, audited_texts
from communique.workspace import Corpus

_FOLDER: Final = "evaluation/audit"


class ReviewError(ValueError):
    """The findings cannot be reviewed by this reader, or the file of a review cannot be read."""


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `evaluation/audit/READER.json`."""

    reader: str
    findings: list[Reviewed]


def begin_review(corpus: Corpus, reader: Annotator, findings: Sequence[AuditFinding]) -> Review:
    """The findings that the reader is to look at; a review that has begun stays as it is.

    Raises ReviewError if the reader has a vote, or has read one of the documents before.
    """
    path = _file(corpus, reader.id)
    if path.is_file():
        return _read(path)
    _require_blind(corpus, reader, findings)
    texts = audited_texts(corpus)
    items = [i for x in corpus.schema.layers for i in audited_items(corpus, x, texts)]
    return Review(reader.id, reviewed(findings, items, texts))


def open_review(
    corpus: Corpus, reader: Annotator, review: Review, waiting: AbstractContextManager[None]
) -> tuple[Session, list[Opened]]:
    """Open the documents of the findings as projects of the reader, and record the findings.

    Raises as `open_projects`.
    """
    wanted = {f.doc_id for f in review.findings}
    opened = open_projects(
        corpus,
        reader,
        {d: document for d, document in corpus.documents.items() if d in wanted},
        answers=None,
        pass_=1,
        settled_too=False,
        replace=False,
        waiting=waiting,
        layers={f.layer for f in review.findings},
    )
    record_review(corpus, review)
    return opened


def record_review(corpus: Corpus, review: Review) -> None:
    """Write the file of a review. Raises OSError."""
    path = _file(corpus, review.reader)
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = msgspec.to_builtins(review)
    write_atomic(path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def review_results(corpus: Corpus) -> Iterator[ReviewResult]:
    """Count what came back, for each reader. Raises ReviewError, UnsoundCorpusError, OSError."""
    corpus.require_sound("documents", "exports", "decisions")
    texts = audited_texts(corpus)
    for path in sorted((corpus.folder.root / _FOLDER).glob("*.json")):
        review = _read(path)
        outcomes: list[Verdict] = []
        differ, every = 0, 0
        for layer in corpus.schema.layers:
            own = [f for f in review.findings if f.layer == layer.name]
            if not own:
                continue
            items = answered(audited_items(corpus, layer, texts))
            reading = _reading(corpus, review.reader, layer.name)
            outcomes += verdicts(own, items, texts, reading)
            some, all_ = differing(items, texts, reading)
            differ, every = differ + some, every + all_
        outcomes.sort(key=lambda v: v.finding.rank)
        yield ReviewResult(review.reader, outcomes, review_counts(outcomes, (differ, every)))


def _reading(corpus: Corpus, reader: str, layer: str) -> Reading:
    key = (layer, reader, 1)
    done = {
        s.doc_id
        for s in corpus.statuses
        if (s.layer, s.annotator, s.pass_) == key and s.status in FINISHED
    }
    records = [r for r in corpus.records if (r.layer, r.annotator, r.pass_) == key]
    return Reading(reader, False, frozenset(done), tuple(r for r in records if r.doc_id in done))


def _require_blind(corpus: Corpus, reader: Annotator, findings: Sequence[AuditFinding]) -> None:
    if reader.role != "pilot":
        raise ReviewError(
            f"{reader.id} has the role {reader.role}; a reader of an audit has the role pilot,"
            " because a vote would change the decisions"
        )
    read = {
        (f.layer, f.doc_id)
        for f in findings
        if f.doc_id in _reading(corpus, reader.id, f.layer).documents
    }
    if read:
        places = ", ".join(f"{layer} of {doc_id}" for layer, doc_id in sorted(read))
        raise ReviewError(f"{reader.id} has read {places} before; choose another reader")


def _file(corpus: Corpus, reader: str) -> Path:
    return corpus.folder.root / _FOLDER / f"{reader}.json"


def _read(path: Path) -> Review:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Review)
    except ValueError as error:
        raise ReviewError(
            f"{path} cannot be read: {error}; restore the file, or delete it"
        ) from None
