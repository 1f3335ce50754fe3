"""Annotations of other tools: mapped, moved to the corpus's text, and stored as an export."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import foreign_files
import mini
from communique.formats.cas_reader import NAMED_ENTITY
from foreign import command

STORED = "annotations/names/ann-1.json"
MAP = "layer: names\nlabels: {PER: person, LOC: place, ORG: null}\n"
SPACED = mini.TEXT.replace("\n", "\r\n\r\n").replace("met the", "met  the")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = mini.write_corpus(tmp_path / "corpus")
    broken.add_second(root)
    return root


@pytest.fixture
def bring(tmp_path: Path, root: Path, monkeypatch: Any, capsys: Any):
    """`bring(format, files, *options, label_map=…)`: the import as ann-1 by default."""

    def run(
        name: str, files: dict[str, str | bytes], *options: str, label_map: str | None = MAP
    ) -> Any:
        folder = tmp_path / "theirs"
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
        given = ["--format", name, *options]
        if label_map is not None:
            (tmp_path / "map.yaml").write_text(label_map)
            given += ["--map", str(tmp_path / "map.yaml")]
        if not {"--annotator", "--account", "--propose-map"} & set(options):
            given += ["--annotator", "ann-1"]
        paths = [folder] if name in ("brat", "cas") else [folder / f for f in files]
        return command(monkeypatch, capsys, "import", *paths, *given, "--corpus", root, "--json")

    return run


@pytest.fixture
def run(root: Path, monkeypatch: Any, capsys: Any):
    """`run(*arguments)`: a command on the corpus, in this process."""
    return lambda *arguments: command(monkeypatch, capsys, *arguments, "--corpus", root)


def cleaned(root: Path, doc_id: str) -> str:
    return json.loads((root / f"corpus/clean/{doc_id}.json").read_text())["text"]


def stored(root: Path, file: str = STORED) -> list[tuple[str, str, str]]:
    """Each stored span: document, words, label. Its offsets fit the cleaned text."""
    found: list[tuple[str, str, str]] = []
    for task in json.loads((root / file).read_text()):
        data = task["data"]
        text = cleaned(root, data["doc_id"])
        assert data["text"] == text
        for row in mini.annotation(task)["result"]:
            value = row.get("value", {})
            if "start" in value:
                assert text[value["start"] : value["end"]] == value["text"]
                if "labels" in value:
                    found.append((data["doc_id"], value["text"], *value["labels"]))
    return found


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def brat(text: str, name: str = "one") -> dict[str, str | bytes]:
    lines = [
        f"T{n}\t{label} {' '.join(map(str, at(text, words)))}\t{words}\n"
        for n, (label, words) in enumerate([("PER", "Ann Lee"), ("LOC", "Rome")], 1)
    ]
    return {f"{name}.txt": text, f"{name}.ann": "".join(lines)}


def doccano(text: str, **more: Any) -> dict[str, Any]:
    spans = [[*at(text, "Ann Lee"), "PER"], [*at(text, "Rome"), "LOC"]]
    return {"text": text, "label": spans, **more}


def prodigy(text: str, **more: Any) -> dict[str, Any]:
    spans = [{"start": s, "end": e, "label": x} for s, e, x in doccano(text)["label"]]
    return {"text": text, "spans": spans, "answer": "accept", **more}


def conll(text: str, name: str = "one") -> str:
    tags = {"Ann": "B-PER", "Lee": "I-PER", "Rome": "B-LOC"}
    first = text.replace("thanked Ann Lee.", "thanked_Ann_Lee .")
    words = first.split()
    lines = "".join(f"{w} {tags.get(w, 'O')}\n" for w in words)
    lines = lines.replace("thanked_Ann_Lee O\n", "thanked O\nAnn O\nLee O\n")
    return (f"-DOCSTART- {name} O\n\n" if name else "") + lines + "\n"


def cas(text: str) -> dict[str, str | bytes]:
    named = (("PER", "Ann Lee"), ("LOC", "Rome"))
    entities = [(NAMED_ENTITY, *at(text, words), {"value": label}) for label, words in named]
    return {"one.json": foreign_files.cas(text, *entities).to_json()}


def webanno(text: str) -> dict[str, str | bytes]:
    tags = {"Ann": "*[1]\tPER[1]", "Lee": "*[1]\tPER[1]", "Rome": "*\tLOC"}
    shown = text.replace("\r", "\\r").replace("\n", "\\n")
    rows = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={NAMED_ENTITY}|identifier|value\n\n\n#Text={shown}\n"
    start = 0
    for number, word in enumerate(text.split(), 1):
        start = text.index(word, start)
        first, last = (len(text[:n].encode("utf-16-le")) // 2 for n in (start, start + len(word)))
        rows += f"1-{number}\t{first}-{last}\t{word}\t{tags.pop(word, '_	_')}\n"
        start += len(word)
    return {"one.tsv": rows}


FORMATS = {
    "brat": brat,
    "cas": cas,
    "conll": lambda text: {"a.conll": conll(text)},
    "doccano": lambda text: {"a.jsonl": foreign_files.lines(doccano(text))},
    "prodigy": lambda text: {"a.jsonl": foreign_files.lines(prodigy(text))},
    "webanno": webanno,
}
BOTH = [("one", "Ann Lee", "person"), ("one", "Rome", "place")]


@pytest.mark.parametrize("text", [mini.TEXT, mini.RAW, SPACED], ids=["cleaned", "raw", "spaced"])
@pytest.mark.parametrize("name", FORMATS)
def test_spans_come_to_the_cleaned_text(root: Path, bring, name: str, text: str):
    done = bring(name, FORMATS[name](text))
    assert done.returncode == 0, done.stdout + done.stderr
    assert stored(root) == BOTH
    report = json.loads(done.stdout)
    assert report["losses"] == {}
    assert [(p["id"], p["level"]) for p in report["problems"]] == [("incomplete-import", "warning")]
    log = json.loads((root / "annotations/pull.json").read_text())
    assert log[STORED]["imported"] == {"format": name, "documents": 1}


def test_the_licence_stays_with_the_tasks_and_in_the_log(root: Path, bring):
    assert bring("brat", brat(mini.TEXT), "--licence", "CC BY 4.0").returncode == 0
    (task,) = json.loads((root / STORED).read_text())
    assert task["meta"] == {"imported_from": "brat", "licence": "CC BY 4.0"}
    log = json.loads((root / "annotations/pull.json").read_text())
    assert log[STORED]["imported"]["licence"] == "CC BY 4.0"


def test_what_the_map_leaves_out_and_the_format_has_more_is_counted(root: Path, bring):
    files = brat(mini.TEXT)
    files["one.ann"] = (
        f"{files['one.ann']}T3\tORG {' '.join(map(str, at(mini.TEXT, 'team')))}\tteam\n"
    )
    files["one.ann"] += "A1\tNegated T1\n#1\tAnnotatorNotes T1\twhy\nR1\tin Arg1:T1 Arg2:T2\n"
    done = bring("brat", files)
    losses = {"note": 1, "label": 1, "attribute": 1, "relation": 1}
    assert (done.returncode, json.loads(done.stdout)["losses"]) == (0, losses)
    assert stored(root) == BOTH


@pytest.mark.parametrize("name", FORMATS)
def test_another_text_is_refused_by_name_and_place(root: Path, bring, name: str):
    done = bring(name, FORMATS[name](mini.TEXT.replace("would wait", "would go")))
    assert (done.returncode, done.stdout) == (2, "")
    if name in ("doccano", "prodigy"):
        wanted = 'a.jsonl, line 1: its text is that of no document: "A short headline↵Ann Lee'
    else:
        wanted = "document one: its text is another one; first difference at character"
        assert '"wait.' in done.stderr, done.stderr
    assert wanted in done.stderr
    assert not (root / STORED).exists()


def test_a_document_named_as_another_is_refused_with_a_hint(root: Path, bring):
    done = bring("brat", brat(mini.TEXT, "two"))
    assert done.returncode == 2
    assert "two.ann: document two: its text is another one" in done.stderr
    assert "it is the text of document one" in done.stderr


def test_all_names_without_a_map_are_listed_at_once(root: Path, bring):
    files = brat(mini.TEXT)
    done = bring("brat", files, label_map="layer: names\nlabels: {X: person}\n")
    assert done.returncode == 2
    assert (
        "2 names of the files are not in the map: label 'PER' (1 time); label 'LOC' (1 time)"
        in done.stderr
    )
    done = bring("brat", files, label_map=None)
    assert "2 names of the files have no map" in done.stderr
    assert "--propose-map" in done.stderr
    assert not (root / STORED).exists()


@pytest.mark.parametrize(
    ("label_map", "message"),
    [
        ("layer: nothing\n", "the schema has no layer 'nothing'; expected names, frames"),
        ("layer: names\nlabels: {PER: animal}\n", "names: label 'animal' (PER) is not in"),
        ("layer: names\nattributes: {a: size}\n", "names has no attribute 'size' (a)"),
        (
            "layer: names\nattributes: {a: {name: reading, values: {x: odd}}}\n",
            "names.reading: value 'odd' (x) is not in the schema; expected literal, metonymic",
        ),
        ("layer: frames\ndocument: size\n", "frames has no document attribute 'size'"),
        ("layer: names\nlable: {}\n", "line 2, lable: unknown key"),
        ("layer: [\n", "line 2, file: not valid YAML"),
        ("layers: [{layer: names,\n lable: {}}]", "line 2, layers[0].lable: unknown key"),
        ("{}", "layer: key is missing"),
    ],
)
def test_a_bad_map_is_refused(root: Path, bring, label_map: str, message: str):
    done = bring("brat", brat(mini.TEXT), label_map=label_map)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / STORED).exists()


def test_attributes_and_their_values_are_mapped(root: Path, bring):
    files = brat(mini.TEXT)
    files["one.ann"] += "A1\tSense T2 met\nA2\tWho T1 per:ann-lee\nA3\tSense T1 lit\n"  # type: ignore[operator]
    values = "Sense: {name: reading, values: {met: metonymic, lit: literal}}, Who: entity_id"
    done = bring("brat", files, label_map=f"{MAP}attributes: {{{values}}}\n")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    # `reading` is not allowed on a person
    assert (report["losses"], report["problems"]) == ({"attribute": 1}, [])
    (task,) = json.loads((root / STORED).read_text())
    given = {
        (r["id"], r["from_name"]): r["value"]
        for r in mini.annotation(task)["result"]
        if r["type"] != "labels"
    }
    assert given["T2", "reading"]["choices"] == ["metonymic"]
    assert set(given) == {("T2", "reading"), ("T1", "entity_id")}


def test_a_span_on_text_that_was_removed_is_named_and_nothing_is_stored(root: Path, bring):
    row = doccano(mini.RAW)
    row["label"].append([*at(mini.RAW, "Leave"), "LOC"])
    files = {"a.jsonl": foreign_files.lines(row)}
    done = bring("doccano", files)
    report = json.loads(done.stdout)
    assert (done.returncode, report["losses"], report["files"]) == (1, {"not_in_text": 1}, {})
    assert [p["id"] for p in report["problems"]] == ["region-not-moved"]
    assert not (root / STORED).exists()
    bring("doccano", files, "--accept-losses")
    assert stored(root) == BOTH


@pytest.mark.parametrize(
    ("start", "end", "cause"),
    [(82, 94, "border"), (57, 58, None), (16, 17, "empty"), (15, 25, "border")],
)
def test_borders_are_checked_and_blanks_at_the_ends_left_out(
    root: Path, bring, start: int, end: int, cause: str | None
):
    assert mini.TEXT[57] == "😀"
    row = {"text": mini.TEXT, "label": [[start, end, "PER"]]}
    done = bring("doccano", {"a.jsonl": foreign_files.lines(row)})
    assert json.loads(done.stdout)["losses"] == ({cause: 1} if cause else {})


def test_parts_of_a_document_are_put_together(root: Path, bring):
    lines = mini.TEXT.split("\n")
    rows = [{"text": line, "label": []} for line in lines]
    rows[1] = {"text": lines[1], "label": [[*at(lines[1], "Paris"), "LOC"], [0, 7, "PER"]]}
    done = bring("doccano", {"a.jsonl": foreign_files.lines(*reversed(rows))})
    assert done.returncode == 0, done.stderr
    assert sorted(stored(root)) == [("one", "Ann Lee", "person"), ("one", "Paris", "place")]
    done = bring("doccano", {"a.jsonl": foreign_files.lines(*rows[:2])})
    assert done.returncode == 2
    assert 'the text from character 90 on ("Rome replied' in done.stderr
    done = bring("doccano", {"a.jsonl": foreign_files.lines(*rows[:2])}, "--allow-missing-parts")
    assert [p["id"] for p in json.loads(done.stdout)["problems"]] == ["parts-missing"]


def test_documents_of_one_file_are_found_without_names(root: Path, bring):
    second = cleaned(root, "two")
    both = conll(second, "").strip() + "\n" + conll(mini.TEXT, "")
    done = bring("conll", {"a.conll": both})
    assert done.returncode == 0, done.stderr
    assert stored(root) == [*BOTH, ("two", "Ann Lee", "person")]
    again = conll(mini.TEXT, "").replace("B-PER", "O").replace("I-PER", "O")
    done = bring("conll", {"a.conll": conll(mini.TEXT, "") + again})
    assert done.returncode == 2
    assert "document one comes twice: the file has the work of several annotators" in done.stderr
    assert stored(root) == [*BOTH, ("two", "Ann Lee", "person")]


def test_several_annotators_are_told_apart_by_their_names(root: Path, bring):
    rows = [prodigy(mini.TEXT, _annotator_id=name) for name in ("set-bo", "set-al")]
    rows[1]["spans"] = rows[1]["spans"][:1]
    files = {"a.jsonl": foreign_files.lines(*rows)}
    done = bring("prodigy", files)
    assert done.returncode == 2
    assert "the files have the work of several annotators: set-al, set-bo" in done.stderr
    accounts = ("--account", "set-bo=ann-1", "--account", "set-al=ann-2")
    assert bring("prodigy", files, *accounts).returncode == 0
    assert stored(root) == BOTH
    assert stored(root, STORED.replace("1", "2")) == BOTH[:1]
    assert "set-" not in (root / STORED).read_text()


def test_rows_that_were_not_accepted_are_counted(root: Path, bring):
    others = [{"text": "any", "answer": answer} for answer in ("reject", "ignore")]
    rows = [prodigy(mini.TEXT), *others]
    done = bring("prodigy", {"a.jsonl": foreign_files.lines(*rows)})
    assert json.loads(done.stdout)["losses"] == {"rejected": 1, "ignored": 1}


def test_labels_of_texts_become_labels_of_blocks_and_documents(root: Path, bring):
    lines = mini.TEXT.split("\n")
    rows = [{"text": line, "label": x} for line, x in zip(lines, ([], ["P"], ["M"]), strict=True)]
    label_map = "layer: frames\nlabels: {P: people, M: money}\n"
    done = bring("doccano", {"a.jsonl": foreign_files.lines(*rows)}, label_map=label_map)
    assert done.returncode == 0, done.stderr
    frames = STORED.replace("names", "frames")
    (task,) = json.loads((root / frames).read_text())
    chosen = {
        r["value"]["text"]: r["value"]["choices"][0]
        for r in mini.annotation(task)["result"]
        if r["from_name"] == "primary"
    }
    assert chosen == {lines[1]: "people", lines[2]: "money"}
    row = {"text": mini.RAW, "label": ["pos"]}
    label_map = "layer: frames\ndocument: tone\nlabels: {pos: warm}\n"
    done = bring("doccano", {"b.jsonl": foreign_files.lines(row)}, label_map=label_map)
    assert done.returncode == 0, done.stderr
    (task,) = json.loads((root / frames).read_text())
    (tone,) = mini.annotation(task)["result"]
    assert (tone["from_name"], tone["value"]) == ("tone", {"choices": ["warm"]})


def test_a_map_is_proposed_and_can_be_used(root: Path, bring, tmp_path: Path):
    files = brat(mini.TEXT)
    files["one.ann"] += "T3\tThing 0 1\tA\nA1\tReading T2 Literal\n"  # type: ignore[operator]
    done = bring("brat", files, "--propose-map", label_map=None)
    assert json.loads(done.stdout) == {
        "layers": [
            {
                "layer": "names",
                "labels": {"PER": "person", "LOC": "place", "Thing": None},
                "attributes": {"Reading": {"name": "reading", "values": {"Literal": "literal"}}},
            }
        ]
    }
    assert not (root / STORED).exists()
    done = bring("brat", files, label_map=done.stdout)
    assert (done.returncode, json.loads(done.stdout)["losses"]) == (0, {"label": 1})


def test_a_proposed_map_in_yaml_can_be_used(bring, run, tmp_path: Path):
    files = {"a.jsonl": foreign_files.lines(doccano(mini.TEXT))}
    bring("doccano", files, "--propose-map", label_map=None)
    path = tmp_path / "theirs/a.jsonl"
    done = run("import", path, "--format", "doccano", "--propose-map")
    assert done.stdout == (
        "# A map for `communique import`. null leaves a name out; the numbers are counts.\n"
        "layers:\n  - layer: names\n    labels:\n      PER: person  # 1\n      LOC: place  # 1\n"
    )
    assert bring("doccano", files, label_map=done.stdout).returncode == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "m.yaml"], "--map needs --format"),
        (["--licence", "x"], "--licence needs --format"),
        (["--annotator", "ann-1"], "--annotator needs --format"),
        (["--format", "odd"], "'odd' is not a format to import"),
        (["--format", "brat"], "the files do not say who made the annotations"),
        (["--format", "brat", "--annotator", "bo"], "the schema has no annotator 'bo'"),
        (["--format", "brat", "--layer", "names"], "--layer is for exports of Label Studio"),
        (["--format", "brat", "--offset-key", "x"], "--offset-key is for exports of Label Studio"),
        (["--format", "webanno", "--annotator", "ann-1"], "not WebAnno TSV 3"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    root: Path, tmp_path: Path, monkeypatch: Any, capsys: Any, options: list[str], message: str
):
    for name, content in brat(mini.TEXT).items():
        (tmp_path / name).write_text(str(content))
    (tmp_path / "m.yaml").write_text(MAP)
    options = [str(tmp_path / o) if o == "m.yaml" else o for o in options]
    if "brat" in options:
        options += ["--map", str(tmp_path / "m.yaml")]
    path = tmp_path / "one.ann"
    done = command(monkeypatch, capsys, "import", path, *options, "--corpus", root)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_a_broken_file_leaves_what_was_stored(root: Path, bring):
    assert bring("brat", brat(mini.TEXT)).returncode == 0
    before = (root / STORED).read_bytes(), (root / "annotations/pull.json").read_bytes()
    done = bring("doccano", {"a.jsonl": foreign_files.lines(doccano(mini.TEXT)) + b"{"})
    assert (done.returncode, "a.jsonl, line 2: not JSON" in done.stderr) == (2, True)
    after = (root / STORED).read_bytes(), (root / "annotations/pull.json").read_bytes()
    assert before == after


def test_two_annotators_of_two_tools_can_be_compared_and_adjudicated(root: Path, bring, run):
    second = cleaned(root, "two")
    name = {"text": second, "label": [[*at(second, "Ann Lee"), "PER"]]}
    span = f"T1\tPER {' '.join(map(str, at(second, 'Ann Lee')))}\tAnn Lee\n"
    files = {**brat(mini.RAW), "two.txt": second, "two.ann": span}
    assert bring("brat", files).returncode == 0
    other = doccano(mini.TEXT)
    other["label"][1][2] = "PER"  # Rome is a person here
    rows = foreign_files.lines(other, name)
    assert bring("doccano", {"a.jsonl": rows}, "--annotator", "ann-2").returncode == 0
    checked = run("check", "--json")
    assert checked.returncode == 0
    assert {p["id"] for p in json.loads(checked.stdout)} == {"incomplete-import"}
    agreed = json.loads(run("agree", "--json").stdout)
    assert agreed
    opened = run("adjudicate", "--json")
    assert (opened.returncode, json.loads(opened.stdout)[0]["open"]) == (0, 1)
    (kept, again) = json.loads((root / "annotations/adjudicated/names.json").read_text())[
        "decisions"
    ]
    assert {d["doc_id"]: d["label"] for d in (kept, again)} == {"one": "person", "two": "person"}


@pytest.mark.parametrize("name", ["brat", "cas"])
def test_our_own_export_comes_back_without_a_map(root: Path, bring, run, tmp_path: Path, name: str):
    tasks = [mini.names_task(), broken.second_task("ann-1")]
    (root / "annotations/names").mkdir(parents=True)
    (root / STORED).write_text(json.dumps(tasks))
    frames = root / "annotations/frames/ann-1.json"
    frames.parent.mkdir()
    frames.write_text(json.dumps([mini.frames_task()]))
    out = tmp_path / "theirs"
    done = run("export", name, "--annotator", "ann-1", "--out", out)
    assert done.returncode == 0, done.stderr
    done = bring(name, {}, "--annotator", "ann-2", label_map=None)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["losses"] == {}
    first, second = (list(_records(root, f"ann-{n}")) for n in (1, 2))
    values = [r for r in first if name == "cas" or r[1] is not None]
    assert second == values


def _records(root: Path, annotator: str):
    from communique.workspace import Corpus

    for r in sorted(Corpus.open(root).records, key=lambda r: (r.layer, r.doc_id, r.start or -1)):
        if r.annotator == annotator:
            yield r.layer, r.start, r.end, r.label, dict(r.attributes), r.doc_id


def test_the_work_of_two_annotators_in_one_folder_is_refused(root: Path, bring):
    files = {f"al/{n}": c for n, c in brat(mini.TEXT).items()}
    files |= {f"bo/{n}": c for n, c in brat(mini.TEXT).items()}
    assert bring("brat", files).returncode == 0  # they agree
    files["bo/one.ann"] = str(files["bo/one.ann"]).replace("PER", "LOC")
    done = bring("brat", files)
    assert done.returncode == 2
    assert "document one, names: two tasks have different work on the part at" in done.stderr
    assert "al/one.ann" in done.stderr
    assert "Import the files of one annotator at a time" in done.stderr


def test_types_go_to_the_layers_that_the_map_names(root: Path, bring):
    broken.edit(
        root / "schema/corpus.yaml",
        "  - name: frames\n",
        "  - {name: acts, unit: span, control: act, labels: [meet, wait]}\n"
        "  - name: genre\n    unit: document\n    control: genre\n    labels: [news, talk]\n"
        "  - name: frames\n",
    )
    entity = (NAMED_ENTITY, *at(mini.TEXT, "Rome"), {"value": "LOC"})
    act = ("webanno.custom.Act", *at(mini.TEXT, "wait"), {"kind": "waits", "value": "x"})
    pos = (foreign_files.POS, *at(mini.TEXT, "met"), {"PosValue": "VERB"})
    files = {"one.json": foreign_files.cas(mini.TEXT, entity, act, pos).to_json()}
    label_map = (
        "layers:\n"
        "  - {layer: acts, type: Act, label: kind, labels: {waits: wait},\n"
        "     attributes: {value: null}}\n"
        "  - {layer: names, labels: {LOC: place}}\n"
    )
    done = bring("cas", files, label_map=label_map)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["losses"] == {"type": 1, "attribute": 1}
    assert stored(root) == [("one", "Rome", "place")]
    assert stored(root, STORED.replace("names", "acts")) == [("one", "wait", "wait")]
    row = {"text": mini.TEXT, "label": "N"}
    label_map = "layer: genre\nlabels: {N: news}\n"
    done = bring("doccano", {"a.jsonl": foreign_files.lines(row)}, label_map=label_map)
    assert done.returncode == 0, done.stderr
    (task,) = json.loads((root / STORED.replace("names", "genre")).read_text())
    assert [r["value"] for r in mini.annotation(task)["result"]] == [{"choices": ["news"]}]


def test_a_document_that_comes_again_replaces_the_stored_one_and_others_stay(root: Path, bring):
    assert bring("brat", brat(mini.TEXT)).returncode == 0
    second = cleaned(root, "two")
    name = {"text": second, "label": [[*at(second, "Ann Lee"), "PER"]]}
    done = bring("doccano", {"a.jsonl": foreign_files.lines(name)})
    assert done.returncode == 0, done.stdout
    assert stored(root) == [*BOTH, ("two", "Ann Lee", "person")]
    origins = [t["meta"]["imported_from"] for t in json.loads((root / STORED).read_text())]
    assert origins == ["brat", "doccano"]
