"""One region against the schema and the text: every fault it has, or the values it carries.

What a region states, its labels and values, is judged once and remembered: annotators state the
same few things over and over. Where it stands is judged each time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from communique.label_studio.controls import Control, controls
from communique.label_studio.reading.boundaries import check_boundaries, resolve_offsets
from communique.label_studio.reading.offset_encoding import EncodingVotes
from communique.label_studio.reading.problem_kinds.layers import (
    ATTRIBUTE_NOT_ALLOWED,
    INCOMPLETE_IMPORT,
    MISSING_ATTRIBUTE,
    WRONG_CARDINALITY,
)
from communique.label_studio.reading.problem_kinds.regions import (
    DUPLICATE_REGION,
    MISSING_LABEL,
    UNKNOWN_LABEL,
)
from communique.label_studio.reading.region import Answer, Region, values_by_control
from communique.label_studio.reading.regions import Shapes
from communique.label_studio.reading.values import ValueRules
from communique.problems import Fault, ProblemKind
from communique.records import Values
from communique.schema import Attribute, Layer, Schema, Value, former_names, layer_as_of
from communique.util.plural import counted

_MOST_REMEMBERED: Final = 1 << 16
_NO_FLAGS: Final[frozenset[str]] = frozenset()


class Statement(NamedTuple):
    """What a region states: label, attributes, the values that make it the same thing as another
    (`identity`), and what is wrong with any of it. `stated`: under the names of the export, if
    they have been changed since. `missing` says which required attributes an import does not have.
    """

    label: str | None
    attributes: Mapping[str, Values]
    identity: tuple[str, ...]
    faults: Sequence[Fault]
    stated: tuple[str, Mapping[str, Values]] | None = None
    missing: Sequence[str] = ()


class ValidRegion(msgspec.Struct, frozen=True, gc=False):
    """A sound region: its range in the text it was made on (code points), and what it states."""

    span: tuple[int, int]
    statement: Statement

    @property
    def label(self) -> str:
        """The region's label."""
        return self.statement.label or ""


class DocumentAnswer(NamedTuple):
    """A document control, its values in schema order, and its faults; `stated` are values that the
    export gives under a former name.
    """

    control: Control
    values: list[str]
    faults: list[Fault]
    stated: Mapping[str, str]


@dataclass(frozen=True)
class RegionValidator:
    """What regions of one layer are compared with.

    `is_import`: they were made with another tool, so a required attribute may be missing.
    """

    schema: Schema
    layer: Layer
    controls: Mapping[str, Control]
    is_import: bool = False
    _statements: dict[frozenset[str] | None, dict[tuple[Answer, ...], Statement]] = field(
        default_factory=lambda: defaultdict(dict[tuple[Answer, ...], Statement])
    )
    _documents: dict[tuple[Answer, ...], list[DocumentAnswer]] = field(
        default_factory=dict[tuple[Answer, ...], list[DocumentAnswer]]
    )

    @cached_property
    def shapes(self) -> Shapes:
        """What rows of the layer's page look like."""
        known = {name: self._allowed(control) for name, control in self.controls.items()}
        return Shapes(self.controls, known)

    def _allowed(self, control: Control) -> frozenset[str]:
        """The values that a control may give, under today's names and former ones."""
        entries = self._entries(control)
        return frozenset(name for e in entries for name in (e.id, *e.formerly))

    @cached_property
    def rules(self) -> ValueRules:
        """What values attributes may have."""
        return ValueRules(self.schema, self.layer)

    def as_of(self, version: str | None, *, is_import: bool = False) -> "RegionValidator":
        """What regions are compared with that were made under a version of the guideline, or with
        another tool.
        """
        schema, layer = layer_as_of(self.schema, self.layer, version)
        if schema is self.schema and is_import == self.is_import:
            return self
        return RegionValidator(schema, layer, controls(schema, layer), is_import)

    @cached_property
    def former_values(self) -> Mapping[str, Mapping[str, str]]:
        """By control, the former names of its values and their names now."""
        found = {c.name: former_names(self._entries(c)) for c in self.controls.values()}
        return {name: names for name, names in found.items() if names}

    def _entries(self, control: Control) -> Sequence[Value]:
        if control.attribute is not None:
            return self.schema.entries(self.layer, control.attribute)
        return self.layer.labels if control.role == "label" else ()

    def _renamed(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """The answers under the names of today."""
        if not self.former_values:
            return answers
        known = self.former_values
        return tuple(
            (name, tuple(dict.fromkeys(known[name].get(v, v) for v in values)))
            if name in known
            else (name, values)
            for name, values in answers
        )

    @cached_property
    def short_lists(self) -> Mapping[str, str]:
        """The control whose values each short list has, by the name of the list."""
        return {short.name: c.name for c in self.controls.values() for short in c.short_lists}

    def _with_short_lists(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """The answers with what was chosen in short lists among those of their controls."""
        known = self.short_lists
        short = [(known[name], values) for name, values in answers if name in known]
        joined = [answer for answer in answers if answer[0] not in known]
        for name, values in short:
            at = next((n for n, answer in enumerate(joined) if answer[0] == name), len(joined))
            former = joined[at][1] if at < len(joined) else ()
            joined[at : at + 1] = [(name, tuple(dict.fromkeys((*former, *values))))]
        return tuple(joined)

    @cached_property
    def flags(self) -> Mapping[str, frozenset[str]]:
        """Surfaces with the flags that their aliases have."""
        return self.schema.flags

    def region(
        self, region: Region, text: str, votes: EncodingVotes
    ) -> ValidRegion | Sequence[Fault]:
        """The region's place and statement, or its faults, where offsets are code points."""
        start, end = region.start, region.end
        if type(start) is int and type(end) is int and 0 <= start < end <= len(text):
            surface = text[start:end]  # most are just what was echoed, and state what many state
            is_block = self.layer.unit == "block"
            if surface == region.echo and not check_boundaries(text, start, end, is_block=is_block):
                flags = self.flags.get(surface, _NO_FLAGS)
                statement = self._statements[flags].get(region.answers)
                if statement and not (statement.faults or region.faults or region.relations):
                    return ValidRegion((start, end), statement)
        return self.any_region(region, text, votes)

    def any_region(
        self, region: Region, text: str, votes: EncodingVotes
    ) -> ValidRegion | Sequence[Fault]:
        """As `region`, whatever offsets count and whatever is wrong."""
        span, faults = resolve_offsets(region, text, votes.count(region, text))
        surface = text[span[0] : span[1]] if span else None
        flags = None if surface is None else self.flags.get(surface, _NO_FLAGS)
        statement = self._statement(region.answers, flags)
        if span is not None:
            faults += check_boundaries(text, *span, is_block=self.layer.unit == "block")
        faults += [*region.faults, *statement.faults, *_relation_faults(region, self.layer)]
        return faults if faults or span is None else ValidRegion(span, statement)

    def _statement(self, answers: tuple[Answer, ...], flags: frozenset[str] | None) -> Statement:
        """What a region states; `flags` of its surface (None: not known)."""
        statements = self._statements[flags]
        known = statements.get(answers)
        if known is None:
            if len(statements) > _MOST_REMEMBERED:
                statements.clear()
            known = statements[answers] = self._judged(answers, flags)
        return known

    def _judged(self, given: Sequence[Answer], flags: frozenset[str] | None) -> Statement:
        given = self._with_short_lists(given) if self.short_lists else given
        answers = self._renamed(given)
        values = values_by_control(answers)
        faults = list(self._repeated(answers))
        label, label_faults = self._label(answers, values)
        faults += label_faults
        attributes: dict[str, Values] = {}
        missing: Sequence[str] = ()
        if label is not None and label in self.layer.label_ids:
            attributes, attribute_faults = self._attributes(values, label, flags)
            missing = [m for kind, m in attribute_faults if kind is INCOMPLETE_IMPORT]
            faults += [fault for fault in attribute_faults if fault[0] is not INCOMPLETE_IMPORT]
        identity = (label or "", *(str(attributes.get(name)) for name in self.layer.identity))
        stated = None
        if answers != given and label is not None and not faults:
            stated = self._stated(given, attributes)
        return Statement(label, attributes, identity, tuple(faults), stated, tuple(missing))

    def _stated(
        self, given: Sequence[Answer], attributes: Mapping[str, Values]
    ) -> tuple[str, Mapping[str, Values]]:
        """Label and attributes as the export names them."""
        values = values_by_control(given)
        heads = [values for name, values in given if self.controls[name].role != "attribute"]
        label = heads[0]
        if self.layer.unit == "block":
            label = values.get(self.layer.control) or self._only_value(values)
        found: dict[str, Values] = {}
        for control, attribute in self._region_attributes():
            if attribute.name in attributes:
                own = self.rules.ordered(attribute, values[control.name], self._now(control))
                found[attribute.name] = tuple(own) if attribute.many else own[0]
        return label[0], found

    def _now(self, control: Control) -> Mapping[str, str]:
        return self.former_values.get(control.name, {})

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
        given = values.get(control.name, []) or self._only_value(values)
        if not given:
            return None, [*faults, (MISSING_ATTRIBUTE, f"{control.name} is missing")]
        faults += self.rules.faults(control, given)
        return (given[0] if given[0] in self.layer.label_ids else None), faults

    def _only_value(self, values: Mapping[str, list[str]]) -> list[str]:
        """The label of a block that has none: the only value of the set that must hold it."""
        for control, attribute in self._region_attributes():
            given = values.get(control.name, [])
            if attribute.contains_label and len(given) == 1 and given[0] in self.layer.label_ids:
                return given
        return []

    def _attributes(
        self, values: Mapping[str, list[str]], label: str, flags: frozenset[str] | None
    ) -> tuple[dict[str, Values], list[Fault]]:
        faults: list[Fault] = []
        found: dict[str, Values] = {}
        facts = self._facts(values, label, flags)
        for control, attribute in self._region_attributes():
            given = self.rules.ordered(attribute, values.get(control.name, []))
            needed = attribute.applies_to(label) and _is_required(attribute, facts)
            if given:
                faults += self._given_faults(control, attribute, given, label, needed)
                found[attribute.name] = tuple(given) if attribute.many else given[0]
            elif needed:
                faults.append((self._missing_kind, f"{control.name} is missing"))
        return found, faults

    @property
    def _missing_kind(self) -> ProblemKind:
        return INCOMPLETE_IMPORT if self.is_import else MISSING_ATTRIBUTE

    def _region_attributes(self) -> Iterator[tuple[Control, Attribute]]:
        for control in self.controls.values():
            own = self.layer.unit == "block" and control.name == self.layer.control
            if control.attribute and control.level == "region" and not own:
                yield control, control.attribute

    def _facts(
        self, values: Mapping[str, list[str]], label: str, flags: frozenset[str] | None
    ) -> dict[str, list[str]]:
        """What conditions may ask for; without flags where the surface is not known."""
        facts: dict[str, list[str]] = {"label": [label]}
        if flags is not None:
            facts |= {f: ["true" if f in flags else "false"] for f in self.schema.flag_names}
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
            self._documents[key] = list(self._document(key))
        return self._documents[key]

    def _document(self, answers: Sequence[Answer]) -> Iterator[DocumentAnswer]:
        values, before = values_by_control(self._renamed(answers)), values_by_control(answers)
        for control in self.controls.values():
            attribute = control.attribute
            if attribute is None or control.level != "document":
                continue
            given = values.get(control.name, [])
            faults = self.rules.faults(control, given) if given else []
            if not given and _is_required(attribute, self._document_facts(control, values)):
                faults = [(self._missing_kind, f"{control.name} is missing")]
            now = self._now(control)
            stated = {now[old]: old for old in before.get(control.name, []) if old in now}
            yield DocumentAnswer(control, self.rules.ordered(attribute, given), faults, stated)

    def _document_facts(
        self, control: Control, values: Mapping[str, list[str]]
    ) -> dict[str, list[str]]:
        """What conditions of a document value may ask for: the document's other values. Where both
        are asked once for each entry of a list, that of the same entry.
        """
        facts: dict[str, list[str]] = {}
        for other in self.controls.values():
            asked = other.attribute
            if asked is None or other.level != "document":
                continue
            same_list = control.attribute is not None and (
                asked.for_each == control.attribute.for_each
            )
            if not same_list or other.key == control.key:
                facts.setdefault(asked.name, []).extend(values.get(other.name, []))
        own = self.layer.document_label
        return {**facts, "label": facts.get(own.name, [])} if own else facts

    def repeated(self, region: Region) -> Iterator[Fault]:
        """Controls that answer for the document in more than one row."""
        return self._repeated(region.answers)


def _is_required(attribute: Attribute, facts: Mapping[str, list[str]]) -> bool | None:
    """Whether the attribute must be given; None if that depends on a surface not known."""
    if isinstance(attribute.required, bool):
        return attribute.required
    if not set(attribute.required) <= set(facts):
        return None
    return all(set(facts[k]) & set(v) for k, v in attribute.required.items())


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
