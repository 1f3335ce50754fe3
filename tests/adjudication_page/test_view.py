"""What the page shows of an item: the votes by pseudonym, and in what the answers differ."""

from pathlib import Path

import pytest

import linked
import mini
from communique.adjudication_page.view import ItemView, item_view, pair_view
from communique.records.linked_pairs import linked_pairs
from communique.workspace import Corpus
from voters import corpus, literal, longer, two_readings, without


def views(root: Path, layer: str = "names") -> list[ItemView]:
    opened = Corpus.open(root)
    items = [i for i in opened.reading.items if i.layer == layer and not i.unanimous]
    found = opened.schema.layer(layer)
    return [item_view(opened.schema, found, i, mini.TEXT) for i in items]


@pytest.fixture
def open_items(tmp_path: Path) -> dict[str, ItemView]:
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(literal(task)), without(literal(task), "r1"))
    return {v.title: v for v in views(root)}


def test_a_border_is_shown_in_the_text_and_in_the_words(open_items: dict[str, ItemView]):
    view = open_items["Paris"]
    assert view.differ_in == ("range",)
    (passage,) = view.passages
    assert "".join(p.text for p in passage.pieces) == mini.TEXT.split("\n")[1]
    assert [w.kind for w in view.answers[1].words] == ["more", "same"]
    assert [a.voters for a in view.answers] == [("ann-1", "ann-3"), ("ann-2",)]
    assert [a.is_proposed for a in view.answers] == [True, False]


def test_an_attribute_is_marked_as_what_differs(open_items: dict[str, ItemView]):
    view = open_items["Rome"]
    assert view.differ_in == ("reading",)
    values = {(v.attribute, v.value, v.differs) for a in view.answers for v in a.values}
    assert {("reading", "literal", True), ("reading", "metonymic", True)} <= values
    assert [a.words for a in view.answers] == [(), ()]
    assert view.reason_to_keep == "attribute"


def test_who_gave_no_answer_is_named(open_items: dict[str, ItemView]):
    view = open_items["Ann Lee"]
    assert view.absent == ("ann-3",)
    assert (view.voters, view.differ_in) == (3, ("whether it is there",))
    assert (view.reason_to_keep, view.reason_to_reject) == ("missed", "spurious")
    (answer,) = view.answers
    (value,) = [v for v in answer.values if v.attribute == "entity_id"]
    assert (value.value, value.names, value.differs) == ("per:ann-lee", "Ann Lee", False)


def test_one_of_two_answers_is_not_the_most_frequent(tmp_path: Path):
    task = mini.names_task()
    (view,) = views(corpus(tmp_path, task, without(task, "r1")))
    assert [(a.voters, a.is_proposed) for a in view.answers] == [(("ann-1",), False)]


def test_a_paragraph_is_in_view_and_not_marked(tmp_path: Path):
    root = mini.write_corpus(tmp_path, two_readings())
    block, tone = views(root, "frames")
    assert [p.answers for p in block.passages[0].pieces] == [()]
    assert block.passages[0].pieces[0].text == mini.TEXT.split("\n")[2]
    assert {a.label for a in block.answers} == {"money", "people"}
    assert tone.question == "tone"
    assert [p.pieces[0].text for p in tone.passages] == mini.TEXT.split("\n")


def test_a_relation_shows_both_ends_and_its_labels(tmp_path: Path):
    root = linked.corpus(tmp_path, [("r1", "r4", "praises")], [("r1", "r4", "denies")])
    opened = Corpus.open(root)
    layer = opened.schema.layer("names")
    (pair,) = linked_pairs(layer, opened.reading.items)
    view = pair_view(layer, pair, mini.TEXT)
    assert view.title == "Ann Lee → Rome"
    assert [p.role for p in view.passages] == ["from", "to"]
    assert [(a.label, a.voters) for a in view.answers] == [
        ("praises", ("ann-1",)),
        ("denies", ("ann-2",)),
    ]
    assert view.differ_in == ("label",)
