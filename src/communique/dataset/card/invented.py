"""One example row of each config, from the invented document that `communique new` writes.

The rows have the columns of the dataset and are made by the same functions as its tables. Labels
and values are the first of each list: they show the form, not a judgement.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import chain
from typing import Any, Final

from datasets import Features

from communique.cleaning import clean
from communique.corpus import Document, Source
from communique.dataset.arrays import Row, columns_of, to_table
from communique.dataset.columns import with_names
from communique.dataset.content import CorpusData
from communique.dataset.decisions import agreed_label
from communique.dataset.final_label import FinalLabel, FinalRelation
from communique.dataset.splits import Placement
from communique.dataset.tables import all_tables
from communique.records import Origin, PassStatus, Record, Values, annotation_id, mint_uid
from communique.records.items import items, unit_ids
from communique.schema import Annotator, Attribute, Layer, Schema
from communique.text import decode, sha256_bytes, sha256_text

DOC_ID: Final = "sample"
_ANNOTATORS: Final = ("ann-1", "ann-2")
_WORDS: Final = ("old mill", "sea")  # of the document; the second is for relations


def example_rows(schema: Schema, features: Mapping[str, Features]) -> dict[str, Row]:
    """By config a row as plain data, class labels by name. A config without a row has none."""
    found: dict[str, Row] = {}
    for (config, _), table in all_tables(invented_content(schema)).items():
        row = max(table.rows(), key=_filled)
        listed = to_table(columns_of([row]), features[config]).to_pylist()
        found[config] = with_names(listed, features[config])[0]
    return found


def _filled(row: Row) -> int:
    """How many columns have a value; lists count twice."""
    given = [value for value in row.values() if value not in (None, "", [], ())]
    return len(given) + sum(isinstance(value, list) for value in given)


def invented_content(schema: Schema) -> CorpusData:
    """The invented document, with the same labels from two annotators in every layer."""
    own = schema.model_copy(
        update={"annotators": tuple(Annotator(id=a, type="human") for a in _ANNOTATORS)}
        | {"splits": {}}
    )
    raw = decode((files("communique") / "templates/new/sample.txt").read_bytes())
    document = _document(raw)
    groups = [group for layer in own.layers for group in _items(own, layer, document)]
    records = [record for group in groups for record in group]
    passes = [
        PassStatus(x.name, DOC_ID, a, 1, "done", None, x.guideline_version)
        for x in own.layers
        for a in _ANNOTATORS
    ]
    genre = own.genres[0].id if own.genres else None
    source = Source(
        doc_id=DOC_ID,
        file=f"{DOC_ID}.txt",
        sha256=document.source_sha256,
        genre=genre,
        language="en",
    )
    return CorpusData(
        schema=own,
        sources=[source],
        documents={DOC_ID: document},
        raws={DOC_ID: raw},
        records=records,
        decisions=list(chain.from_iterable(_decided(own, x, groups) for x in own.layers)),
        rejected=[],
        voters={(x.name, DOC_ID): _ANNOTATORS for x in own.layers},
        units=unit_ids(items(own, records, passes)),
        passes=passes,
        placements={DOC_ID: Placement("train", 0)},
    )


def _document(raw: str) -> Document:
    cleaned = clean(raw, "extracted")
    return Document(
        doc_id=DOC_ID,
        source_sha256=sha256_bytes(raw.encode("utf-8")),
        text=cleaned.text,
        text_sha256=sha256_text(cleaned.text),
        title=cleaned.title,
        byline=cleaned.byline,
        published=cleaned.published,
        dateline=cleaned.dateline,
        blocks=cleaned.blocks,
        removed=cleaned.removed,
    )


def _items(schema: Schema, layer: Layer, document: Document) -> Iterator[list[Record]]:
    """The annotations of each item: spans, a block, the values of the document."""
    if layer.unit == "span":
        for words in _WORDS[: 2 if layer.relations else 1]:
            start = document.text.index(words)
            yield _voted(schema, layer, document, "span", (start, start + len(words)))
    if layer.unit == "block":
        for block in document.units(layer.units)[:1]:
            yield _voted(schema, layer, document, "block", block.range)
    for attribute in layer.document_columns:
        for key in _keys(schema, layer, attribute):
            asked = {"attribute": attribute.name, **key}
            for value in schema.values(layer, attribute.name)[:1]:
                yield [_record(layer, document, a, None, value, asked) for a in _ANNOTATORS]


def _keys(schema: Schema, layer: Layer, attribute: Attribute) -> list[dict[str, str]]:
    if attribute.for_each is None:
        return [{}]
    return [{attribute.key_column: k} for k in schema.values(layer, attribute.for_each)[:1]]


def _voted(
    schema: Schema, layer: Layer, document: Document, kind: Any, at: tuple[int, int]
) -> list[Record]:
    label = layer.label_ids[0]
    given = {
        a.name: value
        for a in layer.columns
        if a.applies_to(label) and (value := _first(schema, layer, a, label)) is not None
    }
    return [_record(layer, document, who, (kind, *at), label, given) for who in _ANNOTATORS]


def _first(schema: Schema, layer: Layer, attribute: Attribute, label: str) -> Values | None:
    """The first value of an attribute. An invented word is no entity of a registry."""
    if attribute.type in ("text", "entity") or attribute.only_when_required:
        return None
    values = schema.values(layer, attribute.name)
    if attribute.many:
        first = (label,) if attribute.contains_label else ()
        return tuple(dict.fromkeys((*first, *values)))[: max(attribute.min, 1)]
    return next(iter(values), None)


def _record(
    layer: Layer,
    document: Document,
    annotator: str,
    at: tuple[Any, int, int] | None,
    label: str,
    attributes: Mapping[str, Values],
) -> Record:
    kind, start, end = at or ("document", None, None)
    raw = None if start is None or end is None else document.offsets.to_raw(start, end)
    key = f"{kind} {start} {end} {sorted(attributes.items())}"
    return Record(
        annotation_id=annotation_id(layer.name, DOC_ID, annotator, 1, key),
        layer=layer.name,
        doc_id=DOC_ID,
        annotator=annotator,
        annotator_type="human",
        pass_=1,
        kind=kind,
        start=start,
        end=end,
        raw_start=raw[0] if raw else None,
        raw_end=raw[1] if raw else None,
        text=document.text[start:end] if raw else None,
        label=label,
        attributes=attributes,
        origin="manual",
        guideline_version=layer.guideline_version,
        text_sha256=document.text_sha256,
        source=Origin("", "", None, None, None),
    )


def _decided(schema: Schema, layer: Layer, groups: list[list[Record]]) -> Iterator[FinalLabel]:
    own = [group for group in groups if group[0].layer == layer.name]
    uids = [_uid(group[0]) for group in own]
    for number, group in enumerate(own):
        links: tuple[FinalRelation, ...] = ()
        if layer.relations and number == 0 and uids[1:]:
            label = layer.relations[0].id
            links = (FinalRelation(label, str(uids[1]), "unanimous", ((label, len(group)),)),)
        yield agreed_label(layer, group, uids[number], "unanimous", links)


def _uid(record: Record) -> str | None:
    if record.raw_start is None or record.raw_end is None:
        return None
    return mint_uid(record.layer, DOC_ID, record.raw_start, record.raw_end, 0)
