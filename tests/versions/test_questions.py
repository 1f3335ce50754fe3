"""Questions for language models in a comparison of versions."""

import json
from copy import deepcopy
from dataclasses import replace

import pytest

import panel
from communique.dataset.read import Released, read_released
from communique.versions.bump import least_bump
from communique.versions.change import Change
from communique.versions.compare import compare

EVALUATIONS = ("views_eval", "views_detection_eval", "frames_eval")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Released:
    folder = tmp_path_factory.mktemp("versions")
    return read_released(panel.built(panel.corpus(folder / "corpus"), folder / "bare", "standoff"))


def without_questions(release: Released) -> Released:
    """The release as an earlier version of the tool wrote it."""
    tables = {c: t for c, t in release.tables.items() if c not in EVALUATIONS}
    columns = {c: t for c, t in release.columns.items() if c not in EVALUATIONS}
    manifest = {k: v for k, v in release.manifest.items() if k != "evaluations"}
    files = {n: h for n, h in release.files.items() if n != "eval.yaml"}
    return replace(release, manifest=manifest, tables=tables, columns=columns, files=files)


def test_the_same_questions_are_no_change(release: Released):
    assert compare(release, release) == []


def test_new_configs_of_questions_need_a_minor_version(release: Released):
    changes = compare(without_questions(release), release)
    assert {(c.config, c.kind) for c in changes} == {
        *((config, "schema") for config in EVALUATIONS),
        (None, "metadata"),
    }
    assert least_bump(changes, {"one", "two"}) == "minor"


def test_another_right_answer_is_a_change_of_its_document(release: Released):
    tables = deepcopy(release.tables)
    row = tables["frames_eval"]["test"][0]
    before, row["target"] = row["target"], "other"
    assert compare(release, replace(release, tables=tables)) == [
        Change("frames_eval", "relabelled", "two", row["id"], before, "other")
    ]


def test_other_words_of_the_questions_are_metadata(release: Released):
    text = json.dumps(release.manifest).replace("choose one label", "pick a label")
    changes = compare(release, replace(release, manifest=json.loads(text)))
    assert [(c.config, c.kind, c.uid) for c in changes] == [
        (config, "metadata", "input") for config in sorted(EVALUATIONS)
    ]
    assert least_bump(changes, {"one", "two"}) == "patch"
