"""Files that are no raw export are named for what they are, with the way to the right one."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest

import mini
from communique.checks import run
from communique.label_studio.reading.export_stream import UnreadableExportError, open_export
from communique.label_studio.reading.formats import refuse_other_formats

EXPORT = json.dumps([mini.names_task()])
ROW = {"id": "r", "from_name": "label", "type": "labels", "value": {"start": 0, "end": 3}}
STORED = {
    "id": 3,
    "result": [ROW],
    "task": {"id": 1, "data": {"text": "Ada met Bo"}},
    "completed_by": {"id": 1},
    "was_cancelled": False,
}
HTML = "<!DOCTYPE html>\n<html><head><title>Log in</title></head><body></body></html>\n"


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("export.json", EXPORT)
    return data.getvalue()


def lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


DOCCANO = {"id": 1, "text": "Ada met Bo", "label": [[0, 3, "PER"]]}
PRODIGY = {"text": "Ada", "_input_hash": 1, "_task_hash": 2, "spans": [], "answer": "accept"}
ENTITIES = {"text": "Ada", "entities": [{"id": 1, "label": "PER", "start_offset": 0}]}
CONLLU = "# sent_id = 1\n# text = Ada met\n1\tAda\tAda\tPROPN\t_\t_\t2\tnsubj\t_\t_\n"

FILES: list[tuple[str, str | bytes, str, str]] = [
    ("empty", "", "the file is empty", "format JSON"),
    ("blank", "\ufeff \n\n", "the file is empty", "format JSON"),
    ("json-min", lines([{"id": 1, "text": "x", "label": []}]), "JSON_MIN is not", "format JSON"),
    ("csv", "annotation_id,annotator,text\n1,1,x\n", "CSV is not a raw", "format JSON"),
    ("tsv", "annotation_id\tannotator\ttext\n1\t1\tx\n", "TSV is not a raw", "format JSON"),
    ("conll", "-DOCSTART- -X- O\nTokyo -X- _ B-GPE\n", "CoNLL is not", "format JSON"),
    ("conll-tabs", "Tokyo\tB-GPE\n.\tO\n", "CoNLL is not", "format JSON"),
    ("conll-u", CONLLU, "CoNLL-U", "Convert"),
    ("doccano", lines(DOCCANO, DOCCANO), "doccano", "communique import FILE --format"),
    ("doccano-one", lines(DOCCANO), "doccano", "communique import FILE --format"),
    (
        "doccano-no-span",
        lines(*[DOCCANO | {"label": []}] * 2),
        "doccano",
        "communique import FILE --format",
    ),
    (
        "doccano-labels",
        lines({"data": "Ada", "labels": [[0, 3, "P"]]}),
        "doccano",
        "communique import FILE --format",
    ),
    (
        "doccano-relations",
        lines(ENTITIES | {"relations": []}),
        "doccano",
        "communique import FILE --format",
    ),
    ("doccano-list", lines([DOCCANO]), "doccano", "communique import FILE --format"),
    ("prodigy", lines(PRODIGY, PRODIGY), "Prodigy", "communique import FILE --format"),
    ("prodigy-one", lines(PRODIGY), "Prodigy", "communique import FILE --format"),
    ("spacy", lines([["Ada met Bo", {"entities": [[0, 3, "PER"]]}]]), "spaCy", "Convert"),
    (
        "brat",
        "T1\tPER 0 3\tAda\nT2\tPER 8 10\tBo\nR1\tMet Arg1:T1 Arg2:T2\n",
        "brat",
        "communique import FILE --format",
    ),
    ("brat-split", "T1\tPER 0 3;8 10\tAda Bo\n", "brat", "communique import FILE --format"),
    (
        "webanno",
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=x\n\n#Text=Ada\n",
        "WebAnno TSV",
        "communique import FILE --format",
    ),
    (
        "cas",
        lines({"%TYPES": {}, "%FEATURE_STRUCTURES": []}),
        "UIMA CAS",
        "communique import FILE --format",
    ),
    ("xmi", '<?xml version="1.0"?>\n<xmi:XMI/>\n', "XML", "Convert"),
    ("coco", lines({"images": [], "categories": [], "annotations": []}), "COCO", "Convert"),
    ("table", "text;label\nAda;PER\nBo;PER\n", "a table", "Convert"),
    ("target-storage", lines(STORED), "target storage", "format JSON"),
    ("target-pretty", json.dumps(STORED, indent=2), "target storage", "format JSON"),
    ("target-list", lines([STORED]), "target storage", "format JSON"),
    ("task-id", lines({**STORED, "task": 1}), "target storage", "format JSON"),
    ("one-task", json.dumps(mini.names_task(), indent=1), "one task, not a list", "format JSON"),
    ("task-lines", lines(*[mini.names_task()] * 2), "tasks in JSON Lines", "format JSON"),
    ("predictions", lines([{"result": [ROW], "score": 1}]), "predictions of a model", "JSON"),
    (
        "server-error",
        lines({"detail": "No token.", "status_code": 401}),
        "error message",
        "JSON",
    ),
    ("config", '<View><Text name="text" value="$text"/></View>', "labeling config", "JSON"),
    ("html", HTML, "an HTML page", "signed in"),
    ("html-upper", "\n<HTML><BODY>502</BODY></HTML>", "an HTML page", "signed in"),
    ("strings", '["a", "b"]', "its elements are not tasks", "format JSON"),
    ("numbers", "[1, 2]", "its elements are not tasks", "format JSON"),
    ("utf-16", EXPORT.encode("utf-16"), "encoding UTF-16", "iconv -f UTF-16"),
    ("utf-16-be", b"\xfe\xff" + EXPORT.encode("utf-16-be"), "encoding UTF-16", "UTF-8"),
    ("utf-16-bare", EXPORT.encode("utf-16-le"), "encoding UTF-16", "UTF-8"),
    ("utf-32", EXPORT.encode("utf-32"), "encoding UTF-32", "UTF-8"),
    ("latin-1", '[{"data": {"text": "é"}}]'.encode("latin-1"), "not UTF-8: byte 20", ""),
    ("gzip", gzip.compress(EXPORT.encode()), "packed (gzip)", "Unpack it"),
    ("bzip2", bz2.compress(EXPORT.encode()), "packed (bzip2)", "Unpack it"),
    ("xz", lzma.compress(EXPORT.encode()), "packed (xz)", "Unpack it"),
    ("zip", zipped(), "packed (zip)", "Unpack it"),
]


@pytest.mark.parametrize(("_name", "content", "named", "fix"), FILES, ids=[f[0] for f in FILES])
def test_what_is_no_export_is_named_with_the_way_to_one(
    tmp_path: Path, _name: str, content: str | bytes, named: str, fix: str
):
    path = tmp_path / "an export without a suffix"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_export(path) as export, pytest.raises(UnreadableExportError) as caught:
        refuse_other_formats(export)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert fix in caught.value.fix
    root = mini.write_corpus(tmp_path / "corpus")
    (root / "annotations/names").mkdir(parents=True)
    path.rename(root / "annotations/names/ann-1.json")
    (problem,) = run(root)
    assert (problem.id, named in problem.message) == ("unreadable-file", True)
    assert fix in problem.fix


@pytest.mark.parametrize(
    "content",
    [
        EXPORT,
        "\ufeff" + EXPORT,
        "\n\n " + EXPORT,
        "[]",
        json.dumps([{}]),
        json.dumps([{"id": 1, "data": {}}]),
    ],
)
def test_a_raw_export_is_not_taken_for_another_format(tmp_path: Path, content: str):
    path = tmp_path / "export.json"
    path.write_text(content)
    with open_export(path) as export:
        refuse_other_formats(export)
