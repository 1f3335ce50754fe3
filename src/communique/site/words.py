"""What ids of the schema are called on pages: names of registries instead of ids."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from communique.records import Values
from communique.schema import RELATIONS, Layer, Schema

DECISIONS: Final = {
    "single": "one annotator",
    "unanimous": "all annotators agree",
    "majority": "decided with the majority",
    "adjudicated": "decided by the adjudicator",
}
REASONS: Final = {
    "boundary": "the border was in dispute",
    "label": "the label was in dispute",
    "attribute": "an attribute was in dispute",
    "missed": "an annotator missed it",
    "spurious": "it does not belong there",
    "guideline-gap": "the guideline does not say",
    "ambiguous": "the text is ambiguous",
}
# Signs for labels of well-known scales; other labels show none.
_SIGNS: Final = {
    "+": ("favor", "favour", "positive", "pos", "pro", "for", "support", "agree", "yes"),
    "\N{MINUS SIGN}": ("against", "negative", "neg", "con", "anti", "oppose", "disagree", "no"),
    "\N{PLUS-MINUS SIGN}": ("mixed", "both"),
    "\N{WHITE CIRCLE}": ("neutral", "none", "neither"),
}
SIGN_OF: Final = {word: sign for sign, words in _SIGNS.items() for word in words}


def reason_words(reason: str | None, absent: int) -> str:
    """Return why an item was in dispute. `absent`: how many annotators gave no answer."""
    if reason == "missed" and absent > 1:
        return "annotators missed it"
    return REASONS.get(reason or "", reason or "")


class Fact(NamedTuple):
    """An attribute and its value in words. `raw` are the ids of the value."""

    name: str
    value: str
    raw: str


class Words:
    """Names and definitions of a schema. Without `notes`, no free text of annotators is shown."""

    def __init__(self, schema: Schema, *, notes: bool) -> None:
        self.schema = schema
        self.notes = notes

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        named: dict[tuple[str, str], Mapping[str, str]] = {}
        for layer in self.schema.layers:
            for attribute in layer.attributes:
                entries = self.schema.entries(layer, attribute)
                named[layer.name, attribute.name] = _names(entries)
        return named

    def value(self, layer: Layer, attribute: str, value: Values) -> str:
        """Return a value of an attribute in words; several are joined by commas."""
        known = self._named.get((layer.name, attribute), {})
        asked = layer.attribute(attribute)
        if asked is not None and asked.type == "text" and not self.notes:
            return ""
        listed = (value,) if isinstance(value, str) else value
        return ", ".join(known.get(v, v) for v in listed)

    def facts(self, layer: Layer, attributes: Mapping[str, Values], label: str) -> list[Fact]:
        """Return the attributes of a region in the order of the schema."""
        ordered = [a for a in layer.region_attributes if a.name in attributes]
        facts: list[Fact] = []
        for attribute in ordered:
            value = attributes[attribute.name]
            if not value or (attribute.type == "text" and not self.notes):
                continue
            listed = (value,) if isinstance(value, str) else value
            if attribute.contains_label:
                listed = tuple(v for v in listed if v != label)
            if listed:
                words = self.value(layer, attribute.name, listed)
                facts.append(Fact(readable(attribute.name), words, ", ".join(listed)))
        return facts


def document_question(
    schema: Schema | None, layer: Layer | None, attributes: Mapping[str, Values]
) -> str:
    """Return in words what a document value answers; empty for a region."""
    if "attribute" not in attributes:
        return ""
    asked = str(attributes["attribute"])
    keys = [v for k, v in attributes.items() if k != "attribute"]
    words = [k if isinstance(k, str) else ", ".join(k) for k in keys]
    attribute = layer.attribute(asked) if layer else None
    if schema and layer and attribute and attribute.for_each:
        names = _names(schema.entries(layer, attribute.for_each))
        words = [names.get(word, readable(word)) for word in words]
    return ": ".join([readable(asked), *words])


def _names(entries: Iterable[Any]) -> dict[str, str]:
    return {e.id: getattr(e, "name", "") or readable(e.id) for e in entries}


def readable(name: str) -> str:
    """Return an id as words: `rules_based` -> `rules based`."""
    return name.replace("_", " ")


def sign(label: str) -> str:
    """Return the sign of a label of a well-known scale, else nothing."""
    return SIGN_OF.get(label.casefold(), "")


def without_relations(attributes: Mapping[str, Values]) -> dict[str, Values]:
    """Return the attributes but the links to other annotations."""
    return {k: v for k, v in attributes.items() if k != RELATIONS}


def joined(parts: Iterable[str]) -> str:
    """Return what is not empty, with dots between."""
    return " · ".join(part for part in parts if part)
