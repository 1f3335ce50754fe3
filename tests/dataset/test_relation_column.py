"""Relations in the config of their layer: built, restored, compared."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import linked
import mini

PRAISE, OTHER = ("r1", "r4", "praises"), ("r3", "r2", "denies")


def adjudicated(communique: Any, root: Path, *links: list[tuple[str, str, str]], rows: str) -> Path:
    """The corpus with every relation decided: the first variant of each holds."""
    linked.corpus(root, *links, rows=rows)
    (root / "DATASHEET.md").write_text("Small.\n")
    ask = ("--interactive", "--adjudicator", "judge")
    done = communique("adjudicate", "--corpus", root, *ask, stdin="1\n\n1\n\n")
    assert done.returncode == 0, done.stderr
    return root


def build(communique: Any, root: Path, out: Path, *more: str) -> Path:
    done = communique("build", "--corpus", root, "--out", out, *more)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def spans(rows: list[dict[str, Any]], nested: bool) -> list[dict[str, Any]]:
    return [span for row in rows for span in row["names"]] if nested else rows


@pytest.mark.parametrize("rows", ["nested", "flat"])
def test_decided_relations_are_a_column_in_both_flavours(
    tmp_path: Path, communique: Any, load: Callable[..., Any], rows: str
):
    root = adjudicated(communique, tmp_path / "corpus", [PRAISE, OTHER], [PRAISE], rows=rows)
    full = build(communique, root, tmp_path / "full")
    standoff = build(communique, root, tmp_path / "standoff", "--flavour", "standoff")
    tables = [spans(load(f, "names")["train"], rows == "nested") for f in (full, standoff)]
    assert [[s["relations"] for s in table] for table in tables[:1]] == [
        [s["relations"] for s in tables[1]]
    ]
    by_text = {(s["text"], tuple(map(tuple, _links(s)))): s for s in tables[0]}
    uids = {s["text"]: s["entity_uid"] for s in tables[0]}
    linked_spans = [key for key in by_text if key[1]]
    assert sorted(linked_spans) == [
        ("Ann Lee", ((0, uids["Rome"]),)),
        ("Ann Lee", ((1, uids["Paris"]),)),
    ]
    votes = [link["votes"] for s in tables[0] for link in s["relations"]]
    assert votes[0] == [{"label": "praises", "count": 2}]
    assert votes[1] == [{"label": "denies", "count": 1}, {"label": "absent", "count": 1}]
    out = tmp_path / "restored"
    raw = root / "corpus/raw"
    done = communique("restore", standoff, "--text-dir", raw, "--out", out)
    assert done.returncode == 0, done.stderr
    for path in full.rglob("*.parquet"):
        assert (out / path.relative_to(full)).read_bytes() == path.read_bytes()


def _links(span: dict[str, Any]) -> list[tuple[int, str]]:
    return [(link["label"], link["to_uid"]) for link in span["relations"]]


@pytest.mark.parametrize("rows", ["nested", "flat"])
def test_another_relation_is_a_changed_attribute_of_its_span(
    tmp_path: Path, communique: Any, rows: str
):
    root = adjudicated(communique, tmp_path / "corpus", [PRAISE], [PRAISE], rows=rows)
    old = build(communique, root, tmp_path / "old")
    for number in (1, 2):
        linked.put(root, number, [("r1", "r4", "denies")])
    assert communique("adjudicate", "--corpus", root).returncode == 0
    new = build(communique, root, tmp_path / "new")
    found = json.loads(communique("diff", old, new, "--json").stdout)["changes"]
    (change,) = [c for c in found if c["config"] == "names" and c["kind"] == "attribute"]
    to_uid = linked.at(root, "r4").uid
    assert change["uid"] == linked.at(root, "r1").uid
    assert change["before"] == {"relations": [f"praises {to_uid}"]}
    assert change["after"] == {"relations": [f"denies {to_uid}"]}
    same = json.loads(communique("diff", new, new, "--json").stdout)
    assert same == {"least_bump": "none", "changes": []}


def test_relations_of_a_single_pass_are_taken_over(
    tmp_path: Path, communique: Any, load: Callable[..., Any]
):
    root = linked.corpus(tmp_path / "corpus", [PRAISE])
    full = build(communique, root, tmp_path / "full")
    found = spans(load(full, "names")["train"], nested=True)
    (link,) = [link for span in found for link in span["relations"]]
    rome = next(s for s in found if s["text"] == "Rome")
    assert link["to_uid"] == rome["entity_uid"]
    assert (link["decision"], link["votes"]) == (0, [{"label": "praises", "count": 1}])


def test_a_relation_that_is_new_to_the_schema_changes_no_span_without_one(
    tmp_path: Path, communique: Any
):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    old = build(communique, root, tmp_path / "old")
    schema = root / "schema/corpus.yaml"
    schema.write_text(
        schema.read_text().replace("rows: nested\n", "rows: nested\n    relations: [praises]\n")
    )
    new = build(communique, root, tmp_path / "new")
    found = json.loads(communique("diff", old, new, "--json").stdout)
    assert {c["kind"] for c in found["changes"] if c["config"] == "names"} == {"schema"}
    assert found["least_bump"] == "minor"
