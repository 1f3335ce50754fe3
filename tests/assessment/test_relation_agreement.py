"""How far annotators agree on relations: ends first, then the label."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linked
import mini
from communique.agreement import alpha
from communique.assessment.markdown import markdown
from communique.assessment.questions import relation_question
from communique.assessment.relations import RelationPool
from communique.records import Origin, Record
from communique.records.items import ComparedItem
from communique.records.linked_pairs import linked_pairs
from communique.records.relation import Relation, relation_values
from communique.schema.attribute import Label

PRAISE, DENY = ("r1", "r4", "praises"), ("r1", "r4", "denies")
OTHER = ("r3", "r2", "denies")
LAYER = mini.load_schema_text().layer("names")
LAYER = LAYER.model_copy(
    update={"relations": tuple(Label.model_validate({"id": x}) for x in ("praises", "denies"))}
)
NAMES = ("ann-1", "ann-2", "ann-3")


def agree(communique: Any, root: Path) -> dict[str, Any]:
    done = communique("agree", "--json", "--corpus", root)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_relations_are_a_question_of_the_layer(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [DENY, OTHER], [PRAISE])
    data = agree(communique, root)
    (layer,) = [x for x in data["layers"] if x["layer"] == "names"]
    question = next(q for q in layer["questions"] if q["question"] == "relations")
    units = [["praises", "denies", "praises"], ["denies", "denies", "absent"]]
    assert (question["metric"], question["units"], question["compared"]) == ("nominal", 2, 2)
    assert question["alpha"]["value"] == pytest.approx(alpha(units).value)
    assert question["observed"] == pytest.approx(1 / 3)
    assert {v["value"]: v["count"] for v in question["values"]} == {
        "praises": 2,
        "denies": 3,
        "absent": 1,
    }
    pairs = {tuple(p["annotators"]): p for p in layer["relations"]["pairs"]}
    first = pairs["ann-1", "ann-2"]
    assert (first["labelled"]["f1"], first["unlabelled"]["f1"]) == (0.5, 1.0)
    assert pairs["ann-1", "ann-3"]["labelled"]["f1"] == pytest.approx(2 / 3)
    assert layer["relations"]["items"] == {"open": 2}
    assert layer["lowest"]["relations"]["pair"]["annotators"] == ["ann-2", "ann-3"]
    at = f"[{linked.place('r1')}, {linked.place('r1') + 7})"
    review = next(x for x in layer["review_first"] if "->" in x["at"] and at in x["at"])
    assert review["said"] == {"denies": ["ann-2"], "praises": ["ann-1", "ann-3"]}
    assert review["absent"] == []
    text = markdown(data)
    assert "| relations | nominal | 2 |" in text
    assert "F1 ends and label" in text
    assert "praises: ann-1, ann-3" in text


def test_a_layer_without_relations_has_no_such_question(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    (layer,) = [x for x in agree(communique, root)["layers"] if x["layer"] == "names"]
    assert "relations" not in layer
    assert "relations" not in {q["question"] for q in layer["questions"]}


def test_a_relation_with_an_end_of_its_own_is_absent_from_the_others(
    tmp_path: Path, communique: Any
):
    root = linked.corpus(tmp_path, [OTHER], [OTHER])
    linked.put(root, 2, [], without="r2")
    (layer,) = [x for x in agree(communique, root)["layers"] if x["layer"] == "names"]
    question = next(q for q in layer["questions"] if q["question"] == "relations")
    assert {v["value"] for v in question["values"]} == {"denies", "absent"}
    assert layer["relations"]["pairs"][0]["labelled"]["f1"] == 0


Links = dict[str, set[tuple[int, int, str]]]  # annotator: from and to item, label
LINKS = st.fixed_dictionaries(
    {
        name: st.sets(
            st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["praises", "denies"])),
            max_size=5,
        )
        for name in NAMES
    }
)


def items(links: Links) -> list[ComparedItem]:
    """Four spans that all mark, with the links of each."""
    return [
        ComparedItem("names", "one", tuple(sorted(links)), tuple(_records(links, n)), True)
        for n in range(4)
    ]


def _records(links: Links, n: int) -> list[Record]:
    return [
        Record(
            annotation_id=f"a-{name}-{n}",
            layer="names",
            doc_id="one",
            annotator=name,
            annotator_type="human",
            pass_=1,
            kind="span",
            start=10 * n,
            end=10 * n + 5,
            raw_start=10 * n,
            raw_end=10 * n + 5,
            text="surface",
            label="place",
            attributes={
                "relations": relation_values(
                    Relation(f"a-{name}-{n}", f"a-{name}-{to}", label)
                    for at, to, label in links[name]
                    if at == n
                )
            },
            origin=None,
            guideline_version="1.0",
            text_sha256="0" * 64,
            source=Origin("", "", None, None, None),
        )
        for name in sorted(links)
    ]


def measures(links: Links) -> tuple[float | None, list[float | None]]:
    pairs = linked_pairs(LAYER, items(links))
    question = relation_question(LAYER, pairs)
    value = alpha([unit.values for unit in question.units]).value if question else None
    pool = RelationPool({"one": sorted(links)})
    pool.add(pairs)
    f1 = pool.measures()["pairs"]
    return value, sorted((p["labelled"]["f1"] for p in f1), key=str)


@given(links=LINKS)
def test_annotators_can_be_exchanged(links: Links):
    first = measures(links)
    for names in permutations(NAMES):
        value, f1 = measures({new: links[old] for new, old in zip(names, NAMES, strict=True)})
        assert value == (None if first[0] is None else pytest.approx(first[0]))
        assert f1 == first[1]


@given(links=LINKS)
def test_matching_is_symmetric_and_loses_no_relation(links: Links):
    pairs = linked_pairs(LAYER, items(links))
    given_links = {(name, *link) for name, own in links.items() for link in own}
    found = {
        (name, p.source.records[0].start // 10, p.target.records[0].start // 10, label)
        for p in pairs
        for name, labels in p.labels.items()
        for label in labels
    }
    assert found == given_links
    turned = {name: {(b, a, label) for a, b, label in own} for name, own in links.items()}
    back = linked_pairs(LAYER, items(turned))
    assert {(p.key, tuple(p.labels.items())) for p in pairs} == {
        (p.key[::-1], tuple(p.labels.items())) for p in back
    }
    assert [p.unanimous for p in pairs] == [
        set(p.labels) == {*NAMES} and len(set(p.labels.values())) == 1 for p in pairs
    ]
