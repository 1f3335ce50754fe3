"""The changes of a review in words: names instead of ids, and short pieces of the texts."""

from collections.abc import Iterator
from typing import Any, Final

from communique.records import Values
from communique.schema import RELATIONS, Layer, Schema
from communique.site.words import Words, document_question, readable
from communique.text.short_quotations import quoted, surface
from communique.util.pass_name import pass_name
from communique.util.plural import counted
from communique.versions.annotation_changes import AnnotationChange
from communique.versions.passes import DECIDED, Marked, Pass, PassKey
from communique.workflow.review import State

ARROW: Final = " \N{RIGHTWARDS ARROW} "
_NOTHING: Final = "(none)"
_STATES: Final = {"empty": "nothing to mark", "skipped": "skipped", "missing": "not annotated"}


class ReviewWords:
    """Words for what one state of a corpus marks. Notes of annotators are never shown."""

    def __init__(self, state: State) -> None:
        self._schema: Schema | None = state.schema
        self._words = Words(state.schema, notes=False) if state.schema else None

    def label(self, marked: Marked) -> str:
        """The label, or the value of the whole document."""
        entry = marked.entry
        return self._value(entry.config, str(entry.attributes.get("attribute", "")), entry.label)

    def asked(self, marked: Marked) -> str:
        """What a value of the whole document answers; the layer for its label."""
        entry = marked.entry
        attributes = {"attribute": entry.config, **entry.attributes}
        return document_question(self._schema, self._layer(entry.config), attributes)

    def attributes(self, marked: Marked) -> dict[str, str]:
        """The attributes of a region by name. A link is its label and the words of its end."""
        entry = marked.entry
        return {
            name: self._links(value)
            if name == RELATIONS
            else self._value(entry.config, name, value)
            for name, value in entry.attributes.items()
        }

    def is_note(self, layer_name: str, name: str) -> bool:
        """Whether the attribute is free text, which is not shown."""
        layer = self._layer(layer_name)
        attribute = layer.attribute(name) if layer else None
        return attribute is not None and attribute.type == "text"

    def _layer(self, name: str) -> Layer | None:
        layers = self._schema.layers if self._schema else ()
        return next((layer for layer in layers if layer.name == name), None)

    def _value(self, layer_name: str, attribute: str, value: Any) -> str:
        layer = self._layer(layer_name)
        if layer is None or self._words is None:
            return _joined(value or "")
        return self._words.value(layer, attribute, value or "")

    def _links(self, links: Values) -> str:
        return ", ".join(surface(link) for link in ([links] if isinstance(links, str) else links))


def who(key: PassKey, change: AnnotationChange | None = None) -> str:
    """Name the annotator and the pass, or who decided."""
    if not key.is_decisions:
        return pass_name(key.annotator, key.number)
    side = change and (change.after or change.before)
    return f"decision of {side.by}" if side and side.by else "decision"


def state_of(one: Pass) -> str:
    """How far a pass came, for example `3 annotations`."""
    if one.status == "done":
        return counted(len(one.marked), "annotation")
    return f"{len(one.marked)} decided" if one.status == DECIDED else _STATES[one.status]


def marked_words(change: AnnotationChange, before: ReviewWords, after: ReviewWords) -> str:
    """The beginning of the marked words, before and after if they differ."""
    sides = [(change.before, before), (change.after, after)]
    words = [quoted(side.text) or own.asked(side) for side, own in sides if side is not None]
    return ARROW.join(dict.fromkeys(words))


def what_changed(change: AnnotationChange, before: ReviewWords, after: ReviewWords) -> str:
    """What is different, for example `person → place; reading: (none) → metonymic`."""
    return "; ".join(_differences(change, before, after))


def _differences(
    change: AnnotationChange, before: ReviewWords, after: ReviewWords
) -> Iterator[str]:
    old, new = change.before, change.after
    if old is None or new is None:
        side, own, verb = (new, after, "added") if old is None else (old, before, "removed")
        if side is not None:
            yield f"{verb}: {own.label(side)}"
        return
    if "relabelled" in change.kinds:
        yield f"{before.label(old)}{ARROW}{after.label(new)}"
    else:
        yield after.label(new)
    if "moved" in change.kinds:
        yield "moved"
    a, b = before.attributes(old), after.attributes(new)
    for name in dict.fromkeys([*a, *b]):
        if old.entry.attributes.get(name) == new.entry.attributes.get(name):
            continue
        if after.is_note(new.entry.config, name):
            yield f"{readable(name)} changed"
        else:
            yield f"{readable(name)}: {a.get(name) or _NOTHING}{ARROW}{b.get(name) or _NOTHING}"


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(value)
