"""Questions are put back in the words of the release, whatever the tool says today."""

import json
from pathlib import Path

import pytest

import panel
from communique.dataset.evaluation.restored import read_evaluations, with_questions
from communique.dataset.manifest import NotADatasetError
from communique.dataset.read import read_released


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    return panel.built(panel.corpus(folder / "corpus"), folder / "full")


def test_the_words_come_from_the_manifest(full: Path):
    release = read_released(full)
    tables = {(c, s): rows for c, own in release.tables.items() for s, rows in own.items()}
    text = json.dumps(release.manifest).replace("choose one label", "pick a label")
    again = with_questions(json.loads(text), tables)
    for (config, split), before in tables.items():
        if config.endswith("_eval"):
            after = [
                {**r, "input": r["input"].replace("pick a", "choose one")}
                for r in again[config, split]
            ]
            assert after == before
            assert again[config, split] != before
        else:
            assert again[config, split] == before


def test_the_words_in_the_code_are_frozen(full: Path):
    """`restore` makes these words again, so they must not change."""
    asked = panel.rows(full, "views_eval")[0]["input"]
    context = panel.rows(full, "views")[0]
    holders = "\n".join(f"- {x}" for x in context["holders"])
    assert asked.split("\n\n")[2:5] == [
        f"`target` of the span:\n- {_defined(context['target'])}",
        f"`holders` of the span:\n{holders.replace('AUTHOR', 'AUTHOR: Who wrote the text')}",
        f"<context>{context['context']}</context>",
    ]
    assert asked.split("\n\n")[5] == f"<span>{context['text']}</span>"


def _defined(target: str) -> str:
    return {"harbour": "harbour: A place for ships"}.get(target, target)


def test_a_question_without_its_row_is_no_dataset(full: Path):
    release = read_released(full)
    tables = {(c, s): rows for c, own in release.tables.items() for s, rows in own.items()}
    tables["views", "train"] = []
    with pytest.raises(NotADatasetError, match="has no row in views"):
        with_questions(release.manifest, tables)


@pytest.mark.parametrize("damaged", [{"config": 1}, {}, {"config": "a", "source": "b"}])
def test_a_damaged_manifest_is_named(damaged: dict[str, object]):
    with pytest.raises(NotADatasetError, match=r"manifest\.json, evaluations"):
        read_evaluations({"evaluations": [damaged]})


def test_an_older_manifest_names_no_questions():
    assert read_evaluations({}) == []
