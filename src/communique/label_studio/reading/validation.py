"""One region against the schema and the text: every fault it has, or the values it carries.

What a region states, its labels and values, is judged once and remembered: annotators state the
same few things over and over. Where it stands is judged each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from communique.label_studio.controls import Control
from communique.label_studio.reading.offset_encoding import (
    EncodingVotes,
    OffsetEncoding,
    code_points,
    matches_echo,
)
from communique.label_studio.reading.problem_kinds.layers import (
    ATTRIBUTE_NOT_ALLOWED,
    MISSING_ATTRIBUTE,
    WRONG_CARDINALITY,
)
from communique.label_studio.reading.problem_kinds.regions import (
    BLANK_AT_EDGE,
    DUPLICATE_REGION,
    MISSING_LABEL,
    OFFSET_NOT_INTEGER,
    OFFSET_OUT_OF_RANGE,
    OFFSET_REVERSED,
    SPAN_CROSSES_BLOCKS,
    TEXT_MISMATCH,
    UNKNOWN_LABEL,
)
from communique.label_studio.reading.regions import Answer, Region, Shapes, values_by_control
from communique.label_studio.reading.values import ValueRules
from communique.problems import Fault
from communique.records import Values
from communique.schema import Attribute, Layer, Schema
from communique.util.plural import counted

_SHOWN: Final = 60  # characters of a surface in a message
_MOST_REMEMBERED: Final = 1 << 16


class Statement(NamedTuple):
    """What a region states: label, attributes, the values that make it the same thing as another
    (`identity`), and what is wrong with any of it.
    """

    label: str | None
    attributes: Mapping[str, Values]
    identity: tuple[str, ...]
    faults: Sequence[Fault]


class ValidRegion(msgspec.Struct, frozen=True, gc=False):
    """A sound region: its range in the text it was made on (code points), and what it states."""

    span: tuple[int, int]
    statement: Statement

    @property
    def label(self) -> str:
        """The region's label."""
        return self.statement.label or ""


DocumentAnswer = tuple[Control, list[str], list[Fault]]


@dataclass(frozen=True)
class RegionValidator:
    """What regions of one layer are compared with."""

    schema: Schema
    layer: Layer
    controls: Mapping[str, Control]
    _statements: Mapping[bool | None, dict[tuple[Answer, ...], Statement]] = field(
        default_factory=lambda: {True: {}, False: {}, None: {}}
    )
    _documents: dict[tuple[Answer, ...], list[DocumentAnswer]] = field(
        default_factory=dict[tuple[Answer, ...], list[DocumentAnswer]]
    )

    @cached_property
    def shapes(self) -> Shapes:
        """What rows of the layer's page look like."""
        return Shapes(self.controls)

    @cached_property
    def rules(self) -> ValueRules:
        """What values attributes may have."""
        return ValueRules(self.schema, self.layer)

    @cached_property
    def metonyms(self) -> frozenset[str]:
        """Surfaces that need a reading."""
        return self.schema.metonyms

    def region(
        self, region: Region, text: str, votes: EncodingVotes
    ) -> ValidRegion | Sequence[Fault]:
        """The region's place and statement, or its faults, where offsets are code points."""
        start, end = region.start, region.end
        if type(start) is int and type(end) is int and 0 <= start < end <= len(text):
            surface = text[start:end]  # most are just what was echoed, and state what many state
            if surface == region.echo and surface.strip() == surface and "\n" not in surface:
                statement = self._statements[surface in self.metonyms].get(region.answers)
                if statement and not (statement.faults or region.faults or region.relations):
                    return ValidRegion((start, end), statement)
        return self.any_region(region, text, votes)

    def any_region(
        self, region: Region, text: str, votes: EncodingVotes
    ) -> ValidRegion | Sequence[Fault]:
        """As `region`, whatever offsets count and whatever is wrong."""
        span, faults = resolve_offsets(region, text, votes.count(region, text))
        surface = text[span[0] : span[1]] if span else None
        is_metonym = None if surface is None else surface in self.metonyms
        statement = self._statement(region.answers, is_metonym)
        faults += check_boundaries(surface) if surface is not None else ()
        faults += [*region.faults, *statement.faults, *_relation_faults(region, self.layer)]
        return faults if faults or span is None else ValidRegion(span, statement)

    def _statement(self, answers: tuple[Answer, ...], is_metonym: bool | None) -> Statement:
        """What a region states; `is_metonym`: its surface needs a reading (None: not known)."""
        known = self._statements[is_metonym].get(answers)
        if known is None:
            if len(self._statements[is_metonym]) > _MOST_REMEMBERED:
                self._statements[is_metonym].clear()
            known = self._statements[is_metonym][answers] = self._judged(answers, is_metonym)
        return known

    def _judged(self, answers: Sequence[Answer], is_metonym: bool | None) -> Statement:
        values = values_by_control(answers)
        faults = list(self._repeated(answers))
        label, label_faults = self._label(answers, values)
        faults += label_faults
        attributes: dict[str, Values] = {}
        if label is not None and label in self.layer.label_ids:
            attributes, attribute_faults = self._attributes(values, label, is_metonym)
            faults += attribute_faults
        identity = (label or "", *(str(attributes.get(name)) for name in self.layer.identity))
        return Statement(label, attributes, identity, tuple(faults))

    def _repeated(self, answers: Sequence[Answer]) -> Iterator[Fault]:
        seen: set[str] = set()
        for name, _ in answers:
            if name in seen and self.controls[name].role == "attribute":
                yield DUPLICATE_REGION, f"control {name!r} has two rows under one id"
            seen.add(name)

    def _label(
        self, answers: Sequence[Answer], values: Mapping[str, list[str]]
    ) -> tuple[str | None, list[Fault]]:
        heads = [values for name, values in answers if self.controls[name].role != "attribute"]
        if self.layer.unit != "block":
            return _one_label(heads, self.layer.label_ids)
        _, faults = _one_label(heads, self.layer.units)
        control = self.controls[self.layer.control]
        given = values.get(control.name, [])
        if not given:
            return None, [*faults, (MISSING_ATTRIBUTE, f"{control.name} is missing")]
        faults += self.rules.faults(control, given)
        return (given[0] if given[0] in self.layer.label_ids else None), faults

    def _attributes(
        self, values: Mapping[str, list[str]], label: str, is_metonym: bool | None
    ) -> tuple[dict[str, Values], list[Fault]]:
        faults: list[Fault] = []
        found: dict[str, Values] = {}
        facts = self._facts(values, label, is_metonym)
        for control, attribute in self._region_attributes():
            given = self.rules.ordered(attribute, values.get(control.name, []))
            needed = _is_required(attribute, label, facts)
            if given:
                faults += self._given_faults(control, attribute, given, label, needed)
                found[attribute.name] = tuple(given) if attribute.many else given[0]
            elif needed:
                faults.append((MISSING_ATTRIBUTE, f"{control.name} is missing"))
        return found, faults

    def _region_attributes(self) -> Iterator[tuple[Control, Attribute]]:
        for control in self.controls.values():
            own = self.layer.unit == "block" and control.name == self.layer.control
            if control.attribute and control.level == "region" and not own:
                yield control, control.attribute

    def _facts(
        self, values: Mapping[str, list[str]], label: str, is_metonym: bool | None
    ) -> dict[str, list[str]]:
        """What conditions may ask for; without `metonym` where the surface is not known."""
        facts: dict[str, list[str]] = {"label": [label]}
        if is_metonym is not None:
            facts["metonym"] = ["true" if is_metonym else "false"]
        pairs = self._region_attributes()
        return facts | {a.name: values.get(control.name, []) for control, a in pairs}

    def _given_faults(
        self,
        control: Control,
        attribute: Attribute,
        given: list[str],
        label: str,
        needed: bool | None,
    ) -> list[Fault]:
        faults = self.rules.faults(control, given)
        only_when = isinstance(attribute.required, Mapping) and attribute.only_when_required
        if not attribute.applies_to(label) or (only_when and needed is False):
            faults.append((ATTRIBUTE_NOT_ALLOWED, f"{control.name} is not allowed on this region"))
        if attribute.contains_label and label not in given:
            faults.append((WRONG_CARDINALITY, f"{control.name} does not include {label!r}"))
        return faults

    def document(self, region: Region) -> list[DocumentAnswer]:
        """Each document control with its values in schema order, and its faults."""
        key = region.answers
        if key not in self._documents:
            if len(self._documents) > _MOST_REMEMBERED:
                self._documents.clear()
            self._documents[key] = list(self._document(values_by_control(key)))
        return self._documents[key]

    def _document(self, values: Mapping[str, list[str]]) -> Iterator[DocumentAnswer]:
        for control in self.controls.values():
            attribute = control.attribute
            if attribute is None or control.level != "document":
                continue
            given = values.get(control.name, [])
            faults = self.rules.faults(control, given) if given else []
            if not given and attribute.required is True:
                faults = [(MISSING_ATTRIBUTE, f"{control.name} is missing")]
            yield control, self.rules.ordered(attribute, given), faults

    def repeated(self, region: Region) -> Iterator[Fault]:
        """Controls that answer for the document in more than one row."""
        return self._repeated(region.answers)


def resolve_offsets(
    region: Region, text: str, encoding: OffsetEncoding
) -> tuple[tuple[int, int] | None, list[Fault]]:
    """The region's range in code points of `text`, or why it has none."""
    start, end = region.start, region.end
    if type(start) is not int or type(end) is not int:
        return None, [(OFFSET_NOT_INTEGER, f"offsets are {start!r} and {end!r}")]
    length = len(text) if encoding == "code-points" else len(text.encode("utf-16-le")) // 2
    if min(start, end) < 0 or max(start, end) > length:
        return None, [(OFFSET_OUT_OF_RANGE, f"[{start}, {end}) in a text of length {length}")]
    if end <= start:
        return None, [(OFFSET_REVERSED, f"[{start}, {end})")]
    span = code_points(text, start, end, encoding)
    if span is None or (
        region.echo is not None and not matches_echo(region.echo, text[slice(*span)])
    ):
        return None, [(TEXT_MISMATCH, _mismatch(region, text, span))]
    return span, []


def _mismatch(region: Region, text: str, span: tuple[int, int] | None) -> str:
    found = "half a character" if span is None else repr(text[slice(*span)][:_SHOWN])
    echoed = repr((region.echo or "")[:_SHOWN])
    return f"[{region.start}, {region.end}) is {found} in the text, {echoed} in the export"


def check_boundaries(surface: str) -> Sequence[Fault]:
    """What is wrong with the ends of a span. A line break ends a block."""
    stripped = surface.strip()
    if stripped == surface and "\n" not in surface:
        return ()
    faults: list[Fault] = []
    if stripped != surface:
        faults.append((BLANK_AT_EDGE, "white space at the start or end"))
    if "\n" in stripped:
        faults.append((SPAN_CROSSES_BLOCKS, "the span contains a line break"))
    return faults


def _is_required(attribute: Attribute, label: str, facts: Mapping[str, list[str]]) -> bool | None:
    """Whether the attribute must be given; None if that depends on a surface not known."""
    if isinstance(attribute.required, bool):
        return attribute.required and attribute.applies_to(label)
    if "metonym" in attribute.required and "metonym" not in facts:
        return None
    met = all(set(facts.get(k, [])) & set(v) for k, v in attribute.required.items())
    return met and attribute.applies_to(label)


def _relation_faults(region: Region, layer: Layer) -> list[Fault]:
    known = {label.id for label in layer.relations}
    return [
        (UNKNOWN_LABEL, f"relation {label!r} is not in the schema")
        if label
        else (MISSING_LABEL, f"the relation to {to} has no label")
        for label, to in region.relations
        if label not in known
    ]


def _one_label(
    heads: Sequence[Sequence[str]], known: Sequence[str]
) -> tuple[str | None, list[Fault]]:
    """The only label of the rows that carry labels."""
    labels = [label for values in heads for label in values]
    if not labels:
        return None, [(MISSING_LABEL, "the region has no label")]
    faults: list[Fault] = [
        (UNKNOWN_LABEL, f"label {label!r} is not in the schema")
        for label in labels
        if label not in known
    ]
    if len(heads) > 1:
        faults.append((DUPLICATE_REGION, "one id under several label rows"))
    elif len(labels) > 1:
        faults.append((WRONG_CARDINALITY, f"{counted(len(labels), 'label')} on one region"))
    return labels[0], faults
