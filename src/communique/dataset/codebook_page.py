"""`CODEBOOK.md`: the rows of the config `codebook` as a page, so that both always say the same."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from datasets import Features

from communique.dataset.arrays import Row
from communique.dataset.codebook_rows import codebook_rows
from communique.dataset.templates import render
from communique.dataset.votes import LABEL
from communique.schema import RELATIONS, Attribute, Layer, Schema
from communique.util.markdown import sentence, table

CODEBOOK_PAGE: Final = "CODEBOOK.md"
_COLUMNS: Final = {  # of the config -> of the page
    "value": "value",
    "number": "number",
    "definition": "meaning",
    "standard": "standard",
    "examples": "examples",
    "side": "side",
    "entity_id": "entry of `registry`",
}
_Lists = Mapping[str, Sequence[Row]]  # rows by attribute


def codebook_page(schema: Schema, features: Mapping[str, Features]) -> bytes:
    """The page. `features`: the columns of the dataset, by config."""
    rows = codebook_rows(schema, features)
    general = _lists(rows, None)
    by_layer = {layer.name: _lists(rows, layer.name) for layer in schema.layers}
    vocabularies = _vocabularies(schema, by_layer)
    return render(
        "codebook.md.j2",
        title=schema.title or schema.name,
        layers=[_layer(schema, x, by_layer[x.name], vocabularies) for x in schema.layers],
        vocabularies=[{"name": n, "text": _table(listed)} for n, listed in vocabularies.items()],
        genres=_table(general.pop("genre", ())),
        n_entities=len(schema.registry),
        general=[{"name": name, "text": _table(listed)} for name, listed in general.items()],
    ).encode("utf-8")


def _lists(rows: Sequence[Row], layer: str | None) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["layer"] == layer:
            found.setdefault(row["attribute"], []).append(row)
    return found


def _vocabularies(schema: Schema, by_layer: Mapping[str, _Lists]) -> dict[str, Sequence[Row]]:
    """The rows of each list of the schema that has a column, in the order of the schema."""
    found: dict[str, Sequence[Row]] = {}
    for name, entries in schema.all_vocabularies.items():
        ids = [entry.id for entry in entries]
        lists = (listed for lists in by_layer.values() for listed in lists.values())
        own = next((x for x in lists if [row["value"] for row in x] == ids), None)
        if own is not None:
            found[name] = own
    return found


def _layer(
    schema: Schema, layer: Layer, lists: _Lists, vocabularies: Mapping[str, Sequence[Row]]
) -> dict[str, Any]:
    known = {_ids(listed): f"List `{name}`, below." for name, listed in vocabularies.items()}
    labels = lists.get(LABEL, ())
    known[_ids(labels)] = "The labels of the layer, above."
    rest = {name: listed for name, listed in lists.items() if name not in (LABEL, RELATIONS)}
    return {
        "name": layer.name,
        "title": layer.title,
        "about": _about(layer),
        "column": layer.column,
        "labels": _table(labels),
        "relations": _table(lists.get(RELATIONS, ())),
        "attributes": _attributes(schema, layer),
        "lists": [
            {"title": f"Values of `{name}`", "text": known.get(_ids(listed)) or _table(listed)}
            for name, listed in rest.items()
        ],
    }


def _ids(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(row["value"] for row in rows)


def _about(layer: Layer) -> str:
    what = {
        "span": "A label is on a span of the text.",
        "block": f"A label is on a whole block ({', '.join(layer.units)}).",
        "document": "A label is on a whole document.",
    }[layer.unit]
    guideline = f" Version {layer.guideline_version} of the guideline." if layer.guideline else ""
    return f"{sentence(layer.description)} {what}{guideline}".strip()


def _attributes(schema: Schema, layer: Layer) -> str:
    if not layer.attributes:
        return ""
    head = ["attribute", "meaning", "level", "type", "values", "required", "counts in agreement"]
    return table(head, [_attribute(schema, layer, a) for a in layer.attributes])


def _attribute(schema: Schema, layer: Layer, attribute: Attribute) -> list[str]:
    where = f", for each of `{attribute.for_each}`" if attribute.for_each else ""
    about = "; only in `annotations`" if attribute.about == "annotation" else ""
    kind = {"choice": "one value", "choices": "a set of values", "text": "free text"}
    return [
        f"`{attribute.name}`",
        sentence(attribute.definition),
        f"{'a label' if attribute.level == 'region' else 'the document'}{where}{about}",
        kind.get(attribute.type, "an entry of a list"),
        _values(schema, layer, attribute),
        _required(attribute),
        "yes" if attribute.counts and attribute.type != "text" else "no",
    ]


def _values(schema: Schema, layer: Layer, attribute: Attribute) -> str:
    if attribute.source:
        return (
            "the labels of the layer" if attribute.source == "labels" else f"`{attribute.source}`"
        )
    entries = schema.entries(layer, attribute)
    if attribute.about == "text":
        return _any([entry.id for entry in entries])
    return "; ".join(f"`{e.id}`" + (f": {e.definition}" if e.definition else "") for e in entries)


def _required(attribute: Attribute) -> str:
    only = f"; only with {_any(attribute.labels)}" if attribute.labels else ""
    if isinstance(attribute.required, bool):
        return f"{'always' if attribute.required else 'never'}{only}"
    facts = " or ".join(f"{name} is {_any(v)}" for name, v in attribute.required.items())
    return f"if {facts}{only}"


def _any(values: Sequence[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _table(rows: Sequence[Row]) -> str:
    """The rows, without columns in which all are empty; nothing without rows."""
    if not rows:
        return ""
    used = [c for c in _COLUMNS if c in ("value", "number") or any(row[c] for row in rows)]
    return table([_COLUMNS[c] for c in used], [[_shown(c, row[c]) for c in used] for row in rows])


def _shown(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column in ("value", "entity_id"):
        return f"`{value}`"
    if column == "examples":
        return "; ".join(value)
    return sentence(value) if column == "definition" else str(value)
