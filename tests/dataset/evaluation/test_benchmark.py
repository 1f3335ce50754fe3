"""`eval.yaml` names every config of questions, and is the same in both flavours."""

from pathlib import Path

import pytest
import yaml

import panel
from communique.dataset.evaluation.benchmark import benchmark
from communique.schema import Schema

SPANS = {"name": "names", "unit": "span", "rows": "nested", "labels": ["a", "b"]}
BLOCKS = {"name": "frames", "unit": "block", "labels": ["a", "b"]}


def schema(*layers: dict[str, object]) -> Schema:
    return Schema.model_validate({"name": "x", "version": "1.0.0", "layers": layers})


def test_the_file_names_tasks_configs_and_fields_of_the_dataset(tmp_path: Path):
    root = panel.corpus(tmp_path / "corpus")
    full, bare = (panel.built(root, tmp_path / x, x) for x in ("full", "standoff"))
    data = (full / "eval.yaml").read_bytes()
    assert data == (bare / "eval.yaml").read_bytes()
    assert all("[eval.yaml](eval.yaml)" in (x / "README.md").read_text() for x in (full, bare))
    read = yaml.safe_load(data)
    assert read["evaluation_framework"] == "inspect-ai"
    assert [t["id"] for t in read["tasks"]] == ["views", "views_detection", "frames"]
    for task in read["tasks"]:
        rows = panel.rows(full, task["config"])
        assert (full / f"data/{task['config']}/{task['split']}-00000-of-00001.parquet").is_file()
        fields = task["field_spec"]
        named = [fields["input"], fields["target"], fields["choices"], *fields["metadata"]]
        assert sorted(named) == sorted(rows[0])


@pytest.mark.parametrize(
    ("splits", "chosen"), [(["train", "test"], "test"), (["a", "b"], "b"), (["train"], "train")]
)
def test_a_task_is_about_the_test_split_or_the_last(splits: list[str], chosen: str):
    data = benchmark(schema(BLOCKS), [("frames_eval", s) for s in splits])
    assert data is not None
    assert [t["split"] for t in yaml.safe_load(data)["tasks"]] == [chosen]


def test_without_a_question_there_is_no_file():
    assert benchmark(schema(SPANS), [("names", "train")]) is None
    assert benchmark(schema(BLOCKS), [("frames", "train")]) is None
