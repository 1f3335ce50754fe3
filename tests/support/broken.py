"""The corpora of tests/corpora: a sound one, and one for each problem id that shows it.

`python tests/support/broken.py` writes them anew, each with the report that it gives now. It puts
the lines that show the ids into their declarations as examples. Read the difference before you
commit it: the reports are what the tests expect.
"""

import json
import re
import shutil
import subprocess
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import communique
import faults
import mini
from communique.checks import run
from communique.checks.catalogue import KINDS
from communique.corpus import CorpusFolder, Source, write_atomic, write_json
from communique.dataset.statistics import BEGIN, END
from communique.label_studio import read_export
from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.moved_task import REGION_NOT_MOVED
from communique.label_studio.intake.parts import PARTS_MISSING
from communique.label_studio.intake.place_tasks import TaskKeys, TaskPlacer
from communique.label_studio.intake.split import split_by_annotator
from communique.label_studio.intake.store import store_export
from communique.problems import Problem
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, Vote
from communique.schema import load_schema
from communique.workflow.clean import make_document
from communique.workspace import CorpusReading
from paths import CORPORA

INCOMING = "incoming.json"
REPORT = "report.json"
Fault = Callable[[Path], None]
NAMES, FRAMES = "annotations/names/ann-1.json", "annotations/frames/ann-1.json"
DECIDED = "annotations/adjudicated/names.json"
SECOND = "Second article\n\nAnn Lee flew to Oslo before the talks on fish began in May.\n"
TOKEN = "0123456789abcdef" * 2 + "01234567"


def base(root: Path, **exports: list[dict[str, Any]]) -> None:
    """The mini corpus, whose cleaned text hangs on no version of the cleaner."""
    mini.write_corpus(root)
    _write_clean(root, mini.SOURCE, mini.RAW)
    for layer, tasks in exports.items():
        write_json(root / f"annotations/{layer}/ann-1.json", tasks)


def _write_clean(root: Path, source: Source, raw: str) -> None:
    made = make_document(source, raw.encode(), "extracted")
    removed = tuple(replace(r, rule="by-hand") for r in made.removed)
    cleaner = {"name": "by-hand", "version": "1", "config_sha256": "0" * 64}
    write_json(
        root / f"corpus/clean/{source.doc_id}.json",
        replace(made, removed=removed, cleaner=cleaner).to_json(),
    )


def add_second(root: Path, raw: str = SECOND, splits: str = "{train: [one], test: [two]}") -> None:
    """A second document, in a split of its own."""
    digest = sha256(raw.encode()).hexdigest()
    source = Source(doc_id="two", file="two.txt", sha256=digest, language="en")
    (root / "corpus/raw/two.txt").write_text(raw)
    with (root / "corpus/sources.yaml").open("a") as file:
        file.write(f"- {{doc_id: two, file: two.txt, sha256: {digest}, language: en}}\n")
    _write_clean(root, source, raw)
    edit(root / "schema/corpus.yaml", "layers:\n", f"splits: {splits}\nlayers:\n")


def second_task(person: str) -> dict[str, Any]:
    """The second document's task, with its one name."""
    text = SECOND.strip().replace("\n\n", "\n")
    start = text.index("Ann Lee")
    value = {"start": start, "end": start + 7, "text": "Ann Lee", "labels": ["person"]}
    label = {"id": "s1", "from_name": "entity", "to_name": "text", "type": "labels"}
    task = by(person, mini.names_task())
    task["id"] = 8
    task["data"] = {"doc_id": "two", "text": text, "text_sha256": sha256(text.encode()).hexdigest()}
    mini.annotation(task).update(id=80, result=[{**label, "origin": "manual", "value": value}])
    return task


def by(person: str, task: dict[str, Any]) -> dict[str, Any]:
    """The task as done by somebody."""
    mini.annotation(task).update(completed_by=person, updated_by=person)
    return task


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def change(path: Path, **values: Any) -> None:
    """Other values in a JSON object."""
    write_json(path, {**json.loads(path.read_text(encoding="utf-8")), **values})


def sound(root: Path) -> None:
    """Everything that is checked, and nothing to find."""
    base(root, names=[mini.names_task(), second_task("ann-1")])
    add_second(root)
    write_json(
        root / "annotations/names/ann-2.json",
        [by("ann-2", mini.names_task()), second_task("ann-2")],
    )
    write_json(root / "annotations/frames/ann-2.json", [by("ann-2", mini.frames_task())])
    edit(
        root / "schema/corpus.yaml",
        "{id: ann-2, type: human}",
        "{id: ann-2, type: human, role: pilot}",
    )
    decide(root)
    (root / "CITATION.cff").write_text("version: 0.1.0\ndate-released: 2026-01-01\n")


def _two_licences(root: Path) -> None:
    edit(root / YAML, "version: 0.1.0\n", "version: 0.1.0\nlicenses: {annotations: CC-BY-4.0}\n")
    write_atomic(root / "CITATION.cff", "version: 0.1.0\nlicense: CC0-1.0\n")


def decide(root: Path, **values: Any) -> None:
    """Decisions on the first document, as unanimous as the votes; `values` change the first."""
    schema = load_schema(root / "schema/corpus.yaml")
    records = [
        r
        for path in sorted((root / "annotations/names").glob("*.json"))
        for r in read_export(path, schema)
        if isinstance(r, Record) and r.doc_id == "one"
    ]
    places = sorted({(r.start, r.end, r.raw_start, r.raw_end) for r in records})
    decisions = [
        _decision(n, [r for r in records if (r.start, r.end) == place[:2]])
        for n, place in enumerate(places)
    ]
    decisions[0] = decisions[0].model_copy(update=values)
    write_json(root / DECIDED, AdjudicatedLayer(decisions=decisions).model_dump())


def _decision(number: int, records: list[Record]) -> AdjudicatedDecision:
    first = records[0]
    return AdjudicatedDecision(
        uid=f"e{number:012d}",
        doc_id=first.doc_id,
        candidates=[r.annotation_id for r in records],
        votes=[Vote(label=first.label, count=len(records))],
        outcome="kept",
        start=first.start,
        end=first.end,
        raw_start=first.raw_start,
        raw_end=first.raw_end,
        label=first.label,
        attributes={k: list(v) if isinstance(v, tuple) else v for k, v in first.attributes.items()},
        decision="unanimous",
        reason=None,
        by=None,
        at="2026-01-02",
    )


def names(*changes: Callable[[dict[str, Any]], None]) -> Fault:
    """A corpus whose span export has a fault."""
    return lambda root: base(root, names=[_changed(mini.names_task(), changes)])


def frames(*changes: Callable[[dict[str, Any]], None]) -> Fault:
    """A corpus whose block export has a fault."""
    return lambda root: base(root, frames=[_changed(mini.frames_task(), changes)])


def _changed(
    task: dict[str, Any], changes: tuple[Callable[[dict[str, Any]], None], ...]
) -> dict[str, Any]:
    for fault in changes:
        fault(task)
    return task


def texts(fault: Fault) -> Fault:
    """A corpus without exports whose sources or texts have a fault."""

    def write(root: Path) -> None:
        base(root)
        fault(root)

    return write


def voted(**values: Any) -> Fault:
    """Two annotators who agree, and a first decision with other values."""

    def write(root: Path) -> None:
        base(root, names=[mini.names_task()])
        write_json(root / "annotations/names/ann-2.json", [by("ann-2", mini.names_task())])
        decide(root, **values)

    return write


def arriving(before: list[dict[str, Any]], after: list[dict[str, Any]], **log: str) -> Fault:
    """A corpus, and the export that is about to replace its own."""

    def write(root: Path) -> None:
        base(root, names=before)
        write_json(root / INCOMING, after)
        if log:
            write_json(root / "annotations/pull.json", {NAMES: log})

    return write


def clean(fault: Callable[[dict[str, Any]], None]) -> Fault:
    """A corpus without exports whose cleaned document has a fault."""

    def change_document(root: Path) -> None:
        path = root / "corpus/clean/one.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        fault(data)
        write_json(path, data)

    return texts(change_document)


def _on_removed_text(task: dict[str, Any]) -> dict[str, Any]:
    """A task on the raw text, with a region that the cleaner removed."""
    start = mini.RAW.index("Leave a comment")
    (row,) = [r for r in mini.annotation(task)["result"] if r["id"] == "r2"]
    row["value"] |= {"start": start, "end": start + 15, "text": "Leave a comment"}
    return {**task, "data": {"text": mini.RAW}, "annotations": [_only(task, row)]}


def _part(task: dict[str, Any]) -> dict[str, Any]:
    """A task on the first two of three lines."""
    (row,) = [r for r in mini.annotation(task)["result"] if r["id"] == "r2"]
    data = {"doc_id": "one", "text": mini.TEXT[: mini.TEXT.index("\nRome")]}
    return {**task, "data": data, "annotations": [_only(task, row)]}


def _only(task: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    return {**mini.annotation(task), "result": [row]}


def _elsewhere(root: Path) -> None:
    base(root, names=[mini.names_task()])
    (root / "annotations/names/ann-2.json").symlink_to("../../../../mini.py")


def _stale_page(root: Path) -> None:
    base(root)
    write_atomic(root / "schema/rendered/verbs.xml", "<View/>\n")


def _not_utf8(root: Path) -> None:
    data = b"caf\xe9\n"
    (root / "corpus/raw/one.txt").write_bytes(data)
    digest = sha256(data).hexdigest()
    edit(root / "corpus/sources.yaml", mini.SOURCE.sha256, digest)
    change(root / "corpus/clean/one.json", source_sha256=digest)


def _without_clean(root: Path) -> None:
    base(root)
    add_second(root)
    (root / "corpus/clean/two.json").unlink()


def _without_raw(root: Path) -> None:
    base(root)
    add_second(root)  # an empty folder would not be kept by git
    (root / "corpus/raw/one.txt").unlink()


def _shift(data: dict[str, Any]) -> None:
    data["blocks"][1]["pieces"][0][1] += 1


def _cut_short(root: Path) -> None:
    base(root, names=[mini.names_task()])
    path = root / NAMES
    path.write_text(path.read_text(encoding="utf-8")[:-200], encoding="utf-8")


def _moved(before: str, after: str) -> Fault:
    def write(root: Path) -> None:
        base(root, names=[mini.names_task()])
        (root / after).parent.mkdir(parents=True, exist_ok=True)
        (root / before).rename(root / after)

    return write


def _other_layer(root: Path) -> None:
    task = mini.names_task()
    mini.annotation(task)["result"] = [mini.row("verb", "labels", "Rome", ["act"], "v1")]
    base(root, verbs=[task])


def _twice(root: Path) -> None:
    base(root, names=[mini.names_task()])
    write_json(root / "annotations/names/ann-1.1.json", [mini.names_task()])


def _edited(root: Path) -> None:
    base(root, names=[mini.names_task()])
    write_json(root / "annotations/pull.json", {NAMES: {"sha256": "0" * 64}})


def _gone(root: Path) -> None:
    base(root, names=[mini.names_task()])
    write_json(root / "annotations/pull.json", {"annotations/names/ann-2.json": {}})


def _torn_log(root: Path) -> None:
    base(root, names=[mini.names_task()])
    write_atomic(root / "annotations/pull.json", "<<<<<<< ours\n")


def _two_answers(root: Path) -> None:
    import voters  # it imports this module

    base(root, names=[mini.names_task()])
    edit(root / YAML, "registry:\n", voters.JUDGE + "\n")
    voters.put(root, 2, voters.longer(mini.names_task()))
    voters.judged(root, lambda rows: None)


def _half_done(root: Path) -> None:
    base(root, names=[mini.names_task()])
    add_second(root)


def _two_guidelines(root: Path) -> None:
    base(root)
    for person, version in (("ann-1", "1.0"), ("ann-2", "1.1")):
        write_json(root / f"annotations/names/{person}.json", [under(version, person)])
    raise_guideline(root, "1.1")


def _old_guideline(root: Path) -> None:
    base(root)
    for person in ("ann-1", "ann-2"):
        write_json(root / f"annotations/names/{person}.json", [under("1.0", person)])
    decide(root)
    raise_guideline(root, "2.0")


def _old_decisions(root: Path) -> None:
    """As `_old_guideline`, where both annotators work on other layers now."""
    _old_guideline(root)
    for person in ("ann-1", "ann-2"):
        who = f"{{id: {person}, type: human"
        edit(root / YAML, f"{who}}}", f"{who}, layers: [frames]}}")


def under(version: str, person: str) -> dict[str, Any]:
    """The task of the span layer as one did it under a version of the guideline."""
    task = by(person, mini.names_task())
    task["data"]["guideline_version"] = version
    return task


def raise_guideline(root: Path, version: str) -> None:
    """The span layer under another version of its guideline."""
    rows = "    rows: nested\n"
    edit(root / "schema/corpus.yaml", rows, f"{rows}    guideline_version: '{version}'\n")


def _leak(root: Path) -> None:
    base(root)
    add_second(root, "Another view\n\nHe said Ann Lee met the team in Paris on Monday, no less.\n")


def _removed_by_hand(root: Path) -> None:
    sound(root)
    path = root / "corpus/sources.yaml"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "doc_id: two" not in line))
    (root / "corpus/raw/two.txt").unlink()


def _long_quotation(root: Path) -> None:
    base(root)
    said = mini.TEXT.splitlines()[1]
    write_atomic(root / "schema/guidelines/names.md", f"Names count: {said}\n")


def _quoting_guideline(root: Path) -> None:
    base(root)
    raise_guideline(root, "2.0")
    edit(root / YAML, "control: entity\n", "control: entity\n    guideline: names.md\n")
    quoted = " ".join(mini.TEXT.splitlines()[1].split()[:7])
    write_atomic(root / "schema/guidelines/names.md", f"Names count: {quoted}.\n")


def _torn_decision(root: Path) -> None:
    base(root)
    write_json(root / DECIDED, {"decisions": [{"uid": "e1"}]})


def _stale_numbers(root: Path) -> None:
    base(root, names=[mini.names_task()])
    (root / "README.md").write_text(f"{BEGIN}\nA hundred names.\n{END}\n")


def _token(root: Path) -> None:
    base(root)
    write_json(root / "annotations/pull.json", {"token": TOKEN})


def _address(task: dict[str, Any]) -> None:
    task["meta"] = {"contact": "ann@example.org"}


def _untouched(task: dict[str, Any]) -> dict[str, Any]:
    return {**task, "annotations": []}


def _on_other_text(task: dict[str, Any]) -> dict[str, Any]:
    data = {"doc_id": "one", "text": "Other", "text_sha256": sha256(b"Other").hexdigest()}
    return {**task, "data": data}


BLOCK = {"doc_id": "one", "block_id": f"b{mini.RAW.index('Ann Lee met'):06d}"}
PARIS = {"start": 24, "end": 29, "text": "Paris", "label": "place", "attributes": {}}
SPANS = {**BLOCK, "spans": [PARIS]}
FRAME = {**BLOCK, "label": "people", "attributes": {"frames": ["people", "money"]}}


def spans(*listed: dict[str, Any]) -> dict[str, Any]:
    """The spans of the first paragraph."""
    return {**BLOCK, "spans": list(listed)}


def predictions(layer: str, lines: list[dict[str, Any]], **header: Any) -> str:
    """A file of predictions for the mini corpus."""
    first = {"communique": "predictions/1", "layer": layer, "data_version": "0.1.0"}
    first |= {"split": "all", "system": "tagger-1", **header}
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in (first, *lines))


def offer(root: Path, layer: str) -> Path:
    """The file of predictions of a layer, which the schema names from now on."""
    path = root / f"predictions/{layer}.jsonl"
    key = f"    preannotate: {{predictions: predictions/{layer}.jsonl}}\n"
    edit(root / "schema/corpus.yaml", f"  - name: {layer}\n", f"  - name: {layer}\n{key}")
    path.parent.mkdir(exist_ok=True)
    return path


def predicting(layer: str, lines: list[dict[str, Any]] | None = None, **header: Any) -> Fault:
    def fault(root: Path) -> None:
        base(root)
        write_atomic(offer(root, layer), predictions(layer, lines or [], **header))

    return fault


def _without_predictions(root: Path) -> None:
    base(root)
    offer(root, "names").parent.rmdir()


def _listed(root: Path, words: str) -> None:
    """An attribute that is computed from a list with these lines."""
    computed = "computed: {words: loaded.txt, present: loaded, absent: plain}"
    added = f"      - {{name: tone_word, type: choice, values: [loaded, plain], {computed}}}"
    edit(root / YAML, "required: never, max: 2}", f"required: never, max: 2}}\n{added}")
    write_atomic(root / "schema/words/loaded.txt", words)


YAML, SOURCES = "schema/corpus.yaml", "corpus/sources.yaml"
BROKEN: dict[str, Fault] = {
    "schema-invalid": texts(lambda r: edit(r / YAML, "labels: [person, place]", "label: [person]")),
    "path-outside": _elsewhere,
    "outdated-key": texts(
        lambda r: edit(
            r / YAML, "required: never, max: 2}", "required: never, max: 2, agree: false}"
        )
    ),
    "guideline-missing": texts(
        lambda r: edit(r / YAML, "control: entity\n", "control: entity\n    guideline: names.md\n")
    ),
    "words-unreadable": texts(
        lambda r: _listed(r, "thanked\ncaf\N{LATIN SMALL LETTER E WITH ACUTE}!\n")
    ),
    "words-empty": texts(lambda r: _listed(r, "# none yet\n")),
    "words-repeated": texts(lambda r: _listed(r, "thank*\nthanked\n")),
    "hotkey-conflict": texts(
        lambda r: edit(r / YAML, "[person, place]", "[{id: person, hotkey: u}, place]")
    ),
    "entity-unstated": texts(
        lambda r: edit(r / YAML, "{id: rome}", '{id: rome, entity_id: "gpe:rome"}')
    ),
    "rendered-stale": _stale_page,
    "secret-found": _token,
    "personal-data": names(_address),
    "sources-invalid": texts(lambda r: edit(r / SOURCES, mini.SOURCE.sha256, "short")),
    "cleaning-invalid": texts(
        lambda r: write_atomic(r / "corpus/cleaning.yaml", "documents:\n  nine: {policy: page}\n")
    ),
    "source-value-unknown": texts(lambda r: edit(r / SOURCES, "language: en", "language: english")),
    "raw-missing": _without_raw,
    "raw-changed": texts(lambda r: edit(r / "corpus/raw/one.txt", "Rome", "Roma")),
    "raw-unreadable": texts(_not_utf8),
    "raw-unlisted": texts(lambda r: write_atomic(r / "corpus/raw/more.txt", "More\n")),
    "clean-missing": _without_clean,
    "clean-malformed": clean(lambda d: d.pop("blocks")),
    "orphan-clean": _removed_by_hand,
    "clean-stale": clean(lambda d: d.update(source_sha256="0" * 64)),
    "text-hash": clean(lambda d: d.update(text_sha256="0" * 64)),
    "text-unaccounted": clean(lambda d: d["removed"].pop()),
    "pieces-broken": clean(_shift),
    "unreadable-file": _cut_short,
    "unknown-layer": _other_layer,
    "unknown-document": names(lambda t: t["data"].update(doc_id="three")),
    "unknown-annotator": _moved(NAMES, "annotations/names/stranger.json"),
    "wrong-annotator": names(faults.field(completed_by="ann-2", updated_by="ann-2")),
    "annotation-by-other": arriving([mini.names_task()], [mini.names_task()]),
    "duplicate-pass": _twice,
    "malformed-annotation": names(faults.field(result={})),
    "result-missing": names(faults.field(result=None)),
    "author-missing": names(faults.field(completed_by=None)),
    "annotated-twice": names(faults.again),
    "cancelled-with-regions": names(faults.field(was_cancelled=True)),
    "draft-left-out": names(lambda t: t["drafts"].append({"id": 1})),
    "updated-by-other": names(faults.field(updated_by="ann-2")),
    "ground-truth": names(faults.field(ground_truth=True)),
    "lead-time-impossible": names(faults.field(lead_time=-1.5)),
    "text-unproven": names(faults.no_text),
    "stale-text": names(lambda t: t["data"].update(text="Another text")),
    "annotation-lost": arriving([mini.names_task()], [_untouched(mini.names_task())]),
    "text-changed": arriving([mini.names_task()], [_on_other_text(mini.names_task())]),
    "config-changed": arriving([mini.names_task()], [mini.names_task()], config_sha256="0" * 64),
    "region-not-moved": arriving([], [_on_removed_text(mini.names_task())]),
    "parts-missing": arriving([], [_part(mini.names_task())]),
    "export-edited": _edited,
    "contradicting-answers": _two_answers,
    "export-missing": _gone,
    "pull-log-unreadable": _torn_log,
    "malformed-region": names(faults.first_row("r2", value=None)),
    "unknown-control": names(faults.first_row("r2", from_name="entitee")),
    "unsupported-control": names(faults.rated),
    "missing-label": names(faults.labelled("r2", [])),
    "unknown-label": names(faults.labelled("r2", ["animal"])),
    "duplicate-region": names(
        faults.add_rows(mini.row("entity", "labels", "Paris", ["place"], "r8"))
    ),
    "region-without-id": names(faults.no_ids),
    "offset-not-integer": names(faults.place("r2", start="41")),
    "offset-out-of-range": names(faults.place("r2", end=9999)),
    "offset-reversed": names(faults.place("r2", start=46, end=41)),
    "text-mismatch": names(faults.place("r2", text="Pariz")),
    "mixed-offset-units": names(faults.half_utf16),
    "offset-unit-assumed": names(faults.no_echo),
    "blank-at-edge": names(faults.place("r2", start=40, text=" Paris")),
    "half-character": names(faults.in_a_pair),
    "span-crosses-blocks": names(
        faults.add_rows(mini.row("entity", "labels", "Lee.\nRome", ["person"], "r8"))
    ),
    "missing-attribute": names(faults.drop_row("r4", "reading")),
    "incomplete-import": names(faults.imported, faults.drop_row("r4", "reading")),
    "attribute-not-allowed": names(
        faults.add_rows(mini.row("reading", "choices", "Paris", ["literal"], "r2"))
    ),
    "unknown-value": names(faults.given("r4", "reading", "choices", ["odd"])),
    "ambiguous-value": names(faults.one_leaf),
    "wrong-cardinality": names(faults.given("r3", "holder", "choices", ["ann", "rome", "AUTHOR"])),
    "not-a-unit": frames(faults.unit_range),
    "duplicate-unit": frames(faults.unit_again),
    "unit-missing": frames(faults.no_unit),
    "predictions-unreadable": _without_predictions,
    "predictions-header": predicting("names", system=" "),
    "prediction-malformed": predicting("names", [{**SPANS, "spans": [{"start": "0"}]}]),
    "prediction-unknown-unit": predicting("names", [{**SPANS, "block_id": "b999999"}]),
    "prediction-duplicate": predicting("names", [SPANS, SPANS]),
    "prediction-offsets": predicting("names", [spans({**PARIS, "end": 99})]),
    "prediction-text": predicting("names", [spans({**PARIS, "text": "Rome"})]),
    "prediction-unknown-value": predicting("frames", [{**FRAME, "label": "sport"}]),
    "coverage-incomplete": _half_done,
    "guideline-mixed": _two_guidelines,
    "guideline-outdated": _old_guideline,
    "decisions-outdated": _old_decisions,
    "decision-malformed": _torn_decision,
    "decision-without-candidates": voted(candidates=[]),
    "decision-contradicts-votes": voted(label="place"),
    "vote-missing": voted(votes=[Vote(label="person", count=3)]),
    "decision-orphaned": voted(candidates=["a" + "0" * 20]),
    "split-leakage": _leak,
    "excessive-quotation": _long_quotation,
    "guideline-quotes-text": _quoting_guideline,
    "splits-invalid": texts(
        lambda r: edit(r / YAML, "layers:\n", "splits: {train: [nobody]}\nlayers:\n")
    ),
    "numbers-stale": _stale_numbers,
    "version-mismatch": texts(lambda r: write_atomic(r / "CITATION.cff", "version: 0.2.0\n")),
    "licence-mismatch": texts(_two_licences),
    "baselines-stale": texts(
        lambda r: write_json(
            r / "evaluation/baselines.json", {"inputs_sha256": "0" * 64, "layers": []}
        )
    ),
}


def report(root: Path, problem_id: str) -> list[Problem]:
    """What is said of a corpus, or of the export that arrives in a copy of it."""
    if problem_id == "sound" or not KINDS[problem_id].on_import:
        return run(root)
    owner = "ann-2" if problem_id == "annotation-by-other" else "ann-1"
    with tempfile.TemporaryDirectory() as beside:
        copy = Path(beside) / "corpus"
        shutil.copytree(root, copy, symlinks=True)
        folder = CorpusFolder(copy.resolve())
        if problem_id in (REGION_NOT_MOVED.id, PARTS_MISSING.id):
            return _placed(folder, Path(beside))
        taken = split_by_annotator(
            copy / INCOMING, {"ann-1": "ann-1"}, Path(beside) / "taken", owner
        )[0]
        target = folder.export("names", owner)
        return list(store_export(folder, target, taken, config_sha256="f" * 64).problems)


def _placed(folder: CorpusFolder, beside: Path) -> list[Problem]:
    """What is said of an export whose tasks are not on the cleaned text."""
    reading = CorpusReading(folder)
    texts = KnownTexts(reading.documents, lambda: reading.raws)
    placer = TaskPlacer(texts, TaskKeys(), "names", {"ann-1": "ann-1"}, allow_missing=True)
    placer.place(folder.root / INCOMING, INCOMING, beside / "placed.json")
    placer.finish(beside / "joined.json")
    return placer.placed.problems


def write(root: Path, problem_id: str) -> None:
    """The corpus of an id (`sound` for the sound one), without its report."""
    sound(root) if problem_id == "sound" else BROKEN[problem_id](root)


def example(found: list[Problem], problem_id: str) -> str:
    """The line of a report that shows the id."""
    return next(str(p) for p in found if p.id == problem_id)


def put_examples(examples: dict[str, str]) -> None:
    """Replace the example of each declared kind, in the source of the package."""
    declared = re.compile(
        r'(problem_kind\(\n    "([a-z-]+)",\n(?:.*\n)*?    example=)(.*|\((?:.*\n)*?    \)),\n\)'
    )
    changed = [
        p
        for p in Path(communique.__file__).parent.rglob("*.py")
        if "problem_kind(" in p.read_text()
    ]
    for path in changed:
        text = path.read_text(encoding="utf-8")
        text = declared.sub(lambda m: f"{m[1]}{_literal(examples[m[2]])},\n)", text)
        write_atomic(path, text)
    subprocess.run(["ruff", "format", "-q", *changed], check=True)


def _literal(text: str) -> str:
    """A string literal whose lines are short enough."""
    lines = textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
    lines = [*(f"{line} " for line in lines[:-1]), lines[-1]]
    shown = "\n".join(f"        {json.dumps(line, ensure_ascii=False)}" for line in lines)
    return f"(\n{shown}\n    )" if len(lines) > 1 else shown.strip()


def main() -> None:
    shutil.rmtree(CORPORA, ignore_errors=True)
    examples: dict[str, str] = {}
    for name in ("sound", *BROKEN):
        write(CORPORA / name, name)
        found = report(CORPORA / name, name)
        write_json(CORPORA / name / REPORT, [p.to_json() for p in found])
        if name != "sound":
            examples[name] = example(found, name)
    put_examples(examples)


if __name__ == "__main__":
    main()
