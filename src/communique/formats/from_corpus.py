"""The documents of a corpus with the labels that are exported."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.corpus import Document, Source
from communique.dataset.final_label import FinalLabel
from communique.dataset.sentences import sentences_of
from communique.formats.document import Annotation, ExportedDocument
from communique.records import Record
from communique.records.items import is_about_annotation
from communique.records.relation import relations_of
from communique.schema import RELATIONS, Schema

ADJUDICATED: Final = "adjudicated"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Placed:
    """A source, its cleaned document, and the split that it is in."""

    source: Source
    document: Document
    split: str


def exported_documents(
    placed: Iterable[Placed], annotations: Mapping[str, Sequence[Annotation]]
) -> Iterator[ExportedDocument]:
    """Yield the documents with their annotations, which are given by document id."""
    for each in placed:
        yield _document(each, annotations.get(each.source.doc_id, ()))


def _document(placed: Placed, annotations: Sequence[Annotation]) -> ExportedDocument:
    source, document = placed.source, placed.document
    return ExportedDocument(
        doc_id=source.doc_id,
        title=document.title or source.title,
        language=source.language,
        split=placed.split,
        text=document.text,
        text_sha256=document.text_sha256,
        blocks=document.body,
        sentences=[
            (s.sentence_id, s.start, s.end) for s in sentences_of(document, source.language)
        ],
        annotations=annotations,
    )


def by_document(
    schema: Schema,
    layers: Collection[str],
    labels: Iterable[FinalLabel],
    records: Iterable[Record],
    *,
    with_details: bool,
) -> dict[str, list[Annotation]]:
    """The annotations of these labels, then those of these records, by document id.

    Values about the work of annotating are left out. `with_details`: every annotation says whose
    it is and how it was decided.
    """
    grouped: defaultdict[str, list[Annotation]] = defaultdict(list)
    for label in (x for x in labels if x.layer in layers):
        grouped[label.doc_id].append(_from_label(label, _decided(label) if with_details else {}))
    about_text = (r for r in records if r.layer in layers and not is_about_annotation(schema, r))
    order = {layer.name: n for n, layer in enumerate(schema.layers)}
    for record in sorted(
        about_text, key=lambda r: (order[r.layer], r.annotator, r.pass_, *_place(r))
    ):
        details = _given_by(record) if with_details else {}
        grouped[record.doc_id].append(_from_record(record, details))
    return dict(grouped)


def _place(record: Record) -> tuple[int, int, str]:
    start, end = record.start, record.end
    return (
        -1 if start is None else start,
        0 if end is None else -end,
        record.annotation_id,
    )


def _from_label(label: FinalLabel, details: Mapping[str, Any]) -> Annotation:
    return Annotation(
        uid=label.uid or (label.candidates[0] if label.candidates else ""),
        layer=label.layer,
        kind=label.kind,  # pyright: ignore[reportArgumentType] - one of the three
        start=label.start,
        end=label.end,
        label=label.label,
        attributes=label.attributes,
        relations=tuple((r.label, r.to_uid) for r in label.relations),
        details=details,
    )


def _from_record(record: Record, details: Mapping[str, Any]) -> Annotation:
    attributes = {k: v for k, v in record.attributes.items() if k != RELATIONS}
    return Annotation(
        uid=record.annotation_id,
        layer=record.layer,
        kind=record.kind,
        start=record.start,
        end=record.end,
        label=record.label,
        attributes=attributes,
        relations=tuple((r.label, r.to_id) for r in relations_of(record)),
        details=details,
    )


def _decided(label: FinalLabel) -> dict[str, Any]:
    return {
        "annotator": ADJUDICATED,
        "pass": None,
        "decision": label.decision,
        "disagreement": list(label.disagreement),
        "votes": [
            {
                "question": vote.question,
                "value": vote.value if isinstance(vote.value, str) else list(vote.value),
                "count": vote.count,
            }
            for vote in label.votes
        ],
        "annotation_ids": list(label.candidates),
    }


def _given_by(record: Record) -> dict[str, Any]:
    return {
        "annotator": record.annotator,
        "pass": record.pass_,
        "guideline_version": record.guideline_version,
    }
