"""The typed model of `schema/corpus.yaml`, the one source of truth of a corpus."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from communique.schema.attribute import Attribute, Value, as_value, duplicates
from communique.schema.card_texts import CardTexts
from communique.schema.layer import Layer
from communique.schema.names import (
    ANNOTATOR_ID,
    CORPUS_NAME,
    DATE,
    DETECTION,
    EVALUATION,
    LAYER_NAME,
    VERSION,
)
from communique.schema.references import misplaced_references
from communique.schema.vocabulary import Actor, Entity, Entries, Entry
from communique.schema.yaml_file import misplaced

Strings = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Annotator(BaseModel):
    """Who made a pass: a pseudonym, never a name or an address. Further keys are kept as notes.

    `layers`: the layers that the annotator has to work on, by name; None: all of them. Passes over
    other layers stay what they are.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(pattern=ANNOTATOR_ID)
    type: Literal["human", "model", "human+model"]
    role: Literal["pilot", "annotator", "adjudicator"] = "annotator"
    description: str = ""
    layers: Strings | None = None

    def works_on(self, layer: str) -> bool:
        """Whether the annotator has to work on a layer."""
        return self.layers is None or layer in self.layers

    @property
    def adjudicates(self) -> bool:
        """Whether it is for this annotator to decide what the others disagree on."""
        return self.role == "adjudicator"


class Schema(_Strict):
    """A corpus: what it is called, who annotates it, and every label it knows.

    `vocabularies`: the lists that attributes can name; `actors`, `targets` and `registry` may also
    stand beside them, as keys of their own. `gates`: layer, question (or `spans`), the least alpha
    that a release demands.
    Units: `version` is semantic (three numbers), `released` an ISO date. Errors carry line, key
    and expectation (`YamlError`) when read through `load_schema`.
    """

    name: str = Field(pattern=CORPUS_NAME)
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
    targets: Entries = ()
    registry: tuple[Entity, ...] = ()
    vocabularies: Mapping[Annotated[str, Field(pattern=LAYER_NAME)], Entries] = {}
    splits: Mapping[str, Strings] = {}
    allowed_overlap: Strings = ()
    layers: tuple[Layer, ...] = Field(min_length=1)
    gates: Mapping[str, Mapping[str, float]] = {}
    notes: Mapping[str, str] = {}
    card: CardTexts = CardTexts()

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
        for name, entries in self.vocabularies.items():
            if twice := duplicates(entry.id for entry in entries):
                raise misplaced(("vocabularies", name), f"id given twice: {', '.join(twice)}")
            if name == "labels":
                raise misplaced(("vocabularies", name), "`labels` are those of a layer")
            if getattr(self, name, None) and name in _OWN_KEYS:
                raise misplaced((name,), f"given twice: here and as vocabularies.{name}")
        return self

    @model_validator(mode="after")
    def _configs_are_unique(self) -> "Schema":
        detected = [x.name for x in self.layers if x.detect_by]
        asked = [x.name for x in self.layers if x.has_one_label]
        asked += [f"{name}{DETECTION}" for name in detected]
        taken = {f"{x}{DETECTION}": f"the sentences of {x} (detect_by)" for x in detected}
        taken |= {f"{x}{EVALUATION}": f"the questions about {x}" for x in asked}
        for i, layer in enumerate(self.layers):
            if layer.name in taken:
                message = (
                    f"{layer.name!r} is the config of {taken[layer.name]}; choose another name"
                )
                raise misplaced(("layers", i, "name"), message)
        return self

    @model_validator(mode="after")
    def _references_resolve(self) -> "Schema":
        for place, message in misplaced_references(self):
            raise misplaced(place, message)
        return self

    @model_validator(mode="after")
    def _annotators_have_layers(self) -> "Schema":
        for i, annotator in enumerate(self.annotators):
            if strange := sorted(set(annotator.layers or ()) - set(self._layers)):
                known = ", ".join(self._layers)
                message = f"{annotator.id}: no layer is called {strange[0]!r}; expected {known}"
                raise misplaced(("annotators", i, "layers"), message)
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
    def all_vocabularies(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every list of the schema by name, whichever key it was given under."""
        own = {name: getattr(self, name) for name in _OWN_KEYS}
        return {**{name: listed for name, listed in own.items() if listed}, **self.vocabularies}

    def vocabulary(self, name: str) -> tuple[Entry, ...]:
        """The entries of a list; () if there is none of that name."""
        return self.all_vocabularies.get(name, ())

    @cached_property
    def flags(self) -> Mapping[str, frozenset[str]]:
        """Surface forms with the flags that aliases give them (`metonym: true`)."""
        found: dict[str, frozenset[str]] = {}
        for entries in self.all_vocabularies.values():
            for alias in (a for entry in entries for a in entry.aliases if a.flags):
                found[alias.text] = found.get(alias.text, frozenset()) | alias.flags
        return found

    @cached_property
    def flag_names(self) -> frozenset[str]:
        """What conditions can ask of a surface."""
        return frozenset({"metonym"}).union(*self.flags.values())

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
        if attribute is None and layer.document_label and name == layer.control:
            return layer.label_ids
        entries = self.entries(layer, name if attribute is None else attribute)
        return tuple(entry.id for entry in entries)

    def entries(self, layer: Layer, of: Attribute | str) -> tuple[Value, ...]:
        """The values of an attribute, or of a list by its name, in schema order."""
        if isinstance(of, Attribute):
            return of.values or (self.entries(layer, of.source) if of.source else ())
        return layer.labels if of == "labels" else self.vocabulary(of)


_OWN_KEYS: Final = ("actors", "targets", "registry")
