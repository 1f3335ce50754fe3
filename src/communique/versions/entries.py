"""Convert the rows of a dataset to entries with an id, a place, a label and attributes."""

from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final

from communique.dataset.arrays import Row
from communique.dataset.names import ANNOTATIONS, DOCUMENTS
from communique.dataset.read import Released
from communique.schema import RELATIONS
from communique.text import OffsetMap, Piece
from communique.util.json_values import Object, as_object, as_string, strings

SUPPORT: Final = ("decision", "votes", "n_annotators")  # how a decision came about
_PLACE: Final = ("start", "end", "text", "context", "doc_id", "block_id", "fold", "group")
_OF_ANNOTATIONS: Final = ("origin", "decision_uid", "guideline_version", "annotator_type")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or value with an id. `place` is a range of the raw text, or None.

    The place of a block value is its block, so it is never reported as moved.
    """

    config: str
    doc_id: str
    uid: str
    unit: str
    place: Range | None
    label: str | None
    attributes: Mapping[str, Any]
    support: Mapping[str, Any] = field(default_factory=dict[str, Any])
    identity: Hashable = None


def entries(release: Released) -> dict[str, list[Entry]]:
    """Return the entries of each config: spans, block values, document values, annotations."""
    maps = {r["doc_id"]: _offsets(r) for r in _rows(release, DOCUMENTS)}
    blocks = {
        (r["doc_id"], b["block_id"]): b for r in _rows(release, DOCUMENTS) for b in r["blocks"]
    }
    by_config: dict[str, list[Entry]] = {DOCUMENTS: []}
    for layer in release.layers:
        name = as_string(layer.get("name")) or ""
        by_config[DOCUMENTS] += _document_values(release, layer)
        if layer.get("unit") == "span":
            by_config[name] = list(_spans(release, layer, maps, blocks))
        elif layer.get("unit") == "block":
            by_config[name] = [_block(layer, row, blocks) for row in _rows(release, name)]
    free = {name for layer in release.layers for name in strings(layer.get("free_text"))}
    by_config[ANNOTATIONS] = [_annotation(row, free) for row in _rows(release, ANNOTATIONS)]
    return by_config


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
    apart = {*_PLACE, *SUPPORT, *free, str(layer["uid"]), column}
    if layer.get(RELATIONS):
        apart.add(RELATIONS)
    attributes = {k: _plain(v) for k, v in row.items() if k not in apart}
    notes = {k: row[k] for k in free if row[k] is not None}
    support = {**{name: row[name] for name in SUPPORT}, "notes": notes}
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
                support = {name: item[name] for name in SUPPORT}
                yield from _value(doc_id, f"{column}:{item[key]}", item[value], support)


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
    who = {k: row[k] for k in ("layer", "annotator", "pass")}
    return Entry(
        ANNOTATIONS,
        row["doc_id"],
        row["annotation_id"],
        row["kind"],
        None if start is None else (start, end),
        row["label"],
        {**{name: sorted(values) for name, values in attributes.items()}, **who},
        {**{k: row[k] for k in _OF_ANNOTATIONS}, "notes": notes},
        (row["layer"], row["annotator"], row["pass"], row["label"]),
    )


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _hashable(value: Any) -> Hashable:
    return tuple(sorted(value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
