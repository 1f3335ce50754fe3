"""Edits of `sources.yaml` as text, so that comments and layout stay."""

from collections.abc import Iterator, Mapping

import yaml

from communique.schema.yaml_edit import Edit, edited, insertion, replacement
from communique.schema.yaml_file import compose_yaml


def with_values(text: str, key: str, values: Mapping[str, str]) -> str:
    """The file with `key` set for some documents, given as document id to YAML scalar.

    A key that is there gets the new value; else it follows `doc_id`. Documents that the file does
    not list are ignored. Raises ValueError where the text is not valid YAML.
    """
    mappings = _documents(compose_yaml(text))
    return edited(text, (edit for m in mappings for edit in _edits(m, key, values)))


def _documents(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value == "documents":
                yield from _documents(value)
    if isinstance(root, yaml.SequenceNode):
        yield from (item for item in root.value if isinstance(item, yaml.MappingNode))


def _edits(mapping: yaml.MappingNode, key: str, values: Mapping[str, str]) -> Iterator[Edit]:
    pairs = {name.value: (name, value) for name, value in mapping.value}
    if "doc_id" not in pairs or pairs["doc_id"][1].value not in values:
        return
    name, doc_id = pairs["doc_id"]
    value = values[doc_id.value]
    if key in pairs:
        old = pairs[key][1]
        is_empty = old.start_mark.index == old.end_mark.index
        yield replacement(old, f" {value}" if is_empty else value)
    elif mapping.flow_style:
        yield insertion(doc_id.end_mark.index, f", {key}: {value}")
    else:
        indent = " " * name.start_mark.column
        yield insertion(doc_id.end_mark.index, f"\n{indent}{key}: {value}")
