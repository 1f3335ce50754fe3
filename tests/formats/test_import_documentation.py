"""The page on bringing annotations in says what the code does, and its examples can be imported."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.formats.foreign import CAUSES
from communique.formats.readers import FOREIGN_FORMATS
from foreign import command
from paths import ROOT

PAGE = (ROOT / "docs/import.md").read_text(encoding="utf-8")
NAMES = {
    "brat": "two.ann",
    "cas": "two.json",
    "conll": "a.conll",
    "doccano": "a.jsonl",
    "prodigy": "a.jsonl",
    "webanno": "two.tsv",
}


def blocks(text: str) -> list[str]:
    return re.findall(r"^```\w+\n(.*?)^```", text, re.M | re.S)


def test_the_causes_are_those_of_the_code():
    table = PAGE.split("<!-- causes -->\n")[1].split("<!-- end of causes -->")[0]
    rows = "".join(f"| `{cause}` | {what} |\n" for cause, what in CAUSES.items())
    assert table == f"| cause | what is counted |\n|---|---|\n{rows}"


def test_every_format_has_an_example():
    sections = re.findall(r"^### (\w+)$", PAGE, re.M)
    assert sections == sorted(NAMES) == sorted(FOREIGN_FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_imported_with_the_map_of_the_page(
    tmp_path: Path, monkeypatch: Any, capsys: Any, name: str
):
    root = mini.write_corpus(tmp_path / "corpus")
    broken.add_second(root)
    theirs = root / "theirs"
    theirs.mkdir()
    (label_map,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)
    (root / "map.yaml").write_text(label_map, encoding="utf-8")
    introduction, section = PAGE.split("\n## Examples\n")[1].split(f"\n### {name}\n")
    (example,) = blocks(section.split("\n### ")[0])
    (theirs / NAMES[name]).write_text(example, encoding="utf-8")
    if name == "brat":
        (theirs / "two.txt").write_text(blocks(introduction)[0], encoding="utf-8")
    (commands,) = re.findall(r"^```console\n(.*?)^```", PAGE, re.M | re.S)
    _, line = commands.replace("brat", name).strip().split("\n")
    monkeypatch.chdir(root)
    words = re.findall(r'"[^"]*"|\S+', line)[2:]
    done = command(monkeypatch, capsys, *(w.strip('"') for w in words), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["losses"], report["problems"]) == ({}, [])
    (task,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    rows = [r for r in mini.annotation(task)["result"] if r["type"] == "labels"]
    assert [(r["value"]["text"], *r["value"]["labels"]) for r in rows] == [
        ("Ann Lee", "person"),
        ("Oslo", "place"),
    ]
    assert task["meta"] == {"imported_from": name, "licence": "CC BY 4.0"}
