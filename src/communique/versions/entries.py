"""Convert the rows of a dataset to entries with an id, a place, a label and attributes."""

from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cache
from typing import Any, Final

from communique.dataset.arrays import Row
from communique.dataset.names import ANNOTATIONS, DOCUMENTS
from communique.dataset.read import Released
from communique.schema import RELATIONS
from communique.text import OffsetMap, Piece
from communique.util.json_values import Object, as_object, as_string, strings
from communique.versions.derived_entries import derived_entries
from communique.versions.entry import SUPPORT, Entry, Range, support_of

_PLACE: Final = ("start", "end", "text", "context", "doc_id", "block_id", "fold", "group")
_OF_ANNOTATIONS: Final = (
    *("origin", "guideline_version", "annotator_type", "role", "is_vote", "confidence", "unit_id"),
)


def entries(release: Released, other: Released) -> dict[str, list[Entry]]:
    """Return the entries of each config that both releases have: spans, block values, document
    values, annotations, decisions, sentences, and the rows of codebook and registry.

    Columns that only one of them has are left out; they are changes of the schema.
    """
    maps = {r["doc_id"]: _offsets(r) for r in _rows(release, DOCUMENTS)}
    blocks = {
        (r["doc_id"], b["block_id"]): b for r in _rows(release, DOCUMENTS) for b in r["blocks"]
    }
    by_config: dict[str, list[Entry]] = {DOCUMENTS: []}
    for layer in release.layers:
        name = as_string(layer.get("name")) or ""
        values = _document_values(release, layer)
        shared = _names(release, DOCUMENTS) & _names(other, DOCUMENTS)
        by_config[DOCUMENTS] += [x for x in values if x.uid.partition(":")[0] in shared]
        if layer.get("unit") == "span":
            by_config[name] = list(_spans(release, layer, maps, blocks))
        elif layer.get("unit") == "block":
            by_config[name] = [_block(layer, row, blocks) for row in _rows(release, name)]
    free = {name for layer in release.layers for name in strings(layer.get("free_text"))}
    by_config[ANNOTATIONS] = [_annotation(row, free) for row in _rows(release, ANNOTATIONS)]
    by_config |= derived_entries(release, maps)
    return {
        config: [_narrowed(entry, release, other) for entry in listed]
        for config, listed in by_config.items()
        if config in other.tables
    }


def _narrowed(entry: Entry, release: Released, other: Released) -> Entry:
    """The entry without columns that the other release does not have."""
    if entry.config in (ANNOTATIONS, DOCUMENTS):  # document values: see `entries`
        return entry
    known = _names(release, entry.config) & _names(other, entry.config)
    attributes = {k: v for k, v in entry.attributes.items() if k in known}
    return replace(entry, attributes=attributes)


@cache
def _split_names(columns: frozenset[str]) -> frozenset[str]:
    """Every part of the dotted names of columns."""
    return frozenset(part.removesuffix("[]") for name in columns for part in name.split("."))


def _names(release: Released, config: str) -> frozenset[str]:
    return _split_names(frozenset(release.columns.get(config, ())))


def documents(release: Released) -> dict[str, tuple[str, Row]]:
    """Return the split and the row of each document, by id."""
    tables = release.tables.get(DOCUMENTS, {})
    return {row["doc_id"]: (split, row) for split, rows in tables.items() for row in rows}


def _rows(release: Released, config: str) -> Iterator[Row]:
    for rows in release.tables.get(config, {}).values():
        yield from rows


def _offsets(document: Row) -> OffsetMap:
    inside = (b for b in document["blocks"] if b["start"] is not None)
    return OffsetMap(Piece(*piece) for block in inside for piece in block["pieces"])


def _spans(
    release: Released,
    layer: Object,
    maps: Mapping[str, OffsetMap],
    blocks: Mapping[tuple[str, str], Row],
) -> Iterator[Entry]:
    name = str(layer["name"])
    for row in _rows(release, name):
        begin = blocks[row["doc_id"], row["block_id"]]["start"]
        for span in row[name] if layer.get("rows") == "nested" else [row]:
            ends = begin + span["start"], begin + span["end"]
            place = maps[row["doc_id"]].to_raw(*ends) or ends
            yield _entry(layer, row["doc_id"], span[str(layer["uid"])], place, span)


def _block(layer: Object, row: Row, blocks: Mapping[tuple[str, str], Row]) -> Entry:
    block = blocks[row["doc_id"], row["block_id"]]
    place = block["raw_start"], block["raw_end"]
    return _entry(layer, row["doc_id"], row["block_id"], place, row)


def _entry(layer: Object, doc_id: str, uid: str, place: Range | None, row: Row) -> Entry:
    column, free = str(layer["label"]), strings(layer.get("free_text"))
    links = strings(layer.get("entity_links"))
    apart = {*_PLACE, *SUPPORT, *free, *links, str(layer["uid"]), column}
    if layer.get(RELATIONS):
        apart.add(RELATIONS)
    attributes = {k: _plain(v) for k, v in row.items() if k not in apart}
    notes = {k: row[k] for k in free if row[k] is not None}
    support = {**support_of(row), **{name: row[name] for name in links}, "notes": notes}
    if layer.get(RELATIONS) and (links := row.get(RELATIONS)):
        attributes[RELATIONS] = sorted(f"{link['label']} {link['to_uid']}" for link in links)
        support[RELATIONS] = links
    names = strings(layer.get("identity"))
    identity = tuple(row[column] if n == "label" else _hashable(row.get(n)) for n in names)
    return Entry(
        str(layer["name"]),
        doc_id,
        uid,
        str(layer["unit"]),
        place,
        row[column],
        attributes,
        support,
        identity,
    )


def _document_values(release: Released, layer: Object) -> Iterator[Entry]:
    for column, shape in (as_object(layer.get("document_columns")) or {}).items():
        names = as_object(shape) or {}
        key, value = as_string(names.get("key")), as_string(names.get("value")) or ""
        for row in _rows(release, DOCUMENTS):
            doc_id = row["doc_id"]
            if key is None:
                yield from _value(doc_id, column, row[column], {})
                continue
            for item in row[column]:
                yield from _value(doc_id, f"{column}:{item[key]}", item[value], support_of(item))


def _value(doc_id: str, uid: str, label: Any, support: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the value of a document, if it has one; a set becomes its sorted members."""
    shown = "+".join(_plain(label)) if isinstance(label, list) else label
    if shown:
        yield Entry(DOCUMENTS, doc_id, uid, "document", None, shown, {}, support)


def _annotation(row: Row, free: Set[str]) -> Entry:
    attributes: dict[str, list[str]] = {}
    for pair in row["attributes"]:
        attributes.setdefault(pair["name"], []).append(pair["value"])
    notes = {name: attributes.pop(name) for name in free & set(attributes)}
    start, end = row["raw_start"], row["raw_end"]
    decided = {"decision_uid": row["decision_uid"]} if row["kind"] == "span" else {}
    pass_number = row["pass_number"] if "pass_number" in row else row["pass"]
    who = {"layer": row["layer"], "annotator": row["annotator"], "pass": pass_number}
    return Entry(
        ANNOTATIONS,
        row["doc_id"],
        row["annotation_id"],
        row["kind"],
        None if start is None else (start, end),
        row["label"],
        {**{name: sorted(values) for name, values in attributes.items()}, **who},
        {**{k: row[k] for k in _OF_ANNOTATIONS if k in row}, **decided, "notes": notes},
        (row["layer"], row["annotator"], pass_number, row["label"]),
    )


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _hashable(value: Any) -> Hashable:
    return tuple(sorted(value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
