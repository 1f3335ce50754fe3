"""Remove article text from tables for the standoff flavour, and put it back.

Titles and bylines stay, because they identify the article. Free notes of annotators are also
removed, because they may quote the text. They are encrypted, because they cannot be restored from
the text.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from communique.dataset.arrays import Columns, Row, rows_of
from communique.dataset.names import ANNOTATIONS, DECISIONS, DOCUMENTS
from communique.dataset.tokens import token_columns, tokenize
from communique.util.json_values import Object, as_string, strings

Key = tuple[str, str]  # config, split
Tables = Mapping[Key, Sequence[Row]]
Note = tuple[str, str, int, list[Any], Any]  # config, split, row number, path in the row, value
RowNote = tuple[int, list[Any], Any]  # row number, path in the row, value
NAMING: Final = ("title", "byline")  # block types whose text stays
_DERIVED: Final = ("tokens", "token_starts", "ner_tags", "ner_tags_inner")
_WORDS: Final = ("text", "context", *_DERIVED)


def row_notes(layers: Sequence[Object], config: str, columns: Columns) -> list[RowNote]:
    """The notes of some rows of a config, with their places in the rows without notes."""
    free, is_nested = _free(layers, config), _is_nested(layers, config)
    if not free:
        return []
    return [
        (number, path, value)
        for number, row in enumerate(rows_of(columns))
        for path, value in _notes(config, row, free, is_nested=is_nested)
    ]


def fill(
    layers: Sequence[Object], tables: Tables, texts: Mapping[str, str], blocks: Mapping[str, str]
) -> dict[Key, list[Row]]:
    """Put the text back into the tables, without the notes.

    `texts`: by document id. `blocks`: the text of each block by `<document id> <block id>`.
    """
    by_name = {as_string(layer.get("name")): layer for layer in layers}
    begins = {
        _id(row["doc_id"], block["block_id"]): block["start"]
        for (config, _), rows in tables.items()
        if config == DOCUMENTS
        for row in rows
        for block in row["blocks"]
    }
    found: dict[Key, list[Row]] = {}
    for key, rows in tables.items():
        layer = by_name.get(key[0])
        found[key] = [_filled(key[0], layer, row, texts, blocks, begins) for row in rows]
    return found


def put_back(tables: Mapping[Key, list[Row]], notes: Sequence[Note]) -> None:
    """Put the notes back into the tables, in place."""
    for config, split, number, path, value in notes:
        place: Any = tables[config, split][number]
        for step in path[:-1]:
            place = place[step]
        if isinstance(place, list):
            cast("list[Any]", place).insert(path[-1], value)
        else:
            place[path[-1]] = value


def _id(doc_id: str, block_id: str) -> str:
    return f"{doc_id} {block_id}"


def _free(layers: Sequence[Object], config: str) -> set[str]:
    """The free text columns of a config, as listed by the layers."""
    return {
        name
        for layer in layers
        for name in strings(layer.get("free_text"))
        if config in (ANNOTATIONS, DOCUMENTS, layer.get("name"))
    }


def _notes(
    config: str, row: Row, free: Collection[str], *, is_nested: bool
) -> Iterator[tuple[list[Any], Any]]:
    if config == ANNOTATIONS:
        for at, (name, value) in enumerate(row["attributes"]):
            if name in free:
                yield ["attributes", at], {"name": name, "value": value}
        return
    spans: list[Row] = row[config] if is_nested else []
    for name in sorted(free):
        if row.get(name) is not None:
            yield [name], row[name]
        for at, span in enumerate(spans):
            if span.get(name) is not None:
                yield [config, at, name], span[name]


def _is_nested(layers: Sequence[Object], config: str) -> bool:
    nested = {x["name"] for x in layers if (x.get("unit"), x.get("rows")) == ("span", "nested")}
    return config in nested


def without_texts(layers: Sequence[Object], config: str, columns: Columns) -> Columns:
    """The columns of a config without text and notes. There are rows."""
    free = _free(layers, config)
    gone = {*_WORDS, *free}
    found: dict[str, Sequence[Any]]
    found = {k: [None] * len(v) if k in gone else v for k, v in columns.items()}
    if config == DOCUMENTS:
        found["blocks"] = [[_bare(block) for block in row] for row in columns["blocks"]]
    elif config == ANNOTATIONS:
        found["attributes"] = [
            [a for a in row if a[0] not in free] for row in columns["attributes"]
        ]
    elif _is_nested(layers, config):
        gone = {"text", *free}
        found[config] = [[_blank(span, gone) for span in row] for row in columns[config]]
    return found


def _bare(block: Row) -> Row:
    return block if block["type"] in NAMING else {**block, "text": None}


def _blank(span: Row, gone: Collection[str]) -> Row:
    return {k: None if k in gone else v for k, v in span.items()}


def _filled(
    config: str,
    layer: Object | None,
    row: Row,
    texts: Mapping[str, str],
    blocks: Mapping[str, str],
    begins: Mapping[str, int | None],
) -> Row:
    if "doc_id" not in row:
        return row
    doc_id = row["doc_id"]
    text = texts[doc_id]
    if config == DOCUMENTS:
        own = [{**b, "text": blocks[_id(doc_id, b["block_id"])]} for b in row["blocks"]]
        return {**row, "text": text, "blocks": own}
    if config in (ANNOTATIONS, DECISIONS):
        cut = None if row["start"] is None else text[row["start"] : row["end"]]
        return {**row, "text": cut}
    own_block = _id(doc_id, row["block_id"])
    inside, begin = blocks[own_block], begins[own_block] or 0
    if "sentence_id" in row:
        return {**row, "text": inside[row["start"] : row["end"]]}
    if layer is not None and layer.get("unit") == "span":
        if layer.get("rows") == "nested":
            return _nested(layer, row, inside)
        cut = text[begin + row["start"] : begin + row["end"]]
        return {**row, "text": cut, "context": inside}
    return {**row, "text": inside}


def _nested(layer: Object, row: Row, inside: str) -> Row:
    name, label = str(layer["name"]), str(layer["label"])
    spans: list[Row] = [{**s, "text": inside[s["start"] : s["end"]]} for s in row[name]]
    tokens = tokenize(inside)
    columns = token_columns(tokens, [(s["start"], s["end"], s[label]) for s in spans])
    known = {k: v for k, v in columns.items() if k in row}  # 2.0.0 had no tags of inner mentions
    return {**row, "text": inside, name: spans, **known}
