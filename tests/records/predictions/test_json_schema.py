"""The JSON Schema of predictions: what the reader accepts, it accepts."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import broken
from communique.records.predictions import Header, Prediction, read_predictions
from communique.records.predictions.json_schema import predictions_schema
from communique.schema import load_schema
from paths import ROOT
from units import FRAME, GIVEN, IDS, PARIS, PLACES, SCHEMA, SENTENCE, SPANS

MADE = predictions_schema(SCHEMA)
ANY = Draft202012Validator(MADE)
EXAMPLES = {
    "names": [SPANS, {**SPANS, "spans": []}],
    "frames": [FRAME, {**FRAME, "soft": {"money": 0.5, "people": 0.5}}],
    "names_detection": [SENTENCE],
}


def of(layer: str) -> Draft202012Validator:
    return Draft202012Validator({**MADE, "anyOf": [{"$ref": f"#/$defs/{layer}"}]})


def accepted(layer: str, line: Any) -> bool:
    lines = broken.predictions(layer, [line]).encode().splitlines()
    kinds = [type(event) for event in read_predictions(lines, SCHEMA, PLACES)]
    return kinds == [Header, Prediction]


@pytest.mark.parametrize("layer", EXAMPLES)
def test_examples_of_every_form_are_valid(layer: str):
    Draft202012Validator.check_schema(MADE)
    head = json.loads(broken.predictions(layer, []))
    assert of("Header").is_valid(head)
    for line in [*EXAMPLES[layer], *([GIVEN] if layer == "names" else [])]:
        assert accepted(layer, line)
        assert of(layer).is_valid(line)
        assert ANY.is_valid(line)
        assert not of(layer).is_valid({**line, "more": 1})
        assert not of(layer).is_valid({k: v for k, v in line.items() if k != next(iter(line))})


def test_other_labels_offsets_and_headers_are_refused():
    assert not ANY.is_valid({**FRAME, "label": "sport"})
    assert not ANY.is_valid(broken.spans({**PARIS, "start": -1}))
    assert not ANY.is_valid(broken.spans({**PARIS, "attributes": {"holders": ["bob"]}}))
    assert not ANY.is_valid({**json.loads(broken.predictions("names", [])), "split": "dev"})


WORDS = st.sampled_from(
    ["person", "place", "money", "none", "mixed", "ann", "rome", "AUTHOR", "literal", "x", "", " "]
)
VALUES = st.one_of(st.none(), WORDS, st.lists(WORDS, max_size=3), st.integers(-1, 1))
NAMES = st.sampled_from(["reading", "entity_id", "holders", "note", "frames", "about", "tone"])
ATTRIBUTES = st.dictionaries(NAMES, VALUES, max_size=2)
SHARES = st.none() | st.dictionaries(WORDS, st.floats(-0.5, 1.5) | st.integers(0, 1), max_size=2)
LABELLED = {"label": WORDS}
FREE = {"attributes": ATTRIBUTES, "soft": SHARES}
SPAN = st.fixed_dictionaries(
    {"start": st.integers(-1, 30), "end": st.integers(0, 80) | st.just(29.0), **LABELLED},
    optional={"text": st.sampled_from([None, "Paris", "A"]), **FREE},
)
DOC = {"doc_id": st.just("one")}
LINES = st.one_of(
    st.fixed_dictionaries(
        {**DOC, "block_id": st.sampled_from(IDS), "spans": st.lists(SPAN, max_size=2)}
    ),
    st.fixed_dictionaries({**DOC, "block_id": st.sampled_from(IDS), **LABELLED}, optional=FREE),
    st.fixed_dictionaries({"uid": st.just("e123"), **LABELLED}, optional=FREE),
    st.fixed_dictionaries(
        {**DOC, "sentence_id": st.just(f"{IDS[1]}.1"), "target": WORDS, **LABELLED},
        optional={"soft": SHARES},
    ),
)


@given(layer=st.sampled_from(list(EXAMPLES)), line=LINES)
def test_what_the_reader_accepts_the_schema_accepts(layer: str, line: Any):
    if accepted(layer, line):
        assert of(layer).is_valid(line), line


@given(
    header=st.fixed_dictionaries(
        {
            "communique": st.sampled_from(["predictions/1", "x"]),
            "layer": st.sampled_from(["names", "frames", "names_detection", "x"]),
            "data_version": st.text(max_size=3),
            "split": st.sampled_from(["train", "all", "x"]),
            "system": st.text(max_size=3),
        }
    )
)
def test_headers_that_the_reader_accepts_the_schema_accepts(header: Any):
    (event,) = read_predictions([json.dumps(header).encode()], SCHEMA, PLACES)
    if isinstance(event, Header):
        assert of("Header").is_valid(header), header


def test_the_rendered_schema_of_this_corpus_has_all_its_layers():
    made = json.loads(Path(ROOT / "schema/rendered/predictions.schema.json").read_text())
    layers = [layer.name for layer in load_schema(ROOT / "schema/corpus.yaml").layers]
    detection = {f"{x}_detection" for x in layers} & set(made["$defs"])
    assert set(made["$defs"]) == {"Header", *layers, *detection}
    assert detection
