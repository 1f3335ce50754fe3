"""The pages of docs/reference are what the code says now."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
import yaml
from pydantic import BaseModel
from reference_pages import FOLDER, PAGES
from reference_pages.api import public_objects
from reference_pages.cli import EXITS_WITH_1
from reference_pages.schema import SECTIONS, WORDS, keys
from reference_pages.signatures import documented, members

from communique.schema import Attribute, Label, Layer, Schema, Value
from communique.schema.attribute import as_condition
from paths import SRC

EXAMPLES = ("communique.agreement.", "communique.scoring.")
COMMANDS = SRC / "communique/commands"
ENDS_IN = {"_intake": {"pull", "import"}, "_annotate_own": {"annotate"}}  # a module, its commands


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str):
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "run scripts/docs --reference"


def test_docs_reference_has_no_page_that_is_not_made():
    assert {path.name for path in FOLDER.iterdir()} == PAGES.keys()


def test_the_commands_that_exit_with_1_are_those_of_the_code():
    exits = re.compile(r"Exit\((?!0\)|2\)|\))|INTERRUPTED\)")
    modules = [p.stem for p in COMMANDS.glob("*.py") if exits.search(p.read_text())]
    commands = [ENDS_IN.get(m, {m.lstrip("_").partition("_")[0]}) for m in modules]
    assert set[str]().union(*commands) == EXITS_WITH_1.keys()


def test_every_public_object_and_its_members_have_words():
    things = public_objects()
    without = [name for name, thing in things.items() if not documented(thing)]
    for name, thing in things.items():
        own = members(thing) if isinstance(thing, type) else ()
        without += [f"{name}.{member}" for member, it in own if not documented(it)]
    assert without == []


def test_every_measure_and_score_has_an_example():
    things = public_objects().items()
    functions = {n: t for n, t in things if n.startswith(EXAMPLES) and not isinstance(t, type)}
    assert [name for name, it in functions.items() if ">>> " not in documented(it)] == []


def test_every_key_of_the_schema_has_words_and_no_other_has():
    words = yaml.safe_load(WORDS.read_text("utf-8"))
    described = {section.name: set(keys(section)) for section in SECTIONS}
    assert {name: set(own) for name, own in words.items()} == described


def _models(kind: object) -> Iterator[type[BaseModel]]:
    """The models in a type, with those inside them."""
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    if is_model:
        yield kind
    inner = [f.annotation for f in kind.model_fields.values()] if is_model else get_args(kind)
    for part in inner:
        yield from _models(part)


def test_every_key_of_every_model_is_in_a_section():
    for model in {*_models(Schema)}:
        shown = (model, Label) if issubclass(model, Value) else (model,)
        own = [s for s in SECTIONS if issubclass(model, s.model) or s.model in shown]
        assert model.model_fields.keys() <= {key for s in own for key in keys(s)}, model


@pytest.mark.parametrize("model", [Attribute, Layer])
def test_the_words_for_required_are_those_that_the_reader_takes(model: type[BaseModel]):
    words = yaml.safe_load(WORDS.read_text("utf-8"))[model.__name__.lower()]["required"]["type"]
    *plain, condition = re.findall("`([^`]+)`", words)
    assert [as_condition(yaml.safe_load(word)) for word in plain] == [True, True, False, False]
    assert condition == "{when: {NAME: [VALUES]}}"
    assert as_condition(yaml.safe_load(condition)) == {"NAME": ["VALUES"]}
