"""A layer: its unit, its labels, and the attributes that a region or a document carries."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from communique.schema.names import LAYER_NAME


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Strict):
    """One value of a closed list."""

    id: str
    definition: str = ""
    standard: str | None = None
    hotkey: str | None = None


class Label(Value):
    """One label of a layer, with its colour on the page (`#rgb` or `#rrggbb`)."""

    color: str | None = Field(default=None, pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")


def as_value(value: object) -> object:
    """A bare string is a value without a definition."""
    return {"id": value} if isinstance(value, str) else value


def as_names(value: object) -> object:
    """Names in a list, or in one string with commas."""
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


Values = tuple[Annotated[Value, BeforeValidator(as_value)], ...]
Labels = tuple[Annotated[Label, BeforeValidator(as_value)], ...]
Names = Annotated[tuple[str, ...], BeforeValidator(as_names)]
Condition = Mapping[str, tuple[str, ...]]


class Attribute(_Strict):
    """A further decision on a region or a document.

    `values` lists them here; `registry` names a list of the schema instead (`registry`, `actors`,
    `targets`, `labels`). `only` bounds it to some labels; `per` repeats a document attribute once
    for each id of a list, as control `<control>__<id>`. `contains_label`: the set must hold the
    region's own label. `only_when_required`: where it is not demanded it must stay empty.
    """

    name: str = Field(pattern=LAYER_NAME)
    control: str = ""
    level: Literal["region", "document"] = "region"
    type: Literal["choice", "choices", "entity", "text"] = "choice"
    definition: str = ""
    values: Values = ()
    registry: str | None = None
    required: bool | Condition = False
    only: tuple[str, ...] = ()
    per: str | None = None
    key_column: str = "key"
    value_column: str = "value"
    min: int = 0
    max: int | None = None
    exclusive: tuple[str, ...] = ()
    contains_label: bool = False
    only_when_required: bool = False
    agree: bool = True

    @field_validator("required", mode="before")
    @classmethod
    def _always_or_never(cls, value: object) -> object:
        given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        if set(given) == {"when"}:
            when: Any = given["when"] or {}
            if isinstance(when, str):  # a fact by its name: `when: metonym`
                return {when: ["true"]}
            return {k: [v] if isinstance(v, str) else v for k, v in when.items()}
        words = {"always": True, "never": False, "true": True, "false": False}
        if isinstance(value, bool) or (isinstance(value, str) and value in words):
            return words.get(str(value), value)
        raise ValueError("expected always, never or {when: {label|attribute: [values]}}")

    @field_validator("registry", mode="before")
    @classmethod
    def _true_is_the_registry(cls, value: object) -> object:
        return "registry" if value in (True, "true") else value

    @model_validator(mode="before")
    @classmethod
    def _values_may_name_a_list(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        given = cast("dict[str, Any]", data)
        values = given.get("values", ())
        if isinstance(values, str):
            return {**given, "values": (), "registry": values}
        return {**given, "values": () if values is None else values}

    @model_validator(mode="after")
    def _closed_or_free(self) -> "Attribute":
        closed = bool(self.values) or self.source is not None
        if self.type == "text" and closed:
            raise ValueError(f"{self.name}: a text attribute has no values")
        if self.type != "text" and not closed:
            raise ValueError(f"{self.name}: give values or name a registry")
        if self.values and self.registry:
            raise ValueError(f"{self.name}: give values or a registry, not both")
        if twice := duplicates(v.id for v in self.values):
            raise ValueError(f"{self.name}: value given twice: {', '.join(twice)}")
        return self

    @property
    def source(self) -> str | None:
        """The schema list that its values come from, if they are not given in place."""
        if self.registry is None and self.type == "entity" and not self.values:
            return "registry"
        return self.registry

    @property
    def many(self) -> bool:
        """Whether it holds a set of values."""
        return self.type == "choices"

    def applies_to(self, label: str | None) -> bool:
        """Whether a region of that label may carry it."""
        return not self.only or label in self.only


class Layer(_Strict):
    """One question asked of every document.

    `control` is the Label Studio control that gives the label, `column` its name in the dataset,
    `uid` the name of the id column (span layers), `units` the block types of a block layer.
    """

    name: str = Field(pattern=LAYER_NAME)
    title: str = ""
    description: str = ""
    unit: Literal["span", "block", "document"]
    rows: Literal["nested", "flat"] = "flat"
    granularity: Literal["symbol", "word"] = "word"
    control: str = "label"
    column: str = "label"
    uid: str = "uid"
    units: tuple[str, ...] = ("paragraph",)
    labels: Labels = ()
    identity: Names = ("label",)
    attributes: tuple[Attribute, ...] = ()
    preannotate: Any = None
    guideline: str | None = None
    guideline_version: str = "0.1"

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Layer":
        if not self.labels and self.unit != "document":
            raise ValueError(f"{self.name}: a {self.unit} layer needs labels")
        if twice := duplicates(label.id for label in self.labels):
            raise ValueError(f"{self.name}: label given twice: {', '.join(twice)}")
        names = [self.control, *(a.control or a.name for a in self.attributes)]
        if twice := duplicates(names):
            raise ValueError(f"{self.name}: control given twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _conditions_name_something(self) -> "Layer":
        known = {"label", "metonym", *(a.name for a in self.attributes)}
        for attribute in self.attributes:
            if isinstance(attribute.required, Mapping) and set(attribute.required) - known:
                strange = ", ".join(sorted(set(attribute.required) - known))
                raise ValueError(f"{attribute.name}: 'when' names no attribute: {strange}")
            if strange := set(attribute.only) - set(self.label_ids):
                raise ValueError(f"{attribute.name}: 'only' names no label: {', '.join(strange)}")
        if strange := set(self.identity) - known:
            raise ValueError(f"{self.name}: identity names no attribute: {', '.join(strange)}")
        return self

    @property
    def label_ids(self) -> tuple[str, ...]:
        """Label ids in schema order."""
        return tuple(label.id for label in self.labels)

    @property
    def region_attributes(self) -> tuple[Attribute, ...]:
        """Attributes of a region, in schema order."""
        return tuple(a for a in self.attributes if a.level == "region")

    @property
    def document_attributes(self) -> tuple[Attribute, ...]:
        """Attributes of a document, in schema order; a document layer's label comes first."""
        own = tuple(a for a in self.attributes if a.level == "document")
        if self.unit != "document" or not self.labels:
            return own
        label = Attribute(
            name=self.control,
            type="choice",
            level="document",
            values=tuple(Value(id=i.id, definition=i.definition) for i in self.labels),
            required=True,
        )
        return (label, *own)

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, or None."""
        return next((a for a in self.attributes if a.name == name), None)


def duplicates(items: Iterable[str]) -> list[str]:
    """What occurs more than once, sorted."""
    seen: set[str] = set()
    return sorted({item for item in items if item in seen or seen.add(item)})
