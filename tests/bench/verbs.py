"""Whole commands on a made-up corpus: seconds, peak memory, and how often an export is opened.

`scripts/bench verbs [--documents N] [--before CHECKOUT] [--rounds N] [--only VERB,…]
[--corpus FOLDER]`. With `--before`, each command also runs in that checkout with its own
environment, in turn with this one. `--corpus` keeps the made-up corpus in a folder, and uses it
again the next time.

Every annotator annotates all documents. The votes differ on about five of 100 items, and an
adjudicator's export decides these. The peak is that of the largest process, not the sum of all.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, TextIO

ROOT = Path(__file__).parents[2]
VERBS = ("check", "status", "agree", "adjudicate", "build")
DOCUMENTS, ROUNDS, SEED = 2000, 2, 1

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
# Every reading of a file below `annotations/` is one line of a file, whichever process reads.
LISTENER = """
import os
import sys


def hear(event, given, below=os.environ["BENCH_BELOW"], into=os.environ["BENCH_INTO"]):
    if event != "open" or not isinstance(given[0], str) or (given[2] or 0) & os.O_ACCMODE:
        return
    if given[0].startswith(below) and given[0].endswith(".json"):
        handle = os.open(into, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, (given[0] + "\\n").encode())
        os.close(handle)


sys.addaudithook(hear)
"""
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


def make(root: Path, documents: int) -> None:
    """A sound corpus whose disputed items are decided; the same one every time."""
    chance = random.Random(SEED)
    _write_texts(root, documents, Words(chance))
    command(ROOT, "clean", root)
    _write_exports(root, chance)
    command(ROOT, "adjudicate", root)


def _write_texts(root: Path, documents: int, words: Words) -> None:
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


def _write_exports(root: Path, chance: random.Random) -> None:
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


@dataclass(frozen=True)
class Run:
    """What one run of a verb took; `opens` by export file."""

    seconds: float
    megabytes: float
    opens: Counter[str]


def command(checkout: Path, verb: str, root: Path) -> Run:
    """Run a verb as a person does. Exits where it fails."""
    with tempfile.TemporaryDirectory() as place:
        folder, heard = Path(place), Path(place) / "opens"
        (folder / "sitecustomize.py").write_text(LISTENER)
        given = {"BENCH_BELOW": f"{root}/annotations/", "BENCH_INTO": str(heard)}
        env = {**os.environ, **given, "PYTHONPATH": place}
        arguments = [checkout / ".venv/bin/communique", verb, "--corpus", root]
        with (folder / "said").open("wb") as said:
            start = time.perf_counter()
            process = subprocess.Popen(arguments, stdout=said, stderr=said, env=env)
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(
                f"{verb} failed in {checkout}: {(folder / 'said').read_text()[-2000:]}"
            )
        return Run(seconds, used.ru_maxrss / 1024, _opens(heard, root))


def _opens(heard: Path, root: Path) -> Counter[str]:
    lines = heard.read_text().splitlines() if heard.is_file() else []
    names = (Path(line).relative_to(root / "annotations").as_posix() for line in lines)
    other = re.compile(r"[^/]+\.json|adjudicated/[^/]+\.json")  # the log and the decisions
    return Counter(name for name in names if not other.fullmatch(name))


def compare(verb: str, corpora: Mapping[Path, Path], rounds: int) -> str:
    """The line of a verb; `corpora` by checkout, this one last, who is first in turn."""
    runs: dict[Path, list[Run]] = {checkout: [] for checkout in corpora}
    for n in range(rounds):
        for checkout in list(corpora)[:: -1 if n % 2 else 1]:
            runs[checkout].append(command(checkout, verb, corpora[checkout]))
    line = f"{verb:11}" + "".join(_figures(own) for own in runs.values())
    if len(runs) == 2:
        pairs = zip(*runs.values(), strict=True)
        line += f"  {median(now.seconds / before.seconds for before, now in pairs):6.2f} x"
    return line


def _figures(runs: Sequence[Run]) -> str:
    seconds, peak = median(r.seconds for r in runs), max(r.megabytes for r in runs)
    opens = max((n for r in runs for n in r.opens.values()), default=0)
    return f"  {seconds:8.1f} s {peak:6.0f} MB {opens:4} opens"


def main(documents: int, before: Path | None, rounds: int, verbs: Sequence[str], at: Path) -> None:
    """Make the corpus if it is not there, and print a line a verb."""
    if not (at / "schema/corpus.yaml").is_file():
        make(at, documents)
    checkouts = [before, ROOT] if before else [ROOT]
    with tempfile.TemporaryDirectory() as place:
        corpora = {c: Path(place).resolve() / str(n) for n, c in enumerate(checkouts)}
        for checkout, corpus in corpora.items():
            shutil.copytree(at, corpus)
            command(checkout, "render", corpus)
            command(checkout, "check", corpus)
        _print_head(corpora, at, rounds)
        for verb in verbs:
            print(compare(verb, corpora, rounds), flush=True)


def _print_head(corpora: Mapping[Path, Path], at: Path, rounds: int) -> None:
    below = (at / "annotations", at / "annotations/adjudicated/exports")
    exports = [p for f in below for layer in (SPANS, BLOCKS) for p in f.glob(f"{layer}/*.json")]
    size = sum(path.stat().st_size for path in exports) / 1e6
    documents = sum(1 for _ in at.glob("corpus/raw/*.txt"))
    print(f"{documents} documents, {len(exports)} exports of {size:.0f} MB, {rounds} rounds")
    for name, checkout in zip(("before", "now")[-len(corpora) :], corpora, strict=True):
        asked = [checkout / ".venv/bin/python", "--version"]
        print(f"{name}: {subprocess.check_output(asked, text=True).strip()}")
    columns = "".join(f"{name:>31}" for name in ("before", "now")[-len(corpora) :])
    print(f"{'':9}{columns}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench verbs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="number of documents")
    parser.add_argument(
        "--before", type=lambda p: Path(p).resolve(), help="checkout to compare with"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of runs")
    parser.add_argument(
        "--only", type=lambda s: s.split(","), default=VERBS, help="run these commands"
    )
    parser.add_argument("--corpus", type=lambda p: Path(p).resolve(), help="folder to keep it in")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    with tempfile.TemporaryDirectory() as place:
        # What is compiled lies here, so that all start alike and no checkout is written to.
        os.environ["PYTHONPYCACHEPREFIX"] = f"{place}/compiled"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        folder = given.corpus or Path(place).resolve() / "corpus"
        main(given.documents, given.before, given.rounds, given.only, folder)
