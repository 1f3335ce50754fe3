"""A value of a list under another name: the edits of the schema file, whose comments stay."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

import yaml

from communique.schema.attribute import Attribute, Value
from communique.schema.former_keys import rename_former_keys
from communique.schema.layer import Layer
from communique.schema.model import Schema
from communique.schema.yaml_edit import Edit, edited, end_of, insertion, replacement
from communique.schema.yaml_file import Key, compose_yaml

_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+-]*")


class UnknownListError(ValueError):
    """A name stands for no list of the schema."""


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of values: the keys that lead to it, and what it is called.

    `layer` is None for a vocabulary; `attribute` is the one whose values stand in place.
    """

    name: str
    path: tuple[Key, ...]
    values: tuple[Value, ...]
    layer: str | None = None
    attribute: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(value.id for value in self.values)

    def is_labels_of(self, layer: Layer) -> bool:
        """Whether these are the labels of the layer."""
        return self.layer == layer.name and self.attribute is None

    def gives(self, layer: Layer, attribute: Attribute) -> bool:
        """Whether an attribute of the layer takes its values from here."""
        if attribute is layer.document_label:
            return self.is_labels_of(layer)
        if attribute.values:
            return (self.layer, self.attribute) == (layer.name, attribute.name)
        return self._is_called(layer, attribute.source)

    def asks(self, layer: Layer, attribute: Attribute) -> bool:
        """Whether an attribute of the layer is asked once for each value of this list."""
        return self._is_called(layer, attribute.for_each)

    def _is_called(self, layer: Layer, name: str | None) -> bool:
        if name == "labels":
            return self.is_labels_of(layer)
        return name is not None and self.layer is None and self.name == name


def find_list(schema: Schema, name: str) -> ValueList:
    """`LAYER.label`, `LAYER.ATTRIBUTE`, or the name of a vocabulary. Raises UnknownListError."""
    head, dot, tail = name.partition(".")
    if not dot:
        return _vocabulary(schema, name)
    number = next((i for i, x in enumerate(schema.layers) if x.name == head), None)
    if number is None:
        raise UnknownListError(f"no layer {head!r} in the schema")
    layer, path = schema.layers[number], ("layers", number)
    found = next((j for j, a in enumerate(layer.attributes) if a.name == tail), None)
    attribute = None if found is None else layer.attributes[found]
    if tail == "label" or (attribute is not None and attribute.source == "labels"):
        return ValueList(f"{head}.label", (*path, "labels"), layer.labels, head)
    if attribute is None:
        raise UnknownListError(f"layer {head!r} has no attribute {tail!r}")
    if attribute.values:
        where = (*path, "attributes", cast("int", found), "values")
        return ValueList(name, where, attribute.values, head, tail)
    if attribute.source is None:
        raise UnknownListError(f"{name} is free text")
    return _vocabulary(schema, attribute.source)


def _vocabulary(schema: Schema, name: str) -> ValueList:
    if name not in schema.all_vocabularies:
        known = ", ".join(schema.all_vocabularies) or "none"
        raise UnknownListError(f"no list {name!r} in the schema (lists: {known})")
    path = ("vocabularies", name) if name in schema.vocabularies else (name,)
    return ValueList(name, path, schema.vocabulary(name))


def renamed_text(text: str, schema: Schema, of: ValueList, old: str, new: str) -> str:
    """The schema file with `old` under the name `new`, which keeps its former name in `formerly`.

    Where the list has `new`, `old` is merged into it.
    """
    root = compose_yaml(text)
    assert root is not None  # noqa: S101 - it was read as a schema
    rename_former_keys(root)  # so that keys are found under their names of today
    editor = _Editor(text, old, new)
    edits = list(editor.entries(_node(root, of.path), of))
    for i, layer in enumerate(schema.layers):
        edits += _references(editor, _node(root, ("layers", i)), layer, of)
    if of.attribute is None and of.layer is not None and _only_here(schema, of, old):
        for name in schema.all_vocabularies:
            path = ("vocabularies", name) if name in schema.vocabularies else (name,)
            for entry in _items(_node(root, path)):
                edits += editor.mentions(_value(entry, "type"))
    return edited(text, edits)


def _only_here(schema: Schema, of: ValueList, old: str) -> bool:
    """Whether no other layer has a label of that name."""
    return not any(old in x.label_ids for x in schema.layers if x.name != of.layer)


def _references(
    editor: "_Editor", node: yaml.Node | None, layer: Layer, of: ValueList
) -> Iterator[Edit]:
    """The edits of what a layer says of the list's values."""
    if of.is_labels_of(layer):
        for attribute in _items(_value(node, "attributes")):
            yield from editor.mentions(_value(attribute, "labels"))
    facts = {a.name for a in layer.attributes if of.gives(layer, a)}
    facts |= {"label"} if of.is_labels_of(layer) else set()
    if of.is_labels_of(layer) and layer.document_label is not None:
        facts.add(layer.control)
    yield from _condition(editor, node, facts)
    for item, attribute in zip(_items(_value(node, "attributes")), layer.attributes, strict=False):
        yield from _condition(editor, item, facts)
        if of.gives(layer, attribute):
            yield from editor.mentions(_value(item, "exclusive"))


def _condition(editor: "_Editor", node: yaml.Node | None, facts: set[str]) -> Iterator[Edit]:
    when = _value(_value(node, "required"), "when")
    for fact in sorted(facts):
        yield from editor.mentions(_value(when, fact))


@dataclass(frozen=True, slots=True)
class _Editor:
    """Makes the edits that put `new` in the place of `old`."""

    text: str
    old: str
    new: str

    def entries(self, node: yaml.Node | None, of: ValueList) -> Iterator[Edit]:
        """The entry itself: renamed, or merged into the one that is there."""
        items = dict(zip(of.ids, _items(node), strict=False))
        values = {value.id: value for value in of.values}
        if self.new not in items:
            former = [*values[self.old].formerly, self.old]
            yield from self._entry(items[self.old], self.new, former)
            return
        former = [*values[self.new].formerly, *values[self.old].formerly, self.old]
        yield from self._entry(items[self.new], self.new, former)
        yield self._without(cast("yaml.SequenceNode", node), items[self.old])

    def mentions(self, node: yaml.Node | None) -> Iterator[Edit]:
        """Where a scalar, or an item of a list, is the old name."""
        if isinstance(node, yaml.ScalarNode) and node.value == self.old:
            yield replacement(node, quoted(self.new))
        items = _items(node)
        has_new = any(item.value == self.new for item in items)
        for item in items:
            if isinstance(item, yaml.ScalarNode) and item.value == self.old:
                yield (
                    self._without(cast("yaml.SequenceNode", node), item)
                    if has_new
                    else replacement(item, quoted(self.new))
                )

    def _entry(self, node: yaml.Node, name: str, former: Sequence[str]) -> Iterator[Edit]:
        listed = f"[{', '.join(quoted(x) for x in dict.fromkeys(former))}]"
        if isinstance(node, yaml.ScalarNode):
            yield replacement(node, f"{{id: {quoted(name)}, formerly: {listed}}}")
            return
        key, value = _pair(node, "id")
        before = _value(node, "formerly")
        if before is not None:
            yield replacement(value, quoted(name))
            yield Edit(before.start_mark.index, end_of(before), listed)
        elif cast("yaml.MappingNode", node).flow_style:
            yield replacement(value, f"{quoted(name)}, formerly: {listed}")
        else:
            yield replacement(value, quoted(name))
            end = self._line_end(end_of(value))
            indent = " " * key.start_mark.column
            yield insertion(end, f"\n{indent}formerly: {listed}")

    def _line_end(self, index: int) -> int:
        """Where the line of a place ends, before its break."""
        end = self.text.find("\n", index)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def _without(self, node: yaml.SequenceNode, item: yaml.Node) -> Edit:
        """A list without one of its items; there are others."""
        if not node.flow_style:
            first = self.text.rfind("\n", 0, item.start_mark.index) + 1
            last = self.text.find("\n", end_of(item))
            return Edit(first, len(self.text) if last < 0 else last + 1, "")
        number = node.value.index(item)
        if number + 1 < len(node.value):
            return Edit(item.start_mark.index, node.value[number + 1].start_mark.index, "")
        return Edit(end_of(node.value[number - 1]), end_of(item), "")


def quoted(name: str) -> str:
    """A name as YAML, in quotes only where it needs them."""
    is_plain = _PLAIN.fullmatch(name) and name not in ("null", "Null", "NULL")
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def _node(root: yaml.Node, path: Sequence[Key]) -> yaml.Node | None:
    node: yaml.Node | None = root
    for key in path:
        node = _items(node)[key] if isinstance(key, int) else _value(node, key)
    return node


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _pair(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node]:
    return next((name, value) for name, value in node.value if name.value == key)
