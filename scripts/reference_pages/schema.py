"""docs/reference/schema.md: every key of `schema/corpus.yaml`, with an example and an error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml
from pydantic import BaseModel

from communique.schema import CardTexts, Schema
from communique.schema.attribute import Attribute, Computed, Label, Lasting
from communique.schema.derived import Derived
from communique.schema.former_keys import FORMER_KEYS
from communique.schema.layer import Layer, Preannotate
from communique.schema.model import Annotator
from communique.schema.vocabulary import Alias, Entry
from communique.util.markdown import sentence, table
from reference_pages.markdown import NOTE, code
from reference_pages.schema_loading import Place, errors, with_part
from reference_pages.schema_types import default_words, type_words
from reference_pages.schema_words import FORMER, INTRODUCTION, UNREADABLE

WORDS: Final = Path(__file__).with_name("schema_keys.yaml")
OTHER_LAYERS: Final = {"topics": 1, "tone": 2}  # in the base


class Section(NamedTuple):
    """The keys of one mapping: where it is in a file, and in the base of the examples."""

    name: str
    title: str
    prefix: str
    model: type[BaseModel]
    place: Place
    about: str = ""


SECTIONS: Final = (
    Section("schema", "The corpus", "", Schema, ()),
    Section("annotator", "Annotators", "annotators[].", Annotator, ("annotators", 0),
            "Further keys are kept as notes."),
    Section("label", "Labels and values", "layers[].labels[].", Label, ("layers", 0, "labels", 0),
            "`relations`, the `values` of an attribute, `genres` and the entries of lists have the"
            " same keys; only labels and relations have a `color`. A label that has only an id can"
            " be a text: `labels: [PERSON, PLACE]`."),
    Section("entry", "Entries of lists", "vocabularies.NAME[].", Entry, ("actors", 1),
            "Entries of `actors`, `targets`, `registry` and of each list in `vocabularies` have the"
            " keys of labels without `color`, and these:"),
    Section("alias", "Aliases", "vocabularies.NAME[].aliases[].", Alias,
            ("actors", 1, "aliases", 0)),
    Section("layer", "Layers", "layers[].", Layer, ("layers", 0)),
    Section("preannotate", "What annotators are offered", "layers[].preannotate.", Preannotate,
            ("layers", 0, "preannotate")),
    Section("attribute", "Attributes", "layers[].attributes[].", Attribute,
            ("layers", 0, "attributes", 0)),
    Section("computed", "Computed attributes", "layers[].attributes[].computed.", Computed,
            ("layers", 0, "attributes", 0, "computed")),
    Section("derive", "Derived columns", "layers[].derive[].", Derived,
            ("layers", 0, "derive", 0)),
    Section("card", "The dataset card", "card.", CardTexts, ("card",),
            "The card leaves out what is not given."),
)  # fmt: skip
INHERITED: Final = {"entry": Label}  # a section, and the model whose keys it does not repeat


def schema_page() -> str:
    """The page. Raises KeyError for a key without words, ValueError for a wrong example."""
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    lines = [INTRODUCTION, _unreadable(), "", NOTE]
    for section in SECTIONS:
        lines += ["", f"## {section.title}", ""]
        lines += [section.about, ""] if section.about else []
        for key in keys(section):
            lines += _key(section, key, words[section.name][key])
    return "\n".join([*lines, FORMER, _former_keys()]) + "\n"


def keys(section: Section) -> list[str]:
    """The keys that a section describes, in the order of the model; the versions come last."""
    inherited = INHERITED[section.name].model_fields if section.name in INHERITED else {}
    own = [key for key in section.model.model_fields if key not in inherited]
    return sorted(own, key=Lasting.model_fields.__contains__)


def _key(section: Section, key: str, words: dict[str, Any]) -> Iterator[str]:
    field = section.model.model_fields[key]
    kind = words.get("type") or type_words(field)
    default = f"default: {words['default']}" if "default" in words else default_words(field)
    place, without = _place(section, words), tuple(words.get("without", ()))
    if faults := errors(with_part(place, words["example"], without)):
        raise ValueError(f"{section.name}.{key}: the example is wrong: {faults}")
    faults = errors(with_part(place, words["wrong"], without))
    if not faults:
        raise ValueError(f"{section.name}.{key}: {words['wrong']!r} is not wrong")
    yield from (f"### `{section.prefix}{key}`", "", sentence(f"{kind}; {default}"), "")
    yield from (words["meaning"].strip(), "", "```yaml", _block(words["example"]), "```", "")
    wrong = words["wrong"].strip("{}") if words["wrong"].startswith("{") else words["wrong"]
    yield from (f"With {code(wrong)}, the message is {code('; '.join(faults))}.", "")


def _place(section: Section, words: dict[str, Any]) -> Place:
    layer = OTHER_LAYERS.get(words.get("in", ""))
    return section.place if layer is None else ("layers", layer, *section.place[2:])


def _block(example: str) -> str:
    """A mapping in braces, one key a line."""
    if not example.startswith("{"):
        return example.strip()
    parts = yaml.safe_load(example).items()
    return "\n".join(f"{k}: {_flow(v)}" for k, v in parts)


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True)
    return text.removesuffix("...\n").strip()


def _unreadable() -> str:
    rows = [[what, code("; ".join(errors(text)))] for what, text in UNREADABLE.items()]
    return table(["what is wrong", "what `communique check` says after the line number"], rows)


def _former_keys() -> str:
    prefixes = {"schema": "", "layer": "layers[].", "attribute": "layers[].attributes[]."}
    prefixes["preannotate"] = "layers[].preannotate."
    rows = [
        [code(prefixes[place] + former), code(prefixes[place] + current)]
        for place, names in FORMER_KEYS.items()
        for former, current in names.items()
    ]
    return table(["former key", "now"], rows)
