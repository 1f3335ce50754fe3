"""A large made-up corpus: a layer of spans, and an export of each of three annotators.

`make(root, documents)` writes raw texts, cleaned files, `sources.yaml`, the exports and the
decisions. Every annotator marks thirty spans a document; of a hundred, five are disputed and were
decided by an adjudicator. Twenty documents in a row are a volume, which is in one split; every
fifth volume is in `test`. The same number of documents gives the same bytes.
"""

import hashlib
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.votes import variants
from communique.records.decision import AdjudicatedDecision
from communique.records.items import item_key
from communique.workflow.adjudicate import AdjudicationState
from communique.workspace import Corpus

VOTERS = ("ann-1", "ann-2", "ann-3")
SPANS, LABELS = 30, ("person", "place", "group", "event")
READINGS = ("literal", "metonymic")
DISPUTED = 0.05
CHUNK = 500  # documents that are decided together
VOLUME, TEST = 20, 5  # documents of a volume; every how many-th volume is in the split `test`
LAYER = "names"
SCHEMA = """
name: large
version: 0.1.0
released: 2026-01-01
language: [en]
annotators:
  - {id: ann-1, type: human}
  - {id: ann-2, type: human}
  - {id: ann-3, type: human}
  - {id: judge, type: human, role: adjudicator}
layers:
  - name: names
    unit: span
    rows: nested
    control: entity
    column: type
    uid_column: name_uid
    labels: [person, place, group, event]
    attributes:
      - {name: reading, type: choice, values: [literal, metonymic], required: always}
registry:
  - {id: ann, type: person, name: Ann Lee}
  - {id: rome, type: place, name: Rome}
"""
Plain = dict[str, Any]
Span = tuple[int, int, str, str]  # start, end, label, reading


def make(root: Path, documents: int) -> None:
    """Write the corpus into a new folder."""
    (root / "schema").mkdir(parents=True)
    (root / "schema/corpus.yaml").write_text(SCHEMA + _splits(documents))
    folders = ("corpus/raw", "corpus/clean", f"annotations/{LAYER}", "annotations/adjudicated")
    for name in folders:
        (root / name).mkdir(parents=True)
    lists = [(root / f"annotations/{LAYER}/{who}.json").open("w") for who in VOTERS]
    decided = (root / f"annotations/adjudicated/{LAYER}.json").open("w")
    decided.write('{\n "decisions": [\n')
    with (root / "corpus/sources.yaml").open("w") as sources:
        for start in range(0, documents, CHUNK):
            chunk = [_document(n) for n in range(start, min(start + CHUNK, documents))]
            for number, document in enumerate(chunk, start):
                sources.write(_write_texts(root, number, document))
            for file, who in zip(lists, VOTERS, strict=True):
                tasks = [_task(start + n, d, who) for n, d in enumerate(chunk)]
                file.write(",\n" if start else "[\n")
                file.write(",\n".join(json.dumps(task) for task in tasks))
            decisions = list(_decisions(chunk, start))
            decided.write(",\n" if start else "")
            decided.write(",\n".join(map(_decision, decisions)))
    decided.write('\n ],\n "retired": []\n}\n')
    for file in lists:
        file.write("\n]\n")
    for file in (*lists, decided):
        file.close()


def _splits(documents: int) -> str:
    """The part of the schema that says which volumes are in which split."""
    named: dict[str, list[str]] = {}
    for volume in range(-(-documents // VOLUME)):
        split = "test" if volume % TEST == TEST - 1 else "train"
        named.setdefault(split, []).append(f"volume-{volume}")
    return "splits:\n" + "".join(f"  {s}: [{', '.join(v)}]\n" for s, v in named.items())


def _decision(decision: AdjudicatedDecision) -> str:
    text = json.dumps(decision.model_dump(), ensure_ascii=False, indent=1)
    return "  " + text.replace("\n", "\n  ")


def _document(number: int) -> Plain:
    """Ten paragraphs of invented words, with the spans of every annotator."""
    chance = random.Random(number)
    doc_id = f"d{number:06}"
    words = [[_word(chance) for _ in range(24)] for _ in range(10)]
    title = " ".join(_word(chance) for _ in range(5)).capitalize()
    paragraphs = [" ".join(w).capitalize() + "." for w in words]
    text = "\n".join((title, *paragraphs))
    raw = "\n\n".join((title, *paragraphs)) + "\n"
    starts = [len(title) + 1]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    right: list[Span] = []
    for begin, w in zip(starts, words, strict=False):
        for first in (1, 9, 17):
            low = begin + sum(len(x) + 1 for x in w[:first])
            high = low + len(w[first]) + 1 + len(w[first + 1])
            right.append((low, high, chance.choice(LABELS), chance.choice(READINGS)))
    spans = {who: list(right) for who in VOTERS}
    for n, (low, high, label, reading) in enumerate(right):
        if chance.random() < DISPUTED:
            other = LABELS[(LABELS.index(label) + 1) % len(LABELS)]
            spans[chance.choice(VOTERS)][n] = low, high, other, reading
    blocks = [_block("title", 0, 0, title)]
    for n, (begin, paragraph) in enumerate(zip(starts, paragraphs, strict=False), 1):
        blocks.append(_block("paragraph", begin, begin + n, paragraph))
    return {
        "doc_id": doc_id,
        "raw": raw,
        "text": text,
        "title": title,
        "spans": spans,
        "blocks": blocks,
    }


def _word(chance: random.Random) -> str:
    return "".join(
        chance.choice("bdfglmnprst") + chance.choice("aeiou")
        for _ in range(chance.choice((2, 3, 4)))
    )


def _block(kind: str, start: int, raw_start: int, text: str) -> Plain:
    return {
        "block_id": f"b{raw_start:06}",
        "type": kind,
        "start": start,
        "end": start + len(text),
        "raw_start": raw_start,
        "raw_end": raw_start + len(text),
        "raw_sha256": _sha256(text),
        "pieces": [[start, raw_start, len(text)]],
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write_texts(root: Path, number: int, document: Plain) -> str:
    """Write the raw and the cleaned text. Return the entry of `sources.yaml`."""
    doc_id, sha256 = document["doc_id"], _sha256(document["raw"])
    (root / f"corpus/raw/{doc_id}.txt").write_text(document["raw"])
    clean = {
        "doc_id": doc_id,
        "source_sha256": sha256,
        "text": document["text"],
        "text_sha256": _sha256(document["text"]),
        "title": document["title"],
        "byline": None,
        "published": None,
        "dateline": None,
        "blocks": document["blocks"],
        "removed": [],
        "cleaner": {"name": "communique", "version": "0", "config_sha256": "0" * 64},
    }
    (root / f"corpus/clean/{doc_id}.json").write_text(json.dumps(clean, indent=1) + "\n")
    return (
        f"- doc_id: {doc_id}\n  file: {doc_id}.txt\n  sha256: {sha256}\n"
        f"  publisher: The Invented Press\n  url: https://press.example/{doc_id}\n"
        f"  language: en\n  split_group: volume-{number // VOLUME}\n  group: {number // VOLUME}\n"
    )


def _task(number: int, document: Plain, who: str) -> Plain:
    """A task as the server exports it, with pseudonyms in place of accounts."""
    time = "2026-01-02T00:00:00.000000Z"
    rows = [row for n, s in enumerate(document["spans"][who]) for row in _rows(document, n, s)]
    annotation = {
        "id": number + 1,
        "completed_by": who,
        "result": rows,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": time,
        "updated_at": time,
        "lead_time": 33.25,
        "prediction": {},
        "result_count": len(rows),
        "task": number + 1,
        "project": 1,
        "updated_by": who,
    }
    text = document["text"]
    return {
        "id": number + 1,
        "annotations": [annotation],
        "drafts": [],
        "predictions": [],
        "data": {
            "doc_id": document["doc_id"],
            "text": text,
            "text_sha256": _sha256(text),
            "layer": LAYER,
            "guideline_version": "0.1",
        },
        "meta": {},
        "created_at": time,
        "updated_at": time,
        "inner_id": number + 1,
        "total_annotations": 1,
        "project": 1,
        "updated_by": who,
    }


def _rows(document: Plain, n: int, span: Span) -> Iterator[Plain]:
    start, end, label, reading = span
    place = {"start": start, "end": end, "text": document["text"][start:end]}
    same = {"id": f"r{n}", "to_name": "text", "origin": "manual"}
    yield {**same, "from_name": "entity", "type": "labels", "value": {**place, "labels": [label]}}
    chosen = {**place, "choices": [reading]}
    yield {**same, "from_name": "reading", "type": "choices", "value": chosen}


def _decisions(chunk: Sequence[Plain], first: int) -> Iterator[AdjudicatedDecision]:
    """The decisions that the tool makes of these documents, if the adjudicator follows most."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for name in ("schema", "corpus/raw", "corpus/clean", f"annotations/{LAYER}"):
            (root / name).mkdir(parents=True)
        (root / "schema/corpus.yaml").write_text(SCHEMA)
        entries = [_write_texts(root, first + n, d) for n, d in enumerate(chunk)]
        (root / "corpus/sources.yaml").write_text("".join(entries))
        for who in VOTERS:
            tasks = [_task(first + n, d, who) for n, d in enumerate(chunk)]
            (root / f"annotations/{LAYER}/{who}.json").write_text(json.dumps(tasks))
        corpus = Corpus.open(root)
        state, layer = AdjudicationState(corpus), corpus.schema.layer(LAYER)
        state.choices[LAYER] = {
            item_key(item): AdjudicatorDecision(
                variants(layer, item)[0][0], "judge", "2026-02-02T00:00:00.000000Z"
            )
            for item in state.resolve(layer).open
        }
        yield from state.resolve(layer).layer.decisions
