"""Addresses and names of people in committed exports, and the advice about them."""

import json
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.checks import run
from communique.corpus import write_json
from communique.problems import Problem

EXPORT = "annotations/names/ann-1.json"


def private(root: Path) -> list[Problem]:
    return run(root, only=["personal-data"])


def with_export(root: Path, **fields: Any) -> Path:
    return mini.write_corpus(root, {"names/ann-1": [{**mini.names_task(), **fields}]})


def test_an_address_that_import_has_left_is_not_helped_by_importing_again(tmp_path: Path):
    root = with_export(tmp_path, meta={"contact": "ann@example.org"})
    (found,) = private(root)
    assert found.fix.startswith("Take the export in with `communique import`")
    write_json(root / "annotations/pull.json", {EXPORT: {}})
    (found,) = private(root)
    assert found.fix.startswith("`communique import` has replaced the accounts")
    assert "Label Studio (a note" in found.fix


@pytest.mark.parametrize(
    "fields",
    [
        {"reviews": [{"created_by": {"email": "rita.review@uni.example"}}]},
        {"comments": [{"text": "ask rita@uni.example about this"}]},
        {"history": {"rita@uni.example": 1}},
        {"meta": "müller@uni.example"},
        {"meta": "rita@münchen.example"},
        {"meta": "rita@uni.xn--p1ai"},
        {"meta": "https://uni.example/?mail=rita%40uni.example"},
        {"meta": json.dumps({"mail": "see\nrita@uni.example"})},
        {"meta": "first line\nrita@uni.example"},
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_an_address_at_any_depth_is_found(tmp_path: Path, fields: Any, ascii_only: bool):
    root = with_export(tmp_path)
    task = {**mini.names_task(), **fields}
    (root / EXPORT).write_text(json.dumps([task], ensure_ascii=ascii_only))
    (found,) = private(root)
    assert found.message == "1 e-mail address (not shown here)"
    assert "@" not in found.message


@pytest.mark.parametrize(
    ("escaped", "message"),
    [
        (r'"\u0072ita\u0040uni.example"', "1 e-mail address (not shown here)"),
        (r'{"first\u005fname": "Rita"}', "1 name of people under `first_name` (not shown here)"),
    ],
)
def test_escapes_hide_nothing(tmp_path: Path, escaped: str, message: str):
    root = with_export(tmp_path, meta="HERE")
    path = root / EXPORT
    path.write_text(path.read_text().replace('"HERE"', escaped))
    assert [p.message for p in private(root)] == [message]


@pytest.mark.parametrize(
    "key",
    [
        "username",
        "first_name",
        "last_name",
        "initials",
        "avatar",
        "created_username",
        "phone",
        "email",
    ],
)
def test_a_name_at_any_depth_is_found(tmp_path: Path, key: str):
    root = with_export(tmp_path, reviews=[{"by": {"id": 3, key: "Rita"}}])
    (found,) = private(root)
    assert found.message == f"1 name of people under `{key}` (not shown here)"


def test_a_name_in_json_in_a_string_is_found(tmp_path: Path):
    root = with_export(tmp_path, meta=json.dumps({"a": [{"last_name": "Rev"}]}))
    (found,) = private(root)
    assert "`last_name`" in found.message


@pytest.mark.parametrize(
    "person",
    [
        {"first_name": "", "last_name": None, "avatar": None, "initials": " "},
        {"username": "ann-1", "created_username": " ann-2"},
        {"username": "other-7"},
        {"note": "her first_name is not told", "from_name": "username"},
    ],
)
def test_pseudonyms_and_empty_names_are_no_names(tmp_path: Path, person: Any):
    assert private(with_export(tmp_path, reviews=[person])) == []


def test_an_attribute_may_have_the_name_of_such_a_key(tmp_path: Path):
    root = with_export(tmp_path, meta={"username": "Rita"})
    path = root / "schema/corpus.yaml"
    more = "      - {name: username, type: text, required: never}\n"
    path.write_text(path.read_text().replace("  - name: frames\n", f"{more}  - name: frames\n"))
    assert private(root) == []


@pytest.mark.parametrize(
    "file",
    [
        "annotations/pull.json",
        "annotations/adjudicated/exports/names/adj.json",
        "annotations/adjudicated/names.json",
        "annotations/old/backup.json",
    ],
)
def test_every_file_below_annotations_is_searched(tmp_path: Path, file: str):
    root = with_export(tmp_path)
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"a": {"mail": "rita@uni.example", "username": "rita"}}')
    found = [p.message for p in private(root) if p.file == file]
    assert found == [
        "1 e-mail address (not shown here)",
        "1 name of people under `username` (not shown here)",
    ]


def test_an_address_in_the_name_of_a_file_is_found(tmp_path: Path):
    root = with_export(tmp_path)
    (root / "annotations/names/rita@uni.example.json").write_text("[]")
    messages = [p.message for p in private(root)]
    assert messages == ["the name of the file contains an e-mail address"]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "echo",
    [
        "press@agency.example",
        "Office:\\npress@agency.example",  # as Label Studio writes a line break
        "Office:\npress@agency.example",
        "ress@agency.exampl",  # a region that cuts it off
        "épress@agency.example",
        "é\npress@agency.example",
    ],
)
def test_an_address_of_the_article_is_no_private_one(tmp_path: Path, echo: str, ascii_only: bool):
    root = with_export(tmp_path)
    path = root / "corpus/clean/one.json"
    data = json.loads(path.read_text())
    data["text"] += " Office:\npress@agency.example and épress@agency.example"
    path.write_text(json.dumps(data))
    task = {**mini.names_task(), "meta": echo}
    (root / EXPORT).write_text(json.dumps([task], ensure_ascii=ascii_only))
    assert private(root) == []


def test_an_address_that_the_cleaner_removed_from_an_article_is_no_private_one(tmp_path: Path):
    root = with_export(tmp_path, meta="old text: desk@agency.example")
    raw = root / "corpus/raw/one.txt"
    raw.write_text(raw.read_text() + "\nWrite to desk@agency.example\n")
    assert private(root) == []


def test_what_lies_between_two_chunks_is_found(tmp_path: Path):
    from communique.util.private_data import PrivateData

    given = b'{"a": "rita\\u0040uni.example", "first_name": "Rita"}'
    for cut in range(len(given)):
        found = PrivateData()
        for chunk in (b" " * 600, given[:cut], given[cut:], b" " * 600):
            found.feed(chunk)
        found.close()
        assert found.emails == {"rita@uni.example"}
        assert found.names == {("first_name", "Rita")}
