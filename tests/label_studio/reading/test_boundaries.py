"""Borders of regions in exports, and offsets that divide a character."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.checks import run
from communique.label_studio import read_export
from communique.problems import Problem
from communique.records import Record
from communique.schema import load_schema


def marked(tmp_path: Path, text: str, start: int, end: int, echo: str | None) -> list[Any]:
    """What is read of one region in a text."""
    (tmp_path / "schema.yaml").write_text(mini.SCHEMA)
    task = mini.names_task()
    digest = hashlib.sha256(text.encode()).hexdigest()
    task["data"] |= {"text": text, "text_sha256": digest}
    row = mini.row("entity", "labels", "Paris", ["place"], "r2")
    row["value"] |= {"start": start, "end": end, "text": echo}
    mini.annotation(task)["result"] = [row]
    mini.write_json(tmp_path / "names/ann-1.json", [task])
    return list(read_export(tmp_path / "names/ann-1.json", load_schema(tmp_path / "schema.yaml")))


def ids(events: list[Any]) -> list[str]:
    return [e.id for e in events if isinstance(e, Problem)]


@pytest.mark.parametrize("hidden", ["\u00a0", "\u200b", "\ufeff", "\u00ad", "\u200f", "\u2069"])
def test_an_invisible_character_at_an_edge_is_named(tmp_path: Path, hidden: str):
    text = f"in {hidden}Paris{hidden} now"
    for start, end, where in ((3, 9, "start"), (4, 10, "end")):
        events = marked(tmp_path, text, start, end, text[start:end])
        assert ids(events) == ["blank-at-edge"]
        message = str(events[0])
        assert f"U+{ord(hidden):04X}" in message
        assert message.endswith(f"at the {where}")
        assert not any(isinstance(e, Record) for e in events)
    assert ids(marked(tmp_path, text, 4, 9, "Paris")) == []


def test_a_border_between_a_letter_and_its_accent_is_half_a_character(tmp_path: Path):
    text = "un cafe\u0301 noir"
    assert ids(marked(tmp_path, text, 3, 7, "cafe")) == ["half-character"]
    assert ids(marked(tmp_path, text, 7, 8, "\u0301")) == ["half-character"]
    assert ids(marked(tmp_path, text, 3, 8, "cafe\u0301")) == []


def test_an_offset_inside_a_surrogate_pair_is_half_a_character(tmp_path: Path):
    text = "😀 Oslo and Paris 😀 end"
    (tmp_path / "schema.yaml").write_text(mini.SCHEMA)
    assert ids(marked(tmp_path, text, 12, 17, "Paris")) == []  # in UTF-16 units
    task = mini.names_task()
    task["annotations"] = mini.utf16(task)["annotations"]
    row = mini.row("entity", "labels", "Monday", ["place"], "r9")
    row["value"]["end"] = mini.TEXT.index("😀") + 1
    mini.annotation(task)["result"].append(row)
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [task]})
    assert [(p.id, p.at) for p in run(root)] == [("half-character", "annotation 70, region r9")]


def test_the_edges_of_a_block_are_not_the_annotators(tmp_path: Path):
    """A ready-made paragraph may begin with a character that shows nothing."""
    raw = mini.RAW.replace("Rome replied", "\u200bRome replied")
    root = mini.write_corpus(tmp_path)
    digest = hashlib.sha256(raw.encode()).hexdigest()
    (root / "corpus/raw/one.txt").write_text(raw)
    sources = root / "corpus/sources.yaml"
    sources.write_text(sources.read_text().replace(mini.SOURCE.sha256, digest))
    source = mini.Source(doc_id="one", file="one.txt", sha256=digest, language="en")
    document = mini.make_document(source, raw.encode(), "extracted")
    assert "\n\u200bRome" in document.text
    mini.write_json(root / "corpus/clean/one.json", document.to_json())
    task = mini.frames_task()
    task["data"] |= {"text": document.text, "text_sha256": document.text_sha256}
    for row in mini.annotation(task)["result"]:
        if row["value"].get("text", "").startswith("Rome"):
            row["value"]["end"] += 1
            row["value"]["text"] = "\u200b" + row["value"]["text"]
    mini.write_json(root / "annotations/frames/ann-1.json", [task])
    assert [p.id for p in run(root)] == []
