"""A layer: its unit, its labels, and the attributes that a region or a document carries."""

import re
from functools import cached_property
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Final, Literal, cast

from pydantic import BeforeValidator, Field, field_validator, model_validator

from communique.schema.attribute import (
    Attribute,
    Condition,
    Labels,
    Names,
    Strict,
    Value,
    as_condition,
    duplicates,
)
from communique.schema.derived import Derived
from communique.schema.names import (
    COLUMN,
    CONFIGS,
    CONTROL,
    DETECTION,
    DETECTION_COLUMNS,
    LAYER_NAME,
    MIXED,
)

RELATIONS: Final = "relations"
SPANS: Final = "spans"  # the question whether and where there is something


class Preannotate(Strict):
    """What an annotator finds on the page: surfaces of the registry, the records of an earlier
    pass, or the predictions of a system.

    `annotator` names who made that pass. `predictions` is a file of the format `predictions/1`;
    its path is relative to the corpus folder.
    """

    gazetteer: bool = False
    annotator: str | None = None
    predictions: str | None = Field(default=None, min_length=1)

    @field_validator("predictions")
    @classmethod
    def _inside_the_corpus(cls, value: str | None) -> str | None:
        path = PurePosixPath(value or "")
        drive = PureWindowsPath(value or "").drive
        if path.is_absolute() or ".." in path.parts or "\\" in str(path) or drive:
            raise ValueError("expected a file below the corpus folder")
        return value


def as_preannotate(value: object) -> object:
    """`gazetteer` alone, nothing at all, the mapping itself, or a list of these."""
    if isinstance(value, list):
        parts = [as_preannotate(part) for part in cast("list[object]", value)]
        given = [p.model_dump() if isinstance(p, Preannotate) else p for p in parts]
        return {k: v for part in cast("list[dict[str, Any]]", given) for k, v in part.items() if v}
    if value in (None, "", "none", "never", "false", False):
        return Preannotate()
    if value in ("gazetteer", "registry", "true", True):
        return Preannotate(gazetteer=True)
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    raise ValueError(
        "expected gazetteer, {annotator: NAME}, {predictions: FILE}, or a list of these"
    )


class Layer(Strict):
    """One question asked of every document.

    `control` is the Label Studio control that gives the label, `column` its name in the dataset,
    `uid_column` the name of the id column (span layers), `units` the block types of a block layer,
    `relations` the labels of directed links between its spans. `ordered`: its labels are listed
    from one end of a scale to the other. `required` is for a document layer: when its label must
    be given. `detect_by` is an attribute of a span layer: the dataset then also has one row for
    every sentence and every value of that attribute. `derive` are columns of `documents` that the
    build derives from the spans.
    """

    name: str = Field(pattern=LAYER_NAME)
    title: str = ""
    description: str = ""
    unit: Literal["span", "block", "document"]
    rows: Literal["nested", "flat"] = "flat"
    granularity: Literal["symbol", "word"] = "word"
    control: str = Field(default="label", pattern=CONTROL)
    column: str = Field(default="label", pattern=COLUMN)
    uid_column: str = Field(default="uid", pattern=COLUMN)
    units: tuple[str, ...] = ("paragraph",)
    labels: Labels = ()
    ordered: bool = False
    required: Annotated[bool | Condition, BeforeValidator(as_condition)] = True
    identity: Names = ("label",)
    attributes: tuple[Attribute, ...] = ()
    relations: Labels = ()
    detect_by: str | None = None
    derive: tuple[Derived, ...] = ()
    preannotate: Annotated[Preannotate, BeforeValidator(as_preannotate)] = Preannotate()
    guideline: str | None = None
    guideline_version: str = "0.1"

    @field_validator("name")
    @classmethod
    def _not_reserved(cls, value: str) -> str:
        if value == "adjudicated":
            raise ValueError("annotations/adjudicated holds the decisions; choose another name")
        if value in CONFIGS:
            raise ValueError(f"every dataset has a config named {value!r}; choose another name")
        return value

    @field_validator("guideline")
    @classmethod
    def _inside_guidelines(cls, value: str | None) -> str | None:
        path = PurePosixPath(value or "")
        if path.is_absolute() or ".." in path.parts or "\\" in str(path):
            raise ValueError("expected a file below schema/guidelines")
        return value

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Layer":
        if self.unit != "span" and not re.fullmatch(LAYER_NAME, self.control):
            raise ValueError(f"{self.name}: the control of a {self.unit} layer is lower case")
        if self.relations and self.unit != "span":
            raise ValueError(f"{self.name}: relations link spans; a {self.unit} layer has none")
        if self.preannotate.predictions and self.unit == "document":
            raise ValueError(
                f"{self.name}: the layer labels whole documents, and predictions are about spans"
                " and blocks; remove `predictions` from `preannotate`"
            )
        if not self.labels and self.unit != "document":
            raise ValueError(f"{self.name}: a {self.unit} layer needs labels")
        if twice := duplicates(label.id for label in self.labels):
            raise ValueError(f"{self.name}: label given twice: {', '.join(twice)}")
        names = [self.control, *(a.control or a.name for a in self.attributes)]
        names += [RELATIONS] if self.relations else []
        if twice := duplicates(names):
            raise ValueError(f"{self.name}: control given twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _labels_and_attributes_exist(self) -> "Layer":
        if self.required is not True and self.unit != "document":
            raise ValueError(f"{self.name}: a region always has a label; remove `required`")
        for attribute in self.attributes:
            if strange := set(attribute.labels) - set(self.label_ids):
                raise ValueError(f"{attribute.name}: 'labels' names no label: {', '.join(strange)}")
        known = {"label", "metonym", *(a.name for a in self.attributes)}
        if strange := set(self.identity) - known:
            raise ValueError(f"{self.name}: identity names no attribute: {', '.join(strange)}")
        if self.detect_by is not None and self.detecting is None:
            raise ValueError(
                f"{self.name}: detect_by names no choice of the regions of a span layer:"
                f" {self.detect_by}"
            )
        if self.detect_by is not None:
            self._detection_has_room(self.detect_by)
        return self

    @model_validator(mode="after")
    def _derives_from_attributes(self) -> "Layer":
        for derived in self.derive:
            named = {*derived.where, *derived.clear, derived.by} - {a.name for a in self.columns}
            if named or self.unit != "span":
                listed = ", ".join(sorted(named)) or f"a {self.unit} layer has no spans"
                raise ValueError(f"{derived.name}: 'derive' needs attributes of spans: {listed}")
            asked = (a for a in self.attributes if a.name == derived.name)
            if any(a.is_asked_in(self.guideline_version) for a in asked):
                raise ValueError(f"{derived.name}: annotators give it too; rename one of the two")
        return self

    def _detection_has_room(self, attribute: str) -> None:
        """The columns and the labels of the sentences must not be given twice."""
        if attribute in {*DETECTION_COLUMNS, f"{self.column}s"}:
            raise ValueError(
                f"{self.name}: the config {self.name}{DETECTION} has a column {attribute!r} of its"
                " own; rename the attribute"
            )
        if MIXED in self.label_ids:
            raise ValueError(
                f"{self.name}: with detect_by, {MIXED!r} is the label of sentences whose spans"
                " differ; rename the label"
            )

    @property
    def has_one_label(self) -> bool:
        """Whether a row of the layer's config has one label: that of a block or of one span."""
        return self.unit == "block" or (self.unit == "span" and self.rows == "flat")

    @cached_property
    def label_ids(self) -> tuple[str, ...]:
        """Label ids in schema order."""
        return tuple(label.id for label in self.labels)

    @cached_property
    def region_attributes(self) -> tuple[Attribute, ...]:
        """Attributes of a region, in schema order."""
        return tuple(a for a in self.attributes if a.level == "region")

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The names of the attributes of a region that annotators can agree on."""
        return tuple(a.name for a in self.region_attributes if a.counts)

    @cached_property
    def columns(self) -> tuple[Attribute, ...]:
        """Attributes of a region that say something of the text, so that a decision has them."""
        return tuple(a for a in self.region_attributes if a.about == "text")

    @cached_property
    def detecting(self) -> Attribute | None:
        """The attribute that `detect_by` names; None without one."""
        chosen = (a for a in self.columns if a.name == self.detect_by and a.type == "choice")
        return next(chosen, None) if self.unit == "span" else None

    @property
    def document_answers(self) -> tuple[Attribute, ...]:
        """Attributes of a document that say something of the text."""
        return tuple(a for a in self.document_attributes if a.about == "text")

    @property
    def document_columns(self) -> tuple[Attribute, ...]:
        """As `document_answers`, without those in whose place a derived column is now."""
        derived = {d.name for d in self.derive}
        return tuple(a for a in self.document_answers if a.name not in derived)

    def column_name(self, attribute: Attribute) -> str:
        """The column of `documents` that a document attribute fills."""
        own_label = self.unit == "document" and attribute.name == self.control
        return self.column if own_label else attribute.name

    @cached_property
    def document_attributes(self) -> tuple[Attribute, ...]:
        """Attributes of a document, in schema order; a document layer's label comes first."""
        own = tuple(a for a in self.attributes if a.level == "document")
        label = self.document_label
        return own if label is None else (label, *own)

    @cached_property
    def document_label(self) -> Attribute | None:
        """The label of a document layer as the attribute that its page asks for; else None."""
        if self.unit != "document" or not self.labels:
            return None
        label = Attribute(
            name=self.control,
            type="choice",
            level="document",
            values=tuple(Value(**label.model_dump(exclude={"color"})) for label in self.labels),
            ordered=self.ordered,
        )
        return label.model_copy(update={"required": self.required})

    @property
    def questions(self) -> tuple[str, ...]:
        """What agreement is measured on: where something is, its label, attributes, relations."""
        label = () if self.unit == "document" else ("label",)
        asked = (*self.region_attributes, *self.document_attributes)
        attributes = (a.name for a in asked if a.counts and a.type != "text")
        relations = (RELATIONS,) if self.relations else ()
        return (*((SPANS,) if self.unit == "span" else ()), *label, *attributes, *relations)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, or None."""
        return next((a for a in self.attributes if a.name == name), None)
