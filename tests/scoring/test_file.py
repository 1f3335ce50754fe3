"""A file of predictions against a built dataset: streamed, all problems at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.problems import Problem
from communique.scoring import score
from communique.scoring.dataset import GoldDataset
from communique.scoring.file import FileScorer
from communique.scoring.gold import GoldError
from communique.scoring.gold_units import read_gold
from communique.scoring.report import report
from communique.scoring.sample import sample
from communique.workflow.build import build_dataset
from communique.workflow.score import open_gold, score_predictions
from communique.workspace import Corpus
from paths import CORPORA, ROOT

LAYERS = [
    (name, given)
    for name in ("entities", "stance", "framing")
    for given in (False, True)
    if (name, given) != ("framing", True)
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> GoldDataset:
    """The dataset of a small corpus: one document in the split `train`."""
    out = tmp_path_factory.mktemp("small")
    build_dataset(Corpus.open(CORPORA / "sound"), out)
    return GoldDataset(out)


@pytest.fixture(scope="module")
def released() -> GoldDataset:
    """The last release, without texts, as it is committed."""
    return GoldDataset(ROOT / "releases/2.0.0")


def read(dataset: GoldDataset, lines: list[str] | list[bytes], **options: Any) -> FileScorer:
    made = FileScorer(dataset, file="p.jsonl", **options)
    made.read(x if isinstance(x, bytes) else f"{x}\n".encode() for x in lines)
    return made


def told(problems: list[Problem]) -> list[tuple[str, str | None, str]]:
    return [(p.id, p.at, p.message) for p in problems]


def edited(lines: Iterator[str], number: int, **changes: Any) -> list[str]:
    found = list(lines)
    found[number] = json.dumps({**json.loads(found[number]), **changes})
    return found


@pytest.mark.parametrize(("layer", "given"), LAYERS)
@pytest.mark.parametrize("split", ["all", "test"])
def test_the_gold_against_itself_is_1_in_every_figure(
    released: GoldDataset, layer: str, given: bool, split: str
):
    lines = list(sample(released, layer, split, given=given))
    file = read(released, lines)
    assert told(file.problems) == []
    found = report(file.scorer, {})
    assert found["scores"]
    assert {own["f1"] for own in found["scores"].values()} == {1.0}
    assert found["n_units"] == len(lines) - 1


def test_identity_and_sets_come_from_the_dataset(released: GoldDataset):
    assert read_gold(released, "stance").layer.identity == ("target", "holders")
    assert read_gold(released, "framing").layer.several == "frames"
    assert read_gold(released, "entities").layer.identity == ()


def test_a_small_corpus_has_the_figures_that_its_labels_give(small: GoldDataset):
    lines = list(sample(small, "names"))
    units = [json.loads(line) for line in lines[1:]]
    n_spans = sum(len(unit["spans"]) for unit in units)
    named = next(i for i, unit in enumerate(units, 1) if unit["spans"])
    file = read(small, edited(iter(lines), named, spans=[]))
    exact = report(file.scorer, {})["scores"]["exact"]
    gone = len(units[named - 1]["spans"])
    assert (exact["tp"], exact["fp"], exact["fn"]) == (n_spans - gone, 0, gone)


def test_the_file_and_the_plain_lists_give_the_same(small: GoldDataset):
    lines = [json.loads(line) for line in sample(small, "names")]
    file = read(small, [json.dumps(line) for line in lines])
    assert report(file.scorer, {})["scores"] == score(lines, lines)["scores"]


def test_every_problem_is_named_at_once_with_its_line(small: GoldDataset):
    head, *units = sample(small, "names")
    block = next(u for u in map(json.loads, units) if u["spans"])
    span = block["spans"][0]
    lines = [
        head,
        json.dumps({**block, "spans": [{**span, "text": "Bern"}]}),
        "{",
        json.dumps({**block, "block_id": "b999999"}),
        json.dumps({**block, "spans": [{**span, "label": "animal"}]}),
    ]
    file = read(small, lines)
    assert file.has_errors
    ids = [(p.id, p.at) for p in file.problems]
    assert ids == [
        ("prediction-text", "line 2, span 1"),
        ("prediction-malformed", "line 3"),
        ("prediction-unknown-unit", "line 4"),
        ("prediction-duplicate", "line 5"),
        *[("prediction-missing", None)] * (len(ids) - 4),
    ]
    assert all(p.fix for p in file.problems)
    own = [p for p in file.problems[4:] if p.document == block["doc_id"]]
    assert own
    assert block["block_id"] not in own[0].message  # it is there, with a problem


def test_missing_units_are_an_error_unless_they_count_as_empty(small: GoldDataset):
    head, *units = sample(small, "frames")
    (problem,) = read(small, [head, *units[1:]]).problems
    missing = json.loads(units[0])["block_id"]
    assert (problem.id, problem.document) == ("prediction-missing", "one")
    assert problem.message == f"1 unit without a prediction: {missing}"
    file = read(small, [head, *units[1:]], missing_is_empty=True)
    assert told(file.problems) == []
    assert report(file.scorer, {})["scores"]["label"]["fn"] == 1


def test_predictions_for_another_version_are_scored_with_a_warning(small: GoldDataset):
    lines = edited(sample(small, "frames"), 0, data_version="9.9.9")
    (problem,) = read(small, lines).problems
    assert (problem.level, problem.id) == ("warning", "predictions-other-version")


def test_a_part_of_a_submission_can_be_scored(released: GoldDataset):
    lines = list(sample(released, "framing"))
    file = read(released, lines, split="test")
    assert told(file.problems) == []
    test = len(list(sample(released, "framing", "test"))) - 1
    assert len(file.scorer.gold.units) == test
    assert file.not_scored == len(lines) - 1 - test
    (problem,) = read(released, edited(iter(lines), 0, split="train"), split="test").problems
    assert problem.message == "split: the predictions are for 'train', not for 'test'"
    with pytest.raises(GoldError, match="no split 'dev'"):
        read(released, lines, split="dev")


def test_a_unit_of_another_split_than_the_header_is_an_error(released: GoldDataset):
    lines = edited(sample(released, "framing"), 0, split="test")
    file = read(released, lines)
    assert {p.id for p in file.problems} == {"prediction-unknown-unit"}
    assert "it is in the split 'train'" in file.problems[0].message


def test_the_content_hash_is_the_one_of_the_manifest(released: GoldDataset, tmp_path: Path):
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(sample(released, "framing", "test")))
    found = score_predictions(open_gold(ROOT / "releases/2.0.0"), path).result
    assert found is not None
    manifest = json.loads((ROOT / "releases/2.0.0/manifest.json").read_text())
    (table,) = [t for t in manifest["tables"] if (t["config"], t["split"]) == ("framing", "test")]
    assert found["content_sha256"] == table["content_sha256"]
    assert (found["data_version"], found["split"]) == ("2.0.0", "test")


def test_the_macro_of_some_labels_is_pooled_over_all_units(released: GoldDataset, tmp_path: Path):
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(sample(released, "stance", given=True)).replace("neutral", "favor"))
    found = score_predictions(released, path, macro_of=("favor", "against")).result
    assert found is not None
    own = [found["by_label"][x]["f1"] for x in ("favor", "against")]
    assert found["details"]["macro_of"]["f1"] == sum(own) / 2 < 1
    with pytest.raises(GoldError, match="no label 'pro'; expected favor"):
        score_predictions(released, path, macro_of=("pro",))


def test_two_files_of_other_units_are_not_compared(released: GoldDataset, tmp_path: Path):
    one, other = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    one.write_text("\n".join(sample(released, "framing", "test")))
    other.write_text("\n".join(sample(released, "entities", "test")))
    found = score_predictions(released, one, compare=other)
    assert found.result is None
    assert [p.id for p in found.problems] == ["predictions-not-comparable"]
    same = score_predictions(released, one, compare=one).result
    assert same is not None
    comparison = same["details"]["comparison"]
    assert {f["difference"] for f in comparison["figures"].values()} == {0.0}
    assert {f["p"] for f in comparison["figures"].values()} == {None}


HEAD = st.fixed_dictionaries(
    {},
    optional={
        "communique": st.sampled_from(["predictions/1", "x"]),
        "layer": st.sampled_from(["names", "frames", "tone", ""]),
        "data_version": st.sampled_from(["0.1.0", "", "x"]),
        "split": st.sampled_from(["train", "all", "test", ""]),
        "system": st.text(max_size=3),
    },
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda x: (
        st.lists(x, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "doc_id",
                    "block_id",
                    "spans",
                    "start",
                    "end",
                    "label",
                    "uid",
                    "soft",
                    "attributes",
                ]
            ),
            x,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    HEAD,
    st.lists(VALUE.map(json.dumps) | st.text(max_size=20), max_size=4),
    st.binary(max_size=30),
    st.booleans(),
)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_malformed_files_give_problems_and_no_other_error(
    small: GoldDataset, head: Any, lines: list[str], raw: bytes, whole: bool
):
    first = json.loads(next(sample(small, "names"))) if whole else {}
    content = [json.dumps({**first, **head}).encode(), *(x.encode(errors="replace") for x in lines)]
    file = read(small, [*(line + b"\n" for line in content), raw])
    assert file.has_errors
    assert all(p.id and p.message for p in file.problems)


def test_files_with_changed_values_give_figures_or_problems(small: GoldDataset):
    """Every value of a sound file, replaced by values of other types."""
    lines = [json.loads(x) for x in sample(small, "names")]
    for number, path in _paths(lines):
        for value in (None, -1, 10**30, 1.5, "", "x", [], {}, True, ["x"], {"x": 1}):
            changed = json.loads(json.dumps(lines))
            _put(changed, (number, *path), value)
            file = read(small, [json.dumps(x) for x in changed])
            assert file.has_errors or report(file.scorer, {})["scores"]


def _paths(lines: list[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, line in enumerate(lines):
        for path in _inside(line):
            yield number, path


def _inside(value: Any) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (key,)
        if isinstance(inner, dict | list):
            yield from ((key, *rest) for rest in _inside(inner))


def _put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new
