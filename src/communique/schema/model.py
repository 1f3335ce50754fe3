"""The typed model of `schema/corpus.yaml`, the one source of truth of a corpus."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from communique.schema.attribute import Value, as_value, duplicates
from communique.schema.layer import Layer
from communique.schema.names import ANNOTATOR_ID, DATE, VERSION
from communique.schema.yaml_file import misplaced

Strings = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Annotator(BaseModel):
    """Who made a pass: a pseudonym, never a name or an address. Further keys are kept as notes."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(pattern=ANNOTATOR_ID)
    type: Literal["human", "model", "human+model"]
    role: Literal["pilot", "annotator", "adjudicator"] = "annotator"
    description: str = ""

    @property
    def adjudicates(self) -> bool:
        """Whether it is for this annotator to decide what the others disagree on."""
        return self.role == "adjudicator"


class Alias(_Strict):
    """A surface form of an entity; `metonym` when it can stand for another (a capital)."""

    text: str
    metonym: bool = False


def _as_alias(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Entity(_Strict):
    """One entry of the closed registry that entity attributes point to."""

    id: str
    type: str
    name: str
    aliases: tuple[Annotated[Alias, BeforeValidator(_as_alias)], ...] = ()


class Actor(_Strict):
    """One who can be a holder or a target, tied to a side."""

    id: str
    name: str = ""
    side: str = ""
    aliases: tuple[Annotated[Alias, BeforeValidator(_as_alias)], ...] = ()


class Schema(_Strict):
    """A corpus: what it is called, who annotates it, and every label it knows.

    `gates`: layer, question (or `spans`), the least alpha that a release demands.
    Units: `version` is semantic (three numbers), `released` an ISO date. Errors carry line, key
    and expectation (`YamlError`) when read through `load_schema`.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str = ""
    version: str = Field(default="0.1.0", pattern=VERSION)
    released: str | None = Field(default=None, pattern=DATE)
    description: str = ""
    language: Strings = ()
    languages: Strings = ()
    licenses: Mapping[str, Any] = {}
    genres: tuple[Annotated[Value, BeforeValidator(as_value)], ...] = ()
    annotators: tuple[Annotator, ...] = ()
    actors: tuple[Actor, ...] = ()
    targets: tuple[Annotated[Value, BeforeValidator(as_value)], ...] = ()
    registry: tuple[Entity, ...] = ()
    splits: Mapping[str, Strings] = {}
    allowed_overlap: Strings = ()
    layers: tuple[Layer, ...] = Field(min_length=1)
    gates: Mapping[str, Mapping[str, float]] = {}
    notes: Mapping[str, str] = {}

    @field_validator("licenses", mode="before")
    @classmethod
    def _one_licence(cls, value: object) -> object:
        return {"annotations": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Schema":
        for what, items in (
            ("annotators", [a.id for a in self.annotators]),
            ("actors", [a.id for a in self.actors]),
            ("targets", [t.id for t in self.targets]),
            ("registry", [e.id for e in self.registry]),
            ("layers", [layer.name for layer in self.layers]),
        ):
            if twice := duplicates(items):
                raise misplaced((what,), f"id given twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _references_resolve(self) -> "Schema":
        for i, layer in enumerate(self.layers):
            earlier = layer.preannotate.annotator
            if earlier and self.annotator(earlier) is None:
                raise misplaced(("layers", i, "preannotate"), f"{earlier!r} is no annotator")
            for j, attribute in enumerate(layer.attributes):
                for source in filter(None, (attribute.source, attribute.for_each)):
                    if not self._vocabulary(layer, source):
                        where = ("layers", i, "attributes", j)
                        raise misplaced(where, f"{source!r} names an empty or unknown list")
        return self

    @model_validator(mode="after")
    def _gates_ask_something(self) -> "Schema":
        for name, gate in self.gates.items():
            if name not in self._layers:
                known = ", ".join(self._layers)
                raise misplaced(("gates", name), f"no layer is called {name!r}; expected {known}")
            asked = self._layers[name].questions
            for question in gate:
                if question not in asked:
                    message = f"{name} asks no {question!r}; expected {', '.join(asked)}"
                    raise misplaced(("gates", name, question), message)
        return self

    def layer(self, name: str) -> Layer:
        """The layer of that name. Raises KeyError."""
        return self._layers[name]

    @cached_property
    def _layers(self) -> dict[str, Layer]:
        return {layer.name: layer for layer in self.layers}

    @cached_property
    def metonyms(self) -> frozenset[str]:
        """Surface forms that need a reading (aliases with `metonym: true`)."""
        return frozenset(a.text for e in self.registry for a in e.aliases if a.metonym)

    @property
    def all_languages(self) -> tuple[str, ...]:
        """BCP 47 codes, whichever key they were given under."""
        return self.languages or self.language

    def annotator(self, annotator_id: str) -> Annotator | None:
        """The annotator of that pseudonym, or None."""
        return next((a for a in self.annotators if a.id == annotator_id), None)

    def values(self, layer: Layer, name: str) -> tuple[str, ...]:
        """The ids that an attribute (or a vocabulary) allows, in schema order; () for free text."""
        attribute = layer.attribute(name)
        if attribute is None:
            return self._vocabulary(layer, name)
        if attribute.values:
            return tuple(v.id for v in attribute.values)
        return self._vocabulary(layer, attribute.source) if attribute.source else ()

    def _vocabulary(self, layer: Layer, name: str) -> tuple[str, ...]:
        lists = {
            "labels": layer.labels,
            "actors": self.actors,
            "targets": self.targets,
            "registry": self.registry,
        }
        return tuple(item.id for item in lists.get(name, ()))
