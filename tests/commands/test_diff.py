"""Two versions of a dataset, told apart by ids."""

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.corpus import write_json
from terminal import on_terminal, plain, words

Task = dict[str, Any]
Diff = dict[str, Any]


@pytest.fixture
def diff(communique: Any, tmp_path: Path) -> Callable[..., Diff]:
    """`diff(change)`: the mini corpus is built, changed by `change(root)` and built again."""

    def run(change: Callable[[Path], None], *, turned: bool = False) -> Diff:
        root = mini.write_corpus(
            tmp_path / "corpus",
            {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]},
        )
        write(root / "DATASHEET.md", "Small.\n")
        sides = [tmp_path / "old", tmp_path / "new"]
        for side in sides:
            if side.name == "new":
                change(root)
            done = communique("build", "--corpus", root, "--out", side)
            assert done.returncode == 0, done.stdout + done.stderr
        done = communique("diff", *(reversed(sides) if turned else sides), "--json")
        assert done.returncode == 0, done.stderr
        data = json.loads(done.stdout)
        assert done.stdout == json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        return data

    return run


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def names(change: Callable[[Task], None]) -> Callable[[Path], None]:
    """Change the export of the span layer."""

    def apply(root: Path) -> None:
        task = deepcopy(mini.names_task())
        change(task)
        write_json(root / "annotations/names/ann-1.json", [task])

    return apply


def kinds(data: Diff, config: str | None) -> list[tuple[str, str | None]]:
    return [(c["kind"], c["doc_id"]) for c in data["changes"] if c["config"] == config]


def given(region: str, name: str, kind: str, values: list[str]) -> Callable[[Task], None]:
    def change(task: Task) -> None:
        for row in mini.rows_of(task, region):
            if row["from_name"] == name:
                row["value"][kind] = values

    return change


def shifted(task: Task) -> None:
    value = mini.rows_of(task, "r2")[0]["value"]
    value.update(start=value["start"] - 3, text="in Paris")


def without(task: Task) -> None:
    rows = mini.annotation(task)["result"]
    rows[:] = [r for r in rows if r["id"] != "r2"]


def test_nothing_changed_is_none(diff: Callable[..., Diff]):
    assert diff(lambda root: None) == {"least_bump": "none", "changes": []}


def votes(label: str) -> dict[str, Any]:
    """The votes on Paris; ranges count from its start."""
    given = [("span", "0:5"), ("label", label)]
    questions = [{"question": q, "value": value, "count": 1} for q, value in given]
    return {"votes": [{"label": label, "count": 1}], "all_votes": questions}


def test_a_relabelled_span_keeps_its_id_and_makes_a_major_version(diff: Callable[..., Diff]):
    data = diff(names(given("r2", "entity", "labels", ["person"])))
    assert data["least_bump"] == "major"
    told = [c for c in data["changes"] if c["config"] == "names"]
    assert [(c["kind"], c["doc_id"], c["before"], c["after"]) for c in told] == [
        ("metadata", "one", votes("place"), votes("person")),
        ("relabelled", "one", "place", "person"),
    ]
    assert ("relabelled", "one") in kinds(data, "annotations")


def test_another_attribute_makes_a_major_version(diff: Callable[..., Diff]):
    data = diff(names(given("r4", "reading", "choices", ["literal"])))
    of_names = {
        c["kind"]: (c["before"], c["after"]) for c in data["changes"] if c["config"] == "names"
    }
    assert set(of_names) == {"attribute", "metadata"}  # the value, and the votes on it
    assert of_names["attribute"] == ({"reading": "metonymic"}, {"reading": "literal"})
    assert data["least_bump"] == "major"


def test_a_moved_border_is_moved_and_not_removed_and_added(diff: Callable[..., Diff]):
    data = diff(names(shifted))
    start = mini.RAW.index("Paris")
    moved = [c for c in data["changes"] if c["kind"] == "moved"]
    assert {c["config"] for c in moved} == {"names", "annotations"}
    assert {(tuple(c["before"]), tuple(c["after"])) for c in moved} == {
        ((start, start + 5), (start - 3, start + 5))
    }
    assert not {"added", "removed"} & {c["kind"] for c in data["changes"]}


@pytest.mark.parametrize(("turned", "kind"), [(False, "removed"), (True, "added")])
def test_a_span_that_goes_or_comes_in_a_known_document(
    diff: Callable[..., Diff], turned: bool, kind: str
):
    data = diff(names(without), turned=turned)
    assert (kind, "one") in kinds(data, "names")
    assert data["least_bump"] == "major"


def test_document_values_and_framed_blocks_are_relabelled(diff: Callable[..., Diff]):
    def change(root: Path) -> None:
        task = deepcopy(mini.frames_task())
        for row in mini.annotation(task)["result"]:
            if row["from_name"] == "tone":
                row["value"]["choices"] = ["cold"]
            if row["from_name"] == "primary" and row["value"]["choices"] == ["money"]:
                row["value"]["choices"] = ["people"]
        write_json(root / "annotations/frames/ann-1.json", [task])

    data = diff(change)
    assert ("relabelled", "one") in kinds(data, "frames")
    tone = next(c for c in data["changes"] if c["uid"] == "tone")
    assert (tone["config"], tone["before"], tone["after"]) == ("documents", "warm", "cold")


def test_a_new_document_is_minor(diff: Callable[..., Diff]):
    data = diff(lambda root: broken.add_second(root, "Another\n\nNobody came.\n"))
    assert data["least_bump"] == "minor"
    assert ("added", "two") in kinds(data, "documents")


def test_a_removed_document_is_major(diff: Callable[..., Diff]):
    data = diff(lambda root: broken.add_second(root, "Another\n\nNobody came.\n"), turned=True)
    assert ("removed", "two") in kinds(data, "documents")
    assert data["least_bump"] == "major"


def test_an_appended_class_name_is_minor_an_inserted_one_major(diff: Callable[..., Diff]):
    def append(root: Path) -> None:
        broken.edit(root / "schema/corpus.yaml", "[person, place]", "[person, place, thing]")

    data = diff(append)
    assert {c["kind"] for c in data["changes"]} == {"schema", "metadata", "added"}
    added = {(c["config"], c["uid"]) for c in data["changes"] if c["kind"] == "added"}
    assert {config for config, _ in added} == {"codebook"}
    assert ("codebook", "names.label=thing") in added
    assert data["least_bump"] == "minor"


def test_an_inserted_class_name_is_major(diff: Callable[..., Diff]):
    def insert(root: Path) -> None:
        broken.edit(root / "schema/corpus.yaml", "[person, place]", "[person, thing, place]")

    data = diff(insert)
    told = next(c for c in data["changes"] if c["uid"] == "names[].type")
    assert (told["before"], told["after"]) == (["person", "place"], ["person", "thing", "place"])
    assert data["least_bump"] == "major"


def test_a_sentence_of_the_datasheet_is_a_patch(diff: Callable[..., Diff]):
    data = diff(lambda root: write(root / "DATASHEET.md", "Small, and known to be.\n"))
    assert [(c["kind"], c["uid"]) for c in data["changes"]] == [("metadata", "DATASHEET.md")]
    assert data["least_bump"] == "patch"


def test_the_version_and_its_date_alone_are_no_change(diff: Callable[..., Diff]):
    def release(root: Path) -> None:
        schema = root / "schema/corpus.yaml"
        broken.edit(schema, "version: 0.1.0", "version: 0.2.0")
        broken.edit(schema, "released: 2026-01-01", "released: 2026-02-02")

    assert diff(release) == {"least_bump": "none", "changes": []}


def test_a_registry_entry_more_is_minor_and_one_less_major(diff: Callable[..., Diff]):
    entry = '  - {id: "per:ann-lee"'
    more = f'  - {{id: "per:bo", type: person, name: Bo}}\n{entry}'
    change = lambda root: broken.edit(root / "schema/corpus.yaml", entry, more)  # noqa: E731
    data = diff(change)
    assert data["least_bump"] == "minor"
    assert ["per:bo"] in [c["after"] for c in data["changes"]]
    assert ("registry", "added", "per:bo") in {
        (c["config"], c["kind"], c["uid"]) for c in data["changes"]
    }


def test_what_is_no_dataset_is_refused(communique: Any, tmp_path: Path):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    assert communique("build", "--corpus", root, "--out", tmp_path / "old").returncode == 0
    refused = communique("diff", tmp_path / "old", root)
    assert (refused.returncode, "manifest.json" in refused.stderr) == (2, True)
    shutil.copytree(tmp_path / "old", tmp_path / "torn")
    write(tmp_path / "torn/README.md", "other")
    refused = communique("diff", tmp_path / "old", tmp_path / "torn")
    assert (refused.returncode, "does not match its hash" in refused.stderr) == (2, True)
    assert communique("diff", tmp_path / "old", "9.9.9", "--corpus", root).returncode == 2


@pytest.fixture
def two_versions(communique: Any, tmp_path: Path) -> Callable[[str], tuple[Path, Path, Path]]:
    """`two_versions(flavour)`: the corpus, and two datasets of it between which Paris grows."""

    def build(flavour: str) -> tuple[Path, Path, Path]:
        root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
        sides = tmp_path / "old", tmp_path / "new"
        for side in sides:
            if side.name == "new":
                names(shifted)(root)
            done = communique("build", "--corpus", root, "--out", side, "--flavour", flavour)
            assert done.returncode == 0, done.stderr
        return root, *sides

    return build


def test_the_verdict_comes_first_and_rows_only_when_asked_for(
    communique: Any, two_versions: Callable[..., tuple[Path, Path, Path]]
):
    _, old, new = two_versions("full")
    short = communique("diff", old, new).stdout.splitlines()
    assert short[:2] == [
        "major: 0.1.0 -> 0.1.1",
        "Before 1.0.0, any higher version is enough.",
    ]
    rows = [line.split(maxsplit=2) for line in short[5:] if line]
    assert rows[:2] == [
        ["annotations", "major", "1 metadata, 1 moved"],
        ["names", "major", "2 metadata, 1 moved"],
    ]
    assert not [line for line in short if "[" in line]
    full = communique("diff", old, new, "--full").stdout.splitlines()
    assert full[: len(short) - 1] == short[:-1]
    moved = next(line for line in full if line.startswith("names  one  moved"))
    start = mini.RAW.index("Paris")
    assert f"[{start}, {start + 5}]  [{start - 3}, {start + 5}]" in moved


@pytest.mark.parametrize("flavour", ["full", "standoff"])
def test_words_stand_beside_ids_where_a_text_is_at_hand(
    communique: Any, two_versions: Callable[..., tuple[Path, Path, Path]], flavour: str
):
    """In the full flavour the dataset has the text; else a corpus with the same source has it."""
    root, old, new = two_versions(flavour)
    quoted = '"Paris" -> "in Paris"'
    alone = communique("diff", old, new, "--full", cwd=old)
    assert (alone.returncode, quoted in alone.stdout) == (0, flavour == "full")
    beside = ("diff", old, new, "--full", "--corpus", root)
    assert quoted in communique(*beside).stdout
    assert quoted in words(on_terminal(*beside))
    broken.edit(root / "corpus/sources.yaml", "sha256: ", "sha256: 0")
    assert communique(*beside).returncode == 0


@pytest.mark.parametrize("width", [80, 140])
def test_rows_fit_on_a_terminal_and_ids_stay_whole(
    two_versions: Callable[..., tuple[Path, Path, Path]], width: int
):
    _, old, new = two_versions("full")
    shown = plain(on_terminal("diff", old, new, "--full", width=width))
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    start = mini.RAW.index("Paris")
    assert f"[{start}, {start + 5}] -> [{start - 3}, {start + 5}]" in words(shown)


def test_in_a_pipe_a_long_value_is_whole(communique: Any, tmp_path: Path):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    for side, label in (("old", "place"), ("new", "person")):
        names(given("r2", "entity", "labels", [label]))(root)
        assert communique("build", "--corpus", root, "--out", tmp_path / side).returncode == 0
    done = communique("diff", tmp_path / "old", tmp_path / "new", "--full")
    for label in ("place", "person"):
        assert json.dumps(votes(label)["all_votes"]) in done.stdout
    assert "\x1b" not in done.stdout
