"""Simple systems: what each of them predicts from the training units."""

import json
from pathlib import Path

import pytest

from communique.records.predictions import BlockLabel, GivenSpan
from communique.scoring.baselines import baselines
from communique.scoring.baselines.counting import by_fact, gazetteer, most_frequent, tagged
from communique.scoring.baselines.items import Block, Item
from communique.scoring.baselines.learned import crf, regression, several_regressions
from communique.scoring.dataset import GoldDataset
from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from paths import ROOT


def item(label: str, text: str = "", target: str = "a") -> Item:
    return Item("d", GivenSpan("u", label), text, "", {"target": target})


def block(words: str, tags: str = "") -> Block:
    tokens = words.split()
    starts = [sum(len(t) + 1 for t in tokens[:i]) for i in range(len(tokens))]
    return Block("d", "b", " ".join(tokens), tokens, starts, tags.split() or ["O"] * len(tokens))


def test_the_most_frequent_label_wins_and_ties_go_by_name():
    assert most_frequent([item("x"), item("y"), item("y")], [item("z")]) == [["y"]]
    assert most_frequent([item("y"), item("x")], [item("z")]) == [["x"]]


def test_a_new_value_gets_the_label_that_is_most_frequent_in_all():
    train = [item("x", target="a"), item("y", target="b"), item("y", target="b")]
    asked = [item("?", target="a"), item("?", target="b"), item("?", target="c")]
    assert by_fact("target")(train, asked) == [["x"], ["y"], ["y"]]


def test_the_gazetteer_marks_the_longest_surface_and_whole_tokens():
    train = [block("New York and York and Ann", "B-place I-place O B-person O B-person")]
    (spans,) = gazetteer(train, [block("Ann saw New York , Anna saw York")])
    assert [(s.start, s.end, s.label) for s in spans] == [
        (0, 3, "person"),
        (8, 16, "place"),
        (28, 32, "person"),
    ]


def test_tags_become_spans_also_where_a_span_begins_with_an_inner_tag():
    found = tagged(block("a b c d e"), ["I-x", "I-x", "B-x", "I-y", "O"])
    assert found == [(0, 3, "x"), (4, 5, "x"), (6, 7, "y")]


def test_the_crf_repeats_what_it_was_trained_on():
    train = [
        block(f"Mr {name} went to {place} .", "O B-person O O B-place O")
        for name, place in (("Lee", "Rome"), ("Kim", "Bern"), ("Roy", "Oslo"))
    ]
    for spans in crf(train, train):
        assert [(s.label) for s in spans] == ["person", "place"]
    assert crf(train, train) == crf(train, train)


def test_the_regression_learns_words_and_falls_back_to_a_single_label():
    train = [item("pro", "we welcome it"), item("con", "we reject it")] * 4
    asked = [item("?", "they welcome peace"), item("?", "they reject peace")]
    assert regression(train, asked) == [["pro"], ["con"]]
    assert regression(train[:1], asked) == [["pro"], ["pro"]]


def test_a_block_gets_every_label_that_its_words_point_to():
    def labelled(text: str, *labels: str) -> Item:
        unit = BlockLabel("d", "b", labels[0], {"frames": list(labels)})
        return Item("d", unit, text, "", {})

    train = [
        labelled("money tax", "money"),
        labelled("army war", "war"),
        labelled("money tax army war", "money", "war"),
    ] * 3
    (answer,) = several_regressions("frames", train, [labelled("money tax army war", "x")])
    assert sorted(answer) == ["money", "war"]


@pytest.mark.long
def test_the_committed_baselines_are_those_of_the_data(tmp_path: Path):
    build_dataset(Corpus.open(ROOT), tmp_path)
    committed = json.loads((ROOT / "evaluation/baselines.json").read_text())
    del committed["inputs_sha256"]
    assert baselines(GoldDataset(tmp_path)) == committed
