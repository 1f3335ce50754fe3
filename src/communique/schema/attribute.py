"""Closed values and attributes: the further decisions that a region or a document carries."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from communique.schema.guideline_versions import is_between, version_key
from communique.schema.names import CONTROL, GUIDELINE_VERSION, HEX_COLOR, LAYER_NAME, WORD_LIST


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Lasting(Strict):
    """What a guideline may take in (`since`) and give up (`until`: the last version with it)."""

    since: str | None = Field(default=None, pattern=GUIDELINE_VERSION)
    until: str | None = Field(default=None, pattern=GUIDELINE_VERSION)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "Lasting":
        first, last = version_key(self.since), version_key(self.until)
        if first is not None and last is not None and last < first:
            raise ValueError(f"until {self.until} is before since {self.since}")
        return self

    @property
    def is_lasting(self) -> bool:
        """Whether every version of the guideline has it."""
        return self.since is None and self.until is None

    def is_part_of(self, version: str | None) -> bool:
        """Whether that version of the guideline has it."""
        return is_between(version, self.since, self.until)


def as_strings(value: object) -> object:
    """One string alone is a list of one."""
    return [value] if isinstance(value, str) else value


class Value(Lasting):
    """One value of a closed list; `formerly` are names that older exports may give it.

    `examples` are invented: the codebook goes where the texts do not.
    """

    id: str
    definition: str = ""
    standard: str | None = None
    examples: Annotated[tuple[str, ...], BeforeValidator(as_strings)] = ()
    hotkey: str | None = None
    formerly: Annotated[tuple[str, ...], BeforeValidator(as_strings)] = ()

    @property
    def hint(self) -> str:
        """What the page says of it."""
        return self.definition


class Label(Value):
    """One label of a layer, with its colour on the page (`#rgb` or `#rrggbb`)."""

    color: str | None = Field(default=None, pattern=HEX_COLOR)


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


def _are_strings(value: object) -> bool:
    listed = cast("list[object]", value) if isinstance(value, list | tuple) else [None]
    return all(isinstance(one, str) for one in listed)


def as_condition(value: object) -> object:
    """`always`, `never`, or the facts under `when`. Raises ValueError."""
    given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if set(given) == {"when"}:
        when: Any = given["when"] or {}
        if isinstance(when, str):  # a fact by its name: `when: metonym`
            return {when: ["true"]}
        if isinstance(when, dict):
            facts = cast("dict[str, Any]", when)
            listed = {k: [v] if isinstance(v, str) else v for k, v in facts.items()}
            if all(_are_strings(v) for v in listed.values()):
                return listed
    words = {"always": True, "never": False, "true": True, "false": False}
    if isinstance(value, bool) or (isinstance(value, str) and value in words):
        return words.get(str(value), value)
    raise ValueError("expected always, never or {when: {label|attribute: [values]}}")


class Computed(Strict):
    """How the build finds the value of an attribute: `present` if an entry of the list
    `schema/words/<words>` stands in the span, else `absent`.

    `since`: the first version of the guideline under which it is computed; before, annotators gave
    it.
    """

    words: str = Field(pattern=WORD_LIST)
    present: str
    absent: str
    since: str | None = Field(default=None, pattern=GUIDELINE_VERSION)


class Attribute(Lasting):
    """A further decision on a region or a document.

    `values` lists them here, or names a vocabulary of the schema, as `registry` does (`labels`:
    those of the layer). `required: {when: FACTS}`: where `label`, another attribute or a flag of
    the alias that the span's words are has one of the values named. `labels` limits it to regions
    with one of these labels; `for_each` repeats a document attribute once for each id of a list,
    as control `<control>__<id>`.
    `required_since`: the first version of the guideline that requires it; before, it is optional.
    `contains_label`: the set must hold the region's own label. `only_when_required`: it must stay
    empty where it is not required.
    `ordered`: its values are listed from one end of a scale to the other.
    `computed`: no annotator gives it, the build computes it; it never counts in agreement.
    `about: annotation`: it is about the work of annotating, not about the text, so it never counts
    in agreement and is no column of a decision. `skips_document`: a document with a value here
    counts as skipped.
    """

    name: str = Field(pattern=LAYER_NAME)
    control: str = Field(default="", pattern=rf"{CONTROL}|^$")
    level: Literal["region", "document"] = "region"
    type: Literal["choice", "choices", "entity", "text"] = "choice"
    definition: str = ""
    values: Values = ()
    registry: str | None = None
    required: Annotated[bool | Condition, BeforeValidator(as_condition)] = False
    required_since: str | None = Field(default=None, pattern=GUIDELINE_VERSION)
    labels: tuple[str, ...] = ()
    for_each: str | None = None
    key_column: str = "key"
    value_column: str = "value"
    min: int = 0
    max: int | None = None
    exclusive: tuple[str, ...] = ()
    contains_label: bool = False
    only_when_required: bool = False
    ordered: bool = False
    counts_for_agreement: bool = True
    about: Literal["text", "annotation"] = "text"
    skips_document: bool = False
    computed: Computed | None = None

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
        if self.ordered and self.type != "choice":
            raise ValueError(f"{self.name}: only a choice is ordered")
        return self

    @model_validator(mode="after")
    def _only_documents_are_skipped(self) -> "Attribute":
        if self.skips_document and self.required is not False:
            raise ValueError(f"{self.name}: skips_document cannot be required")
        if self.skips_document and (self.level, self.about) != ("document", "annotation"):
            raise ValueError(
                f"{self.name}: skips_document needs document level and about: annotation"
            )
        return self

    def is_required_in(self, version: str | None) -> bool:
        """Whether `required` holds in that version of the guideline."""
        return is_between(version, self.required_since, None)

    @model_validator(mode="after")
    def _computed_has_values(self) -> "Attribute":
        if self.computed is None:
            return self
        if (self.type, self.level, self.about) != ("choice", "region", "text") or not self.values:
            raise ValueError(f"{self.name}: a computed attribute is a choice of a region's values")
        known = {value.id for value in self.values}
        if strange := sorted({self.computed.present, self.computed.absent} - known):
            raise ValueError(f"{self.name}: 'computed' names no value: {', '.join(strange)}")
        return self

    @property
    def is_lasting(self) -> bool:
        """Whether annotators are asked the same in every version of the guideline."""
        return super().is_lasting and self.required_since is None and self.computed is None

    def is_computed_in(self, version: str | None) -> bool:
        """Whether the build gives its value under that version of the guideline."""
        return self.computed is not None and is_between(version, self.computed.since, None)

    def is_asked_in(self, version: str | None) -> bool:
        """Whether annotators answer it under that version of the guideline."""
        return self.is_part_of(version) and not self.is_computed_in(version)

    @property
    def source(self) -> str | None:
        """The schema list that its values come from, if they are not given in place."""
        if self.registry is None and self.type == "entity" and not self.values:
            return "registry"
        return self.registry

    @property
    def counts(self) -> bool:
        """Whether it says something of the text that annotators can agree on.

        What was never asked does not count; what is computed only from some version on does, in
        the passes before.
        """
        is_asked = self.computed is None or self.computed.since is not None
        return self.counts_for_agreement and self.about == "text" and is_asked

    @property
    def many(self) -> bool:
        """Whether it holds a set of values."""
        return self.type == "choices"

    def applies_to(self, label: str | None) -> bool:
        """Whether a region of that label may carry it."""
        return not self.labels or label in self.labels


def former_names(values: Iterable[Value]) -> dict[str, str]:
    """Each former name of a value, and its name now."""
    return {old: v.id for v in values for old in v.formerly if old != v.id}


def duplicates(items: Iterable[str]) -> list[str]:
    """What occurs more than once, sorted."""
    seen: set[str] = set()
    return sorted({item for item in items if item in seen or seen.add(item)})
