"""What the build computes from kept spans: values by a word list, counts by document, mentions."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import broken
import panel
from communique.assessment.questions import FEWEST
from communique.dataset.restore import restore
from communique.schema import YamlError, load_schema

Row = dict[str, Any]
COMPUTED = """      - {name: tone, type: choice, values: [loud, calm],
         computed: {words: loud.txt, present: loud, absent: calm}}
"""
DERIVED = """    derive:
      - {name: leaning, where: {holders: AUTHOR}, by: target, without: [other],
         clear: {tone: loud}}
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("derived")
    root = panel.corpus(folder / "corpus")
    panel.built(root, folder / "before")
    path = root / "schema/corpus.yaml"
    broken.edit(path, "      - {name: strength,", f"{COMPUTED}      - {{name: strength,")
    broken.edit(path, "    detect_by: target\n", f"    detect_by: target\n{DERIVED}")
    (root / "schema/words").mkdir()
    (root / "schema/words/loud.txt").write_text("har*  # and so on\nrome\n")
    return panel.built(root, folder / "full"), panel.built(root, folder / "bare", "standoff")


def test_a_computed_value_says_whether_a_word_of_the_list_stands_in_the_span(
    both: tuple[Path, Path],
):
    tones = {(r["text"], r["tone"]) for r in panel.rows(both[0], "views")}
    assert tones == {("harbour", "loud"), ("Rome", "loud"), ("Ann Lee", "calm")}
    assert (both[0] / "words/loud.txt").read_text().startswith("har*")
    listed = panel.rows(both[0], "codebook")
    assert [r["value"] for r in listed if r["attribute"] == "tone"] == ["loud", "calm"]
    assert "`words/loud.txt`" in (both[0] / "README.md").read_text()


def test_a_computed_value_is_asked_of_nobody_and_counts_for_no_agreement(both: tuple[Path, Path]):
    agreement = json.loads((both[0] / "agreement.json").read_text())
    views = next(x for x in agreement["layers"] if x["layer"] == "views")
    assert "tone" not in {q["question"] for q in views["questions"]}
    assert all(
        a["name"] != "tone" for r in panel.rows(both[0], "annotations") for a in r["attributes"]
    )


def test_a_derived_column_counts_the_kept_spans_of_each_value(both: tuple[Path, Path]):
    spans = [r for r in panel.rows(both[0], "views") if "AUTHOR" in r["holders"]]
    counted = Counter((r["doc_id"], r["target"], r["view"]) for r in spans)
    loud = Counter((r["doc_id"], r["target"]) for r in spans if r["tone"] == "loud")
    assert counted
    for row in panel.rows(both[0], "documents"):
        assert [x["target"] for x in row["leaning"]] == ["harbour", "team"]
        for entry in row["leaning"]:
            key = row["doc_id"], entry["target"]
            assert (entry["good"], entry["bad"]) == (counted[*key, "good"], counted[*key, "bad"])
            assert entry["loud"] == loud[key]
            assert (entry["lean"] == "none") == (not entry["good"] + entry["bad"])
    listed = panel.rows(both[0], "codebook")
    leans = [r["value"] for r in listed if r["attribute"] == "leaning.lean"]
    assert leans == ["good", "bad", "mixed", "unclear", "none"]
    assert all(r["definition"] for r in listed if r["attribute"] == "leaning.lean")


def test_a_holder_has_the_uid_of_its_mention_in_the_block(both: tuple[Path, Path]):
    mentions = {
        (r["block_id"], m["entity_uid"]): m["entity_id"]
        for r in panel.rows(both[0], "names")
        for m in r["names"]
    }
    named = 0
    for row in panel.rows(both[0], "views"):
        linked = zip(row["holder_entity_ids"], row["holder_entity_uids"], strict=True)
        for entity, uid in linked:
            own = {u for (b, u), e in mentions.items() if b == row["block_id"] and e == entity}
            assert (uid in own) if own else uid is None
            named += uid is not None
    assert named


def test_what_is_computed_is_in_both_flavours_and_is_restored(both: tuple[Path, Path]):
    full, bare = both
    for config, columns in (("views", ("tone", "holder_entity_uids")), ("documents", ("leaning",))):
        for column in columns:
            values = [[r[column] for r in panel.rows(x, config)] for x in both]
            assert values[0] == values[1]
    raws = {f"{doc_id}.txt": raw.encode() for doc_id, raw in panel.RAWS.items()}
    paths = (p for p in full.rglob("*") if p.is_file())
    wanted = {p.relative_to(full).as_posix(): p.read_bytes() for p in paths}
    assert restore(bare, raws).files == wanted


def test_new_columns_are_a_change_of_the_schema_alone(both: tuple[Path, Path], communique: Any):
    done = communique("diff", both[0].parent / "before", both[0], "--json")
    report = json.loads(done.stdout)
    kinds = {c["kind"] for c in report["changes"] if c["config"] in ("views", "documents")}
    assert kinds == {"schema"}
    assert report["least_bump"] == "minor"


def test_a_value_that_few_units_have_has_no_figure(both: tuple[Path, Path]):
    agreement = json.loads((both[0] / "agreement.json").read_text())
    views = next(x for x in agreement["layers"] if x["layer"] == "views")
    by_name = {q["question"]: q for q in views["questions"]}
    assert by_name["target"]["fewest_units"] == FEWEST == 10
    assert "fewest_units" not in by_name["label"]
    none = {"value": None, "reason": "too_few_units"}
    assert [v["alpha"] for v in by_name["target"]["values"]] == [none] * 3
    assert all(v["observed"] is None and v["count"] for v in by_name["target"]["values"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("present: loud", "present: noisy", "'computed' names no value: noisy"),
        ("type: choice, values: [loud", "type: choices, values: [loud", "is a choice of a region"),
        ("by: target,", "by: harbour,", "'derive' needs attributes of spans: harbour"),
        ("name: leaning", "name: author_view", "annotators give it too"),
    ],
)
def test_rules_that_cannot_be_computed_are_refused(
    both: tuple[Path, Path], tmp_path: Path, old: str, new: str, message: str
):
    path = tmp_path / "corpus.yaml"
    path.write_text((both[0].parent / "corpus/schema/corpus.yaml").read_text())
    broken.edit(path, old, new)
    with pytest.raises(YamlError, match=message):
        load_schema(path)
