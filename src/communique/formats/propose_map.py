"""A proposal for the map of an import: equal and similar names are mapped, others are null."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from communique.formats.foreign import ForeignAnnotation, ForeignDocument
from communique.schema import Layer, Schema, Value

_SYNONYMS: Final = tuple(
    frozenset(group.split())
    for group in (
        "per pers person people",
        "org organisation organization institution company",
        "loc location place gpe country city",
        "misc miscellaneous other",
        "pos positive",
        "neg negative",
        "neu neut neutral",
        "evt event",
        "prod product",
        "fac facility",
        "num number cardinal",
        "yes true",
        "no false none",
    )
)
_SIMILAR: Final = 0.8  # the least ratio of two names that are alike


@dataclass(slots=True)
class ProposedLayer:
    """The proposal for their annotations of one type, with counts."""

    layer: Layer
    type: str | None
    document: str | None = None
    labels: Counter[str] = field(default_factory=Counter[str])
    attributes: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    relations: Counter[str] = field(default_factory=Counter[str])
    ours: dict[str, dict[str, str | None]] = field(default_factory=dict[str, dict[str, str | None]])
    names: dict[str, str | None] = field(default_factory=dict[str, str | None])

    def to_json(self) -> dict[str, Any]:
        """The entry of the map."""
        given: dict[str, Any] = {"layer": self.layer.name}
        given |= {"type": self.type} if self.type else {}
        given |= {"document": self.document} if self.document else {}
        given["labels"] = self.ours["labels"]
        given["attributes"] = {
            name: None
            if (ours := self.names[name]) is None
            else {"name": ours, **({"values": v} if (v := self.ours[name]) else {})}
            for name in self.attributes
        }
        return given | ({"relations": self.ours["relations"]} if self.relations else {})


def proposal(documents: Sequence[ForeignDocument], schema: Schema) -> list[ProposedLayer]:
    """An entry for each of their types, in the order of the files."""
    by_type: dict[tuple[str | None, bool], list[ForeignAnnotation]] = {}
    relations: Counter[str] = Counter(r.label for d in documents for r in d.relations)
    for annotation in (a for d in documents for a in d.annotations):
        is_named = annotation.type is not None and annotation.layer is None
        key = annotation.type if is_named else None, annotation.start is None
        by_type.setdefault(key, []).append(annotation)
    entries = [
        _entry(type_, listed, schema, is_whole=is_whole)
        for (type_, is_whole), listed in by_type.items()
    ]
    linking = [e for e in entries if e.layer.relations] or entries[:1]
    for entry in linking[:1]:
        entry.relations = relations
        entry.ours["relations"] = names_for(relations, entry.layer.relations)
    return entries


def _entry(
    type_: str | None, listed: Iterable[ForeignAnnotation], schema: Schema, *, is_whole: bool
) -> ProposedLayer:
    labels: Counter[str] = Counter()
    attributes: dict[str, Counter[str]] = {}
    for annotation in listed:
        labels[annotation.label] += 1
        for name, values in annotation.attributes.items():
            attributes.setdefault(name, Counter()).update(values)
    layer, document = _layer_for(type_, labels, schema, is_whole=is_whole)
    asked = next((a for a in layer.document_attributes if a.name == document), None)
    known = schema.entries(layer, asked) if asked else layer.labels
    entry = ProposedLayer(layer, type_, document, labels, attributes)
    entry.ours["labels"] = names_for(labels, known)
    own = [Value(id=a.name) for a in layer.region_attributes]
    entry.names = names_for(attributes, own)
    for name, values in attributes.items():
        ours = layer.attribute(entry.names[name] or "")
        known = schema.entries(layer, ours) if ours and ours.type != "text" else ()
        entry.ours[name] = names_for(values, known) if known else {}
    return entry


def _layer_for(
    type_: str | None, labels: Iterable[str], schema: Schema, *, is_whole: bool
) -> tuple[Layer, str | None]:
    """The layer that knows most of the labels, with the attribute of the document for texts."""
    offers: list[tuple[int, Layer, str | None]] = []
    for layer in schema.layers:
        for attribute in layer.document_attributes if is_whole else ():
            known = names_for(labels, schema.entries(layer, attribute))
            offers.append((_mapped(known), layer, attribute.name))
        if layer.unit == ("block" if is_whole else "span"):
            bonus = 2 if type_ and _key(layer.name) == _key(type_.rsplit(".", 1)[-1]) else 0
            offers.append((_mapped(names_for(labels, layer.labels)) + bonus, layer, None))
    if not offers:
        return schema.layers[0], None
    _, layer, document = max(offers, key=lambda offer: offer[0])
    return layer, document


def _mapped(names: Mapping[str, str | None]) -> int:
    return sum(ours is not None for ours in names.values())


def names_for(theirs: Iterable[str], ours: Sequence[Value]) -> dict[str, str | None]:
    """Our name for each of theirs: the same, the same but for case, a synonym, or one alike."""
    known: dict[str, str] = {}
    for value in ours:
        for name in (value.id, value.standard, *value.formerly):
            if name:
                known.setdefault(_key(name), value.id)
    exact = {value.id for value in ours}
    return {name: name if name in exact else _alike(_key(name), known) for name in theirs}


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _alike(key: str, known: Mapping[str, str]) -> str | None:
    if key in known:
        return known[key]
    group = next((g for g in _SYNONYMS if key in g), frozenset[str]())
    if same := [ours for name, ours in known.items() if name in group]:
        return same[0]
    close = get_close_matches(key, known, 1, _SIMILAR)
    return known[close[0]] if close else None
