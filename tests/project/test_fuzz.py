"""No export, however broken, gives a traceback; known faults are found, sound exports are silent.

A quick form runs with the other tests; `COMMUNIQUE_FUZZ=200000 pytest tests/project/test_fuzz.py`
is the long one. COMMUNIQUE_FUZZ_FROM sets the number of the first mutant.
"""

import json
import os
import random
import shutil
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import broken
import mutants
from communique.checks import run
from communique.checks.catalogue import KINDS
from communique.corpus import CorpusFolder
from communique.corpus.load import load_texts
from communique.label_studio.intake.split import UnknownAccountError, split_by_annotator
from communique.label_studio.reading import reader
from communique.label_studio.reading.export_stream import UnreadableExportError
from communique.label_studio.reading.task_json import read_odd_task, read_task
from communique.label_studio.reading.text_version import Texts
from communique.problems import Problem
from communique.records import Record
from communique.schema import load_schema
from paths import ROOT

MUTANTS = int(os.environ.get("COMMUNIQUE_FUZZ", "1000"))
FIRST = int(os.environ.get("COMMUNIQUE_FUZZ_FROM", "0"))
SCHEMA = load_schema(ROOT / "schema/corpus.yaml")
CLEAN, _ = load_texts(CorpusFolder(ROOT))
TEXTS = Texts(CLEAN.documents, CLEAN.former)


def reported(path: Path) -> list[Problem]:
    """What is wrong with a file. It is the same with records and without, and whether tasks are
    decoded as what they should be or as plain JSON; of a file that is not whole no record is made.
    """
    told = _read(path)
    found = [e for e in told if isinstance(e, Problem)]
    assert found == [e for e in _read(path, records=False) if isinstance(e, Problem)]
    assert told == _read(path, decode=read_odd_task)
    if "unreadable-file" in {p.id for p in found}:
        assert not any(isinstance(e, Record) for e in told)
    for event in told:
        if isinstance(event, Record):
            json.dumps(event.to_json(), ensure_ascii=False).encode()
    for p in found:
        assert p.id in KINDS
        assert p.message
        json.dumps(p.to_json(), ensure_ascii=False).encode()
    return found


def _read(path: Path, *, records: bool = True, decode: Any = read_task) -> list[Any]:
    before, reader.read_task = reader.read_task, decode
    try:
        return list(reader.read_events(path, SCHEMA, TEXTS, path.name, records=records))
    finally:
        reader.read_task = before


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """`export(layer)`: where the export of a layer is written."""
    for layer in mutants.LAYERS:
        (tmp_path / layer).mkdir()
    return lambda layer: tmp_path / layer / f"{mutants.ANNOTATOR}.json"


def numbered(share: float) -> range:
    """The numbers of a share of the mutants."""
    return range(FIRST, FIRST + max(1, int(MUTANTS * share)))


def test_mutants_give_reports_and_no_traceback(export: Any):
    for number in numbered(0.7):
        rng = random.Random(number)
        path = export(layer := rng.choice(mutants.LAYERS))
        path.write_bytes(mutants.mutant(mutants.sound(layer, rng, 4), rng))
        try:
            reported(path)
        except Exception as error:
            error.add_note(f"mutant {number}")
            raise


def test_every_known_fault_is_reported_under_its_id(export: Any):
    seen: Counter[str] = Counter()
    for number in numbered(0.2):
        rng = random.Random(f"known {number}")
        known = mutants.KNOWN[number % len(mutants.KNOWN)]
        path = export(layer := rng.choice(known.layers))
        path.write_text(mutants.spelled(mutants.with_fault(known, layer, rng), rng))
        found = {p.id for p in reported(path)}
        assert known.id in found, f"mutant {number}: {known.id} in {layer}, but {found}"
        seen[known.id] += 1
    assert set(seen) == {known.id for known in mutants.KNOWN}


def test_what_stays_sound_is_never_reported(export: Any):
    for number in numbered(0.1):
        rng = random.Random(f"sound {number}")
        path = export(layer := rng.choice(mutants.LAYERS))
        path.write_text(mutants.spelled(mutants.sound(layer, rng), rng))
        assert reported(path) == [], f"mutant {number}"


SECRET = {"id": 99, "email": "rita@leak.example", "first_name": "Rita", "last_name": "Leak"}
TAKEN = (UnreadableExportError, UnknownAccountError)  # what a refusal names


def test_mutants_are_taken_in_or_refused(tmp_path: Path):
    """Whatever is broken; and where nothing is, nobody is named in what is stored."""
    path = tmp_path / "export.json"
    accounts = {mutants.ANNOTATOR: mutants.ANNOTATOR, SECRET["email"]: "ann-9", "": "ann-8"}
    for number in numbered(0.1):
        rng = random.Random(f"taken {number}")
        tasks = mutants.sound(rng.choice(mutants.LAYERS), rng, 4)
        mutants.name_someone(tasks, deepcopy(SECRET), rng)
        is_broken = rng.random() < 0.7
        path.write_bytes(
            mutants.mutant(tasks, rng) if is_broken else mutants.spelled(tasks, rng).encode()
        )
        try:
            parts = split_by_annotator(path, accounts, tmp_path / "parts", rng.choice((None, "x")))
        except TAKEN:
            continue
        except Exception as error:
            error.add_note(f"mutant {number}")
            raise
        for part in parts:
            kept = part.path.read_text("utf-8")
            assert is_broken or not ("leak.example" in kept or "Rita" in kept), f"mutant {number}"


STARTS = ("", "{", "[", "<", "#", "T1\t", "-DOCSTART-", "1\t", "\ufeff", "\x1f", "a,b\n")


@settings(
    max_examples=max(200, MUTANTS // 50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    start=st.sampled_from(STARTS),
    rest=st.text('ab{}[]",:\n\t 1<>/_-', max_size=60) | st.text(),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32"]),
)
def test_any_file_is_read_or_named(export: Any, start: str, rest: str, encoding: str):
    path = export("entities")
    path.write_bytes((start + rest).encode(encoding, "replace"))
    reported(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(
    max_examples=max(150, MUTANTS // 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=JSON, where=st.sampled_from(["file", "task", "annotation", "row", "value", "data"]))
def test_any_json_anywhere_is_read_or_reported(export: Any, value: Any, where: str):
    path = export("entities")
    task = mutants.sound("entities", random.Random(1), 3)[0]
    annotation = task["annotations"][0]
    holder, key = {
        "file": ({}, ""),
        "task": ([task], 0),
        "annotation": (task["annotations"], 0),
        "row": (annotation["result"], 0),
        "value": (annotation["result"][0], "value"),
        "data": (task, "data"),
    }[where]
    holder[key] = value
    path.write_text(json.dumps(value if where == "file" else [task]))
    reported(path)


def test_any_file_of_a_corpus_may_be_broken(tmp_path: Path):
    """Schema, sources, texts, decisions, logs and documents: what is read is read with care."""
    for number in numbered(0.04):
        rng = random.Random(f"file {number}")
        root = tmp_path / "corpus"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(broken.CORPORA / "sound", root)
        path = rng.choice(sorted(p for p in root.rglob("*") if p.is_file()))
        path.write_bytes(_spoiled(path, rng))
        try:
            found = run(root)
        except Exception as error:
            error.add_note(f"mutant {number}: {path.relative_to(root)}")
            raise
        json.dumps([p.to_json() for p in found], ensure_ascii=False).encode()


def _spoiled(path: Path, rng: random.Random) -> bytes:
    if path.suffix == ".json" and rng.random() < 0.8:
        return mutants.mutant(
            json.loads(path.read_bytes()),
            rng,
        )
    data = path.read_bytes()
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    odd = (b"", b"- x", b"a: [", b"  b: 1", b"\xff", b"!!python/object:os.system {}", b"&a [*a]")
    match rng.randrange(4):
        case 0:
            return data[: rng.randrange(len(data))]
        case 1:
            lines[at] = rng.choice(odd)
        case 2:
            lines.insert(at, lines[rng.randrange(len(lines))])
        case _:
            cut = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + rng.choice(
                (b"7", b"null", b": ", b"{", b'"', b"\t", b"-")
            )
    return b"\n".join(lines)
