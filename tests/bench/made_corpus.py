"""A made-up corpus of any size: texts, exports of all annotators, and an adjudicator's.

Everybody annotates everything, about five items of a hundred are disputed, and an adjudicator's
export decides those.
"""

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

VOTERS, PILOT, JUDGE = ("ann-1", "ann-2", "ann-3"), "pilot-1", "judge"
SPANS, BLOCKS = "names", "frames"
LABELS = {SPANS: ("person", "place", "group"), BLOCKS: ("money", "people", "law")}
HEADS = {SPANS: "entity", BLOCKS: "primary"}  # the control that gives the label
COUNTED = {SPANS: {"reading": str, "holders": list}, BLOCKS: {"also": list}}
READINGS, ACTORS, TONES = ("literal", "metonymic"), ("ann", "bob", "rome"), ("warm", "cold")
DISPUTED, DISPUTED_BY_PILOT = 0.05, 0.2
SCHEMA = """
name: verbs
version: 0.1.0
released: 2026-01-01
language: [en]
annotators:
  - {id: ann-1, type: human}
  - {id: ann-2, type: human}
  - {id: ann-3, type: human}
  - {id: pilot-1, type: model, role: pilot}
  - {id: judge, type: human, role: adjudicator}
actors: [{id: ann}, {id: bob}, {id: rome}]
layers:
  - name: names
    unit: span
    rows: nested
    control: entity
    column: type
    uid_column: name_uid
    guideline: names.md
    labels: [person, place, group]
    attributes:
      - {name: reading, type: choice, values: [literal, metonymic], labels: [place],
         required: always}
      - {name: holders, type: choices, registry: actors, required: never, max: 2}
  - name: frames
    unit: block
    control: primary
    column: primary
    labels: [money, people, law]
    attributes:
      - {name: also, type: choices, registry: labels, required: never, max: 2}
      - {name: tone, level: document, type: choice, values: [warm, cold], required: always}
"""
BESIDE = {
    "README.md": "# Made up\n\n<!-- numbers -->\n<!-- /numbers -->\n",
    "DATASHEET.md": "# Datasheet\n\nNobody wrote these articles, and nobody read them.\n",
    "schema/guidelines/names.md": "# Names\n\nMark every name of two words, from end to end.\n",
}
NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
SMALL_WORDS = ("the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "as", "by")
Plain = dict[str, Any]
Values = tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What is said of a range, or without one of the document: values by control, label first.

    `key` is what an annotation id is made of.
    """

    region: str
    key: str
    start: int | None
    end: int | None
    given: Mapping[str, Values]

    @property
    def label(self) -> str:
        return next(iter(self.given.values()))[0]


@dataclass(frozen=True)
class Item:
    """One thing that everybody is asked: the right answer, and who gave which."""

    layer: str
    right: Answer
    given: Mapping[str, Answer]

    @property
    def disputed(self) -> bool:
        return any(self.given.get(who) != self.right for who in VOTERS)


class Words:
    """Made-up prose: no two documents have seven words in a row in common."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.known = [self._word() for _ in range(4000)]

    def _word(self) -> str:
        pairs = (self.chance.choice("bdfglmnprst") + self.chance.choice("aeiou") for _ in range(3))
        return "".join(pairs)[: self.chance.randint(4, 6)]

    def document(self) -> str:
        """A headline and ten paragraphs, eight of which hold a name."""
        headline = " ".join(self.chance.choice(self.known) for _ in range(5)).capitalize()
        named = self.chance.sample(range(10), 8)
        paragraphs = (self._paragraph(named=n in named) for n in range(10))
        return "\n\n".join([headline, *paragraphs]) + "\n"

    def _paragraph(self, *, named: bool) -> str:
        words = [self.chance.choice(self.known).capitalize()]
        while sum(map(len, words)) + len(words) < 145:
            small = self.chance.random() < 0.4
            words.append(self.chance.choice(SMALL_WORDS if small else self.known))
        if named:
            pair = (self.chance.choice(self.known).capitalize() for _ in range(2))
            at = self.chance.randrange(2, len(words) - 1)
            words[at : at + 2] = pair
        return " ".join(words) + "."


def write_texts(root: Path, documents: int, words: Words) -> None:
    """Raw texts with their list, and the schema."""
    sources: list[str] = []
    splits: dict[str, list[str]] = {"train": [], "test": []}
    (root / "corpus/raw").mkdir(parents=True)
    for number in range(documents):
        name, raw = f"d{number:05}", words.document().encode()
        (root / f"corpus/raw/{name}.txt").write_bytes(raw)
        sha256 = hashlib.sha256(raw).hexdigest()
        sources.append(f"- {{doc_id: {name}, file: {name}.txt, sha256: {sha256}, language: en}}\n")
        splits["train" if number % 5 else "test"].append(name)
    policy = "".join(f"  {k}: [{', '.join(v)}]\n" for k, v in splits.items() if v)
    files = {"corpus/sources.yaml": "".join(sources), **BESIDE}
    for name, text in {**files, "schema/corpus.yaml": f"{SCHEMA}splits:\n{policy}"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


class Exports:
    """The files of all annotators, written document by document, so that memory stays flat."""

    def __init__(self, root: Path, opened: ExitStack) -> None:
        self.root, self.opened = root, opened
        self.tasks: Counter[str] = Counter()
        self.files: dict[str, TextIO] = {}

    def add(self, name: str, task: Plain) -> None:
        """One task more of `<layer>/<annotator>`, in the form in which an export is taken in."""
        if name not in self.files:
            path = self.root / f"annotations/{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.files[name] = self.opened.enter_context(path.open("w", encoding="utf-8"))
        file = self.files[name]
        file.write(",\n" if self.tasks[name] else "[\n")
        file.write(json.dumps(task, ensure_ascii=False, indent=1))
        self.tasks[name] += 1

    def end(self) -> None:
        """Close the lists."""
        for file in self.files.values():
            file.write("\n]\n")

    def write_log(self) -> None:
        """`pull.json`: the hash of each file, as it was taken in."""
        log = {
            f"annotations/{name}.json": {"sha256": _digest_of(self.root, name), "tasks": tasks}
            for name, tasks in sorted(self.tasks.items())
        }
        (self.root / "annotations/pull.json").write_text(json.dumps(log, indent=1) + "\n")


def _digest_of(root: Path, name: str) -> str:
    with (root / f"annotations/{name}.json").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_exports(root: Path, chance: random.Random) -> None:
    with ExitStack() as opened:
        exports = Exports(root, opened)
        for number, path in enumerate(sorted((root / "corpus/clean").glob("*.json"))):
            document = json.loads(path.read_bytes())
            for layer in (SPANS, BLOCKS):
                items = [_answered(layer, a, chance) for a in _right(layer, document, chance)]
                for who in (*VOTERS, PILOT):
                    said = [i.given[who] for i in items if who in i.given]
                    exports.add(f"{layer}/{who}", _task(number, layer, document, who, said))
                if any(item.disputed for item in items):
                    name = f"adjudicated/exports/{layer}/{JUDGE}"
                    exports.add(name, _judged(number, layer, document, items))
        exports.end()
    exports.write_log()


def _right(layer: str, document: Plain, chance: random.Random) -> Iterator[Answer]:
    """What is right of every name, or of every paragraph and of the whole."""
    if layer == SPANS:
        for n, match in enumerate(NAME.finditer(document["text"])):
            reading, holders = chance.choice(READINGS), chance.sample(ACTORS, chance.randint(0, 2))
            label = chance.choice(LABELS[SPANS])
            given = _named(label, (reading,), tuple(sorted(holders)))
            yield Answer(f"r{n}", f"r:r{n}", match.start(), match.end(), given)
        return
    for block in _paragraphs(document):
        label, *others = chance.sample(LABELS[BLOCKS], chance.choice((1, 1, 2)))
        given = _framed(label, tuple(others))
        name = block["block_id"]
        yield Answer(name, f"b:{name}", block["start"], block["end"], given)
    yield Answer("tone", "d:tone", None, None, {"tone": (chance.choice(TONES),)})


def _named(label: str, reading: Values, holders: Values) -> dict[str, Values]:
    """The values of a name by control; only places are read."""
    reading = (reading or READINGS[:1]) if label == "place" else ()
    given = {HEADS[SPANS]: (label,), "reading": reading, "holders": holders}
    return {name: values for name, values in given.items() if values}


def _framed(label: str, also: Values) -> dict[str, Values]:
    given = {HEADS[BLOCKS]: (label,), "also": also}
    return {name: values for name, values in given.items() if values}


def _paragraphs(document: Plain) -> list[Plain]:
    body = (b for b in document["blocks"] if b["start"] is not None)
    return [b for b in body if b["type"] == "paragraph"]


def _answered(layer: str, right: Answer, chance: random.Random) -> Item:
    """At most one voter differs, the pilot more often."""
    given: dict[str, Answer | None] = dict.fromkeys((*VOTERS, PILOT), right)
    if chance.random() < DISPUTED:
        given[chance.choice(VOTERS)] = _other(layer, right, chance)
    if chance.random() < DISPUTED_BY_PILOT:
        given[PILOT] = _other(layer, right, chance)
    return Item(layer, right, {who: said for who, said in given.items() if said})


def _other(layer: str, right: Answer, chance: random.Random) -> Answer | None:
    """Another answer; None where a name was not marked."""
    if right.start is None:
        return replace(right, given={"tone": (_another(TONES, right.label),)})
    wrong = _another(LABELS[layer], right.label)
    if layer == SPANS:
        return _other_name(right, wrong, chance)
    also = right.given.get("also", ())
    if chance.random() < 0.5:
        return replace(right, given=_framed(wrong, also))
    return replace(right, given=_framed(right.label, () if also else (wrong,)))


def _other_name(right: Answer, wrong: str, chance: random.Random) -> Answer | None:
    reading, holders = right.given.get("reading", ()), right.given.get("holders", ())
    kind = chance.choice(("label", "border", "attribute", "absent"))
    if kind == "label":
        return replace(right, given=_named(wrong, reading, holders))
    if kind == "border":
        return replace(right, start=(right.start or 0) + 2)
    if kind == "attribute":
        changed = (holders[1:] or ACTORS[:1]) if holders != ACTORS[:1] else ()
        return replace(right, given=_named(right.label, reading, changed))
    return None


def _another(known: Sequence[str], value: str) -> str:
    return known[(known.index(value) + 1) % len(known)]


def _task(number: int, layer: str, document: Plain, who: str, said: Sequence[Answer]) -> Plain:
    """A task as the server exports it, with pseudonyms in place of accounts."""
    sha256 = document["text_sha256"]
    data = {"doc_id": document["doc_id"], "text": document["text"], "text_sha256": sha256}
    ready = _units(document) if layer == BLOCKS else []
    offered = [{"model_version": "units", "result": ready}] if ready else []
    return {
        "id": number + 1,
        "annotations": [_annotation(number, who, _rows(layer, document, said))],
        "drafts": [],
        "predictions": offered,
        "data": {**data, "layer": layer, "guideline_version": "0.1"},
        "meta": {},
        "created_at": "2026-01-01T00:00:00.000000Z",
        "updated_at": "2026-01-01T00:00:00.000000Z",
        "inner_id": number + 1,
        "total_annotations": 1,
        "total_predictions": len(offered),
        "project": 1,
        "updated_by": who,
    }


def _annotation(number: int, who: str, rows: list[Plain]) -> Plain:
    month = "02" if who == JUDGE else "01"
    return {
        "id": number + 1,
        "completed_by": who,
        "result": rows,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": f"2026-{month}-01T00:00:00.000000Z",
        "updated_at": f"2026-{month}-02T00:00:00.000000Z",
        "lead_time": 33.25,
        "result_count": len(rows),
        "task": number + 1,
        "updated_by": who,
    }


def _rows(layer: str, document: Plain, said: Sequence[Answer]) -> list[Plain]:
    rows: list[Plain] = []
    for answer in said:
        place: Plain = {}
        if answer.start is not None:
            text = document["text"][answer.start : answer.end]
            place = {"start": answer.start, "end": answer.end, "text": text}
            if layer == BLOCKS:
                rows.append(_row(answer.region, "unit", place, ("paragraph",)))
        rows += [_row(answer.region, name, place, v) for name, v in answer.given.items()]
    return rows


def _units(document: Plain) -> list[Plain]:
    """The paragraphs as the page of a block layer offers them."""
    text = document["text"]
    places = ({k: b[k] for k in ("block_id", "start", "end")} for b in _paragraphs(document))
    rows: list[Plain] = []
    for place in places:
        region = place.pop("block_id")
        cut = {**place, "text": text[place["start"] : place["end"]]}
        rows.append(_row(region, "unit", cut, ("paragraph",)))
    return rows


def _row(region: str, name: str, place: Plain, values: Sequence[str]) -> Plain:
    kind = "labels" if name in ("unit", HEADS[SPANS]) else "choices"
    return {
        "id": region,
        "from_name": name,
        "to_name": "text",
        "type": kind,
        "value": {**place, kind: list(values)},
        "origin": "manual",
    }


def _judged(number: int, layer: str, document: Plain, items: Sequence[Item]) -> Plain:
    """The adjudicator's task: what is settled was offered and left alone, the rest set right."""
    settled = [i.right for i in items if not i.disputed]
    disputed = [i for i in items if i.disputed]
    task = _task(number, layer, document, JUDGE, [*settled, *(i.right for i in disputed)])
    offered = [{"model_version": "candidates", "result": _rows(layer, document, settled)}]
    basis = sorted(_basis(document, item) for item in disputed)
    data = {**task["data"], "open": "nothing", "basis": basis}
    return {**task, "data": data, "predictions": offered}


def _basis(document: Plain, item: Item) -> str:
    """The hash of what was said of an item; a decision stands as long as it is the same."""
    said = ((who, item.given[who]) for who in VOTERS if who in item.given)
    spoken = sorted(
        (
            _annotation_id(item.layer, document["doc_id"], who, answer.key),
            *_in_raw(document, answer),
            answer.label,
            [(name, _value(answer.given.get(name), kind)) for name, kind in _counted(item)],
        )
        for who, answer in said
    )
    content = json.dumps([VOTERS, spoken], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _counted(item: Item) -> list[tuple[str, type]]:
    return list(COUNTED[item.layer].items())


def _value(given: Values | None, kind: type) -> object:
    return given if given is None or kind is list else given[0]


def _annotation_id(layer: str, doc_id: str, who: str, key: str) -> str:
    parts = json.dumps([layer, doc_id, who, 1, key], separators=(",", ":"))
    return "a" + hashlib.sha256(parts.encode()).hexdigest()[:20]


def _in_raw(document: Plain, answer: Answer) -> tuple[int | None, int | None]:
    if answer.start is None or answer.end is None:
        return None, None
    around = next(b for b in _paragraphs(document) if b["start"] <= answer.start < b["end"])
    moved = around["raw_start"] - around["start"]
    return answer.start + moved, answer.end + moved
