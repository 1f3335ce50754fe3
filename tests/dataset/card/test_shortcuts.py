"""How far one gets without the text: values worked out by hand."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from communique.dataset.card.shortcuts import Shortcut, shortcut_of, shortcuts
from communique.dataset.content import CorpusData
from communique.dataset.final_label import FinalLabel
from communique.dataset.label_cases import LabelCases
from communique.dataset.splits import Placement
from communique.dataset.tally import CardContent, Tally
from communique.schema import load_schema

SCHEMA = """
name: small
layers:
  - name: views
    unit: span
    labels: [pro, con]
    identity: [topic, who]
    detect_by: topic
    attributes:
      - {name: who, type: choices, values: [x, y]}
      - {name: topic, type: choice, values: [tax, road, sea]}
  - {name: kinds, unit: block, labels: [a, b]}
  - name: verdict
    unit: document
    control: verdict
    labels: [fair, unfair]
    attributes: [{name: tone, level: document, type: choice, values: [warm]}]
"""
# document, topic, who, label; documents a and b are one group
ITEMS = [
    ("a", "tax", ("x",), "pro"),
    ("b", "tax", ("y", "x"), "pro"),
    ("b", "road", ("x",), "con"),
    ("c", "tax", ("x",), "con"),
    ("c", "road", ("x", "y"), "con"),
    ("d", "sea", ("y",), "pro"),
    ("d", "tax", ("x",), "pro"),
]


def _label(layer: str, doc_id: str, kind: str, label: str, **attributes: object) -> FinalLabel:
    return FinalLabel(
        None,
        layer,
        doc_id,
        kind,
        0,
        1,
        label,
        attributes,
        "single",
        1,
        (),  # type: ignore[arg-type]
    )


def _content(tmp_path: Path, *decisions: FinalLabel) -> CorpusData:
    (tmp_path / "corpus.yaml").write_text(SCHEMA)
    groups = {"a": 0, "b": 0, "c": 1, "d": 2}
    placements = {d: Placement("train", g) for d, g in groups.items()}
    return CorpusData(
        load_schema(tmp_path / "corpus.yaml"),
        *([], {}, {}, [], list(decisions), [], {}, {}, []),
        placements,
    )


def test_every_group_is_predicted_from_the_others(tmp_path: Path):
    spans = [_label("views", d, "span", x, topic=t, who=w) for d, t, w, x in ITEMS]
    found = shortcuts(_content(tmp_path, *spans))
    # Most frequent label: group 0 is predicted from c and d (pro 2, con 2: a tie, the first of the
    # schema): pro, pro, pro: 2 right. Group 1 from a, b, d (pro 4, con 1): pro, pro: 0 right.
    # Group 2 from a, b, c (pro 2, con 3): con, con: 0 right. 2 of 7.
    # F1 of pro: there 4, said 5, right 2: 4/9. F1 of con: there 3, said 2, right 0: 0.
    assert found[0] == Shortcut("views", None, 7, 2 / 7, pytest.approx(4 / 9 / 2))
    # By topic: group 0: tax from c, d (con 1, pro 1: pro), road from c (con): 3 right.
    # Group 1: tax from a, b, d (pro 3), road from b (con): 1 right. Group 2: sea is new (con, as
    # above), tax from a, b, c (pro 2, con 1): 1 right. 5 of 7.
    # pro: there 4, said 4, right 3: 6/8. con: there 3, said 3, right 2: 4/6.
    assert found[1] == Shortcut("views", "topic", 7, 5 / 7, pytest.approx((6 / 8 + 4 / 6) / 2))
    # By who, whole sets, in any order: a (x) from c, d: con 1, pro 1: pro. b (x, y) from c: con.
    # b (x): pro. c (x) from a, b, d: pro 2, con 1: pro. c (x, y) from b: pro. d (y) is new: con.
    # d (x) from a, b, c: pro 1, con 2: con. 1 of 7. pro: there 4, said 4, right 1: 2/8. con: 0.
    assert found[2] == Shortcut("views", "who", 7, 1 / 7, pytest.approx(2 / 8 / 2))
    assert [s.known for s in found] == [None, "topic", "who"]


def test_blocks_and_labels_of_documents_have_the_most_frequent_label(tmp_path: Path):
    blocks = [_label("kinds", d, "block", x) for d, x in zip("acd", "aab", strict=True)]
    verdicts = [
        _label("verdict", d, "document", x, attribute="verdict")
        for d, x in (("a", "fair"), ("c", "fair"), ("d", "fair"))
    ]
    tone = _label("verdict", "a", "document", "warm", attribute="tone")
    found = shortcuts(_content(tmp_path, *blocks, *verdicts, tone))
    # c is predicted from a and d, one each: the first of the schema. d from a and c: a.
    assert found[0] == Shortcut("kinds", None, 3, 2 / 3, pytest.approx((4 / 5 + 0) / 2))
    assert found[1] == Shortcut("verdict", None, 3, 1.0, 1.0)
    assert len(found) == 2


def test_one_group_has_no_others(tmp_path: Path):
    spans = [_label("views", d, "span", "pro", topic="tax", who=("x",)) for d in "ab"]
    assert shortcuts(_content(tmp_path, *spans)) == []
    assert shortcuts(_content(tmp_path)) == []


def _accuracy(tmp_path: Path, cases: list[tuple[int, str | None, str]]) -> float | None:
    counted = LabelCases()
    counted.add(Counter(cases))
    found = shortcut_of(_content(tmp_path).schema.layer("kinds"), "v", counted)
    return found and found.accuracy


def test_no_value_gets_the_most_frequent_label(tmp_path: Path):
    cases = [(0, None, "b"), (1, None, "a"), (1, "v", "b"), (2, "v", "b")]
    assert _accuracy(tmp_path, cases) == 3 / 4  # all are predicted to be b
    assert _accuracy(tmp_path, [(0, "v", "a"), (1, "w", "b")]) == 0  # b, a


def test_the_shortcuts_of_documents_added_apart_are_those_of_all(tmp_path: Path):
    spans = [_label("views", d, "span", x, topic=t, who=w) for d, t, w, x in ITEMS]
    whole = _content(tmp_path, *spans)
    tally = Tally()
    for span in spans:
        own = Tally()
        own.add(replace(whole, decisions=[span]))
        tally.merge(own)
    parts = CardContent(whole.schema, [], [], whole.placements, tally)
    assert shortcuts(parts) == shortcuts(whole)
