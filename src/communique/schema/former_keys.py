"""Former names of schema keys: still read, reported, and replaced in the file on request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import yaml

from communique.schema.yaml_edit import Edit, edited, replacement

Place: TypeAlias = Literal["schema", "layer", "attribute", "preannotate"]
_Pair: TypeAlias = tuple[yaml.ScalarNode, yaml.Node]

FORMER_KEYS: Final[Mapping[Place, Mapping[str, str]]] = {
    "schema": {"shared_phrases": "allowed_overlap"},
    "layer": {"uid": "uid_column"},
    "attribute": {
        "per": "for_each",
        "only": "labels",
        "agree": "counts_for_agreement",
        "signal": "about",
    },
    "preannotate": {"pass": "annotator"},
}
_INNER: Final[Mapping[Place, Mapping[str, Place]]] = {
    "schema": {"layers": "layer"},
    "layer": {"attributes": "attribute", "preannotate": "preannotate"},
    "attribute": {},
    "preannotate": {},
}


@dataclass(frozen=True, slots=True)
class FormerKey:
    """A key under its former name (1-based line), its name now, and the edits that rename it."""

    line: int
    former: str
    current: str
    edits: tuple[Edit, ...]


def rename_former_keys(root: yaml.Node) -> list[FormerKey]:
    """Rename the keys in the node tree of a schema file, in place, and list them."""
    return [
        _rename(mapping, pair, FORMER_KEYS[place][pair[0].value])
        for mapping, place in list(_mappings(root, "schema"))
        for pair in list(mapping.value)
        if isinstance(pair[0], yaml.ScalarNode) and pair[0].value in FORMER_KEYS[place]
    ]


def with_current_keys(text: str, former: list[FormerKey]) -> str:
    """The text of the file with its keys renamed; comments and layout stay as they are."""
    return edited(text, (edit for key in former for edit in key.edits))


def _mappings(node: yaml.Node, place: Place) -> Iterator[tuple[yaml.MappingNode, Place]]:
    """The mappings that can hold a former key, one or a list of them at each place."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item, place)
    if isinstance(node, yaml.MappingNode):
        yield node, place
        for key, value in node.value:
            if inner := _INNER[place].get(key.value if isinstance(key, yaml.ScalarNode) else ""):
                yield from _mappings(value, inner)


def _rename(mapping: yaml.MappingNode, pair: _Pair, current: str) -> FormerKey:
    key, value = pair
    former = key.value
    edits = [replacement(key, current)]
    key.value = current
    if former == "signal" and isinstance(value, yaml.ScalarNode):
        edits.append(_rename_signal(mapping, key, value))
    return FormerKey(key.start_mark.line + 1, former, current, tuple(edits))


def _rename_signal(mapping: yaml.MappingNode, key: yaml.ScalarNode, value: yaml.ScalarNode) -> Edit:
    """`signal: unsure` is `about: annotation`; `cannot_judge` also means: skip the document."""
    text = "annotation"
    if value.value == "cannot_judge":
        skips = [yaml.ScalarNode(key.tag, word, *_marks(value)) for word in _SKIPS]
        mapping.value.append(tuple(skips))
        between = ", " if mapping.flow_style else "\n" + " " * key.start_mark.column
        text += between + ": ".join(_SKIPS)
    value.value = "annotation"
    return replacement(value, text)


_SKIPS: Final = ("skips_document", "true")


def _marks(node: yaml.Node) -> tuple[yaml.Mark, yaml.Mark]:
    return node.start_mark, node.end_mark
