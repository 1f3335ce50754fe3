"""The formats that are sometimes taken for a raw export: how each looks, and what helps."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from communique.util.json_values import Object, as_list, as_object

ARCHIVES: Final = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"(\xb5/\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}
_AS_JSON: Final = "Export the project from Label Studio in the format JSON."
_CONVERT: Final = (
    "Convert the annotations to the JSON of Label Studio first: one task for each document, with"
    " `data`, `annotations` and `result`. Offsets count code points."
)


class Named(NamedTuple):
    """What a file is, and how to get an export that can be read."""

    message: str
    fix: str


def _raw(name: str, losses: str) -> Named:
    return Named(f"{name} is not a raw JSON export: {losses}", _AS_JSON)


def _tool(name: str, format_: str = "") -> Named:
    """Another tool's format; `format_` is its name if `import` can read it."""
    bring = (
        f"Bring it in with `communique import FILE --format {format_} --annotator PSEUDONYM"
        " --map MAP`; `--propose-map` prints a map."
    )
    return Named(f"this is {name}, not an export of Label Studio", bring if format_ else _CONVERT)


class Format(Enum):
    """The formats that are recognised."""

    EMPTY = Named("the file is empty", f"{_AS_JSON} If it is empty again, read the server's log.")
    JSON_MIN = _raw(
        "JSON_MIN",
        "it loses region ids, relations, origins and skipped documents, and it does not say to"
        " which region an attribute value belongs",
    )
    CSV = _raw(
        "CSV",
        "it loses region ids, relations, origins and skipped documents, and it does not say to"
        " which region an attribute value belongs",
    )
    TSV = _raw("TSV", CSV.message.partition(": ")[2])
    CONLL = _raw(
        "CoNLL",
        "it keeps only one label control, loses overlapping regions and attributes, and does not"
        " say which annotator made which copy of a document",
    )
    TARGET_STORAGE = Named(
        "this is one annotation, as Label Studio writes it to a target storage (cloud storage)",
        "A target storage has a file for each annotation, and these files stay when an annotation"
        f" is deleted. {_AS_JSON}",
    )
    ONE_TASK = Named("this is one task, not a list of tasks", _AS_JSON)
    TASK_LINES = Named("these are tasks in JSON Lines, not a list of tasks", _AS_JSON)
    PREDICTIONS = Named(
        "these are predictions of a model, not tasks with annotations",
        f"Predictions are not the work of an annotator. {_AS_JSON}",
    )
    SERVER_ERROR = Named(
        "this is an error message of a server, not an export",
        f"Look at `detail` in the file, sign in again, or use a valid token. {_AS_JSON}",
    )
    CONFIG = Named(
        "this is a labeling config, not an export", f"The config holds no annotations. {_AS_JSON}"
    )
    HTML = Named(
        "this is an HTML page, not an export",
        "A server answers with a page if you are not signed in or if an error occurs. Open the file"
        f" in a browser to see which. {_AS_JSON}",
    )
    XML = _tool("XML")
    DOCCANO = _tool("the JSON Lines format of doccano", "doccano")
    PRODIGY = _tool("the JSON Lines format of Prodigy", "prodigy")
    SPACY = _tool("training data of spaCy")
    CAS = _tool("UIMA CAS JSON (INCEpTION)", "cas")
    COCO = _tool("COCO, a format for images")
    WEBANNO = _tool("WebAnno TSV (WebAnno or INCEpTION)", "webanno")
    BRAT = _tool("the standoff format of brat (.ann)", "brat")
    CONLLU = _tool("CoNLL-U")
    TABLE = _tool("a table (CSV or TSV)")
    LINES = _tool("JSON Lines")
    OBJECT = Named("this is one JSON object: expected a list of tasks", _AS_JSON)
    VALUES = Named("this is a JSON list, but its elements are not tasks", _AS_JSON)


def json_list_format(first: Sequence[Any]) -> Named | None:
    """The format of a JSON list by its first elements; None for tasks."""
    objects = [found for item in first if (found := as_object(item)) is not None]
    if not first or any({"data", "annotations"} & set(task) for task in objects):
        return None
    if not objects:
        return (Format.SPACY if _is_spacy(first[0]) else Format.VALUES).value
    if not any(objects):
        return None
    named = _known(next(found for found in objects if found))
    return Format.JSON_MIN.value if named in (None, Format.LINES) else named.value


def _is_spacy(item: object) -> bool:
    listed = as_list(item) or []
    return len(listed) == 2 and isinstance(listed[0], str) and as_object(listed[1]) is not None


def json_object_format(first: Object, *, is_lines: bool) -> Named:
    """The format of a file whose first JSON object this is; `is_lines` if others follow."""
    if {"data", "annotations"} <= set(first):
        return (Format.TASK_LINES if is_lines else Format.ONE_TASK).value
    named = _known(first)
    if named is None and "text" in first and {"label", "labels", "entities"} & set(first):
        named = Format.DOCCANO  # without a span in the first line
    if named is None:
        named = Format.LINES if is_lines else Format.OBJECT
    return named.value


def _known(found: Object) -> Format | None:
    """The tool that writes such objects."""
    keys = set(found)
    checks = (
        (Format.TARGET_STORAGE, "result" in keys and {"task", "completed_by"} & keys),
        (Format.PREDICTIONS, "result" in keys and {"model_version", "score"} & keys),
        (Format.SERVER_ERROR, {"detail", "status_code"} & keys and "text" not in keys),
        (Format.CAS, any(key.startswith("%") for key in keys)),
        (Format.COCO, {"images", "categories"} <= keys),
        (Format.PRODIGY, {"_input_hash", "_task_hash", "answer", "_session_id"} & keys),
        (Format.DOCCANO, _is_doccano(found)),
        (Format.PRODIGY, "text" in keys and "spans" in keys),
    )
    return next((form for form, holds in checks if holds), None)


def _is_doccano(found: Object) -> bool:
    """doccano writes spans as lists [start, end, label], or as `entities` with offsets."""
    if not ({"text", "data"} & set(found)):
        return False
    entities = [as_object(e) or {} for e in as_list(found.get("entities")) or ()]
    if entities and all("start_offset" in e for e in entities):
        return True
    spans = found.get("label", found.get("labels"))
    listed = as_list(spans)
    return bool(listed) and all(_is_span(span) for span in listed or ())


def _is_span(span: object) -> bool:
    listed = as_list(span) or []
    return len(listed) == 3 and all(type(at) is int for at in listed[:2])


_TEXTS: Final = (
    (Format.CONFIG, re.compile(r"(?:<!--.*?-->\s*)?<View[\s>/]", re.DOTALL)),
    (
        Format.HTML,
        re.compile(r"(?:<!--[^>]*-->\s*)?<(?:!doctype html|html|head|body)\b", re.I),
    ),
    (Format.XML, re.compile(r"<(?:\?xml|!--|[a-z][\w:.-]*[\s>/])", re.I)),
    (Format.WEBANNO, re.compile(r"#FORMAT=WebAnno TSV")),
    (Format.CONLL, re.compile(r"-DOCSTART-")),
    (Format.CONLLU, re.compile(r"(?:#.*\n)*1(?:-\d+)?(?:\t[^\t\n]*){9}(?:\n|$)")),
    (Format.CONLLU, re.compile(r"# (?:newdoc|sent_id|text|global\.columns)\b.*\n")),
    (Format.BRAT, re.compile(r"(?:T\d+\t\S+ \d+ \d+(?:;\d+ \d+)*\t|[REAMN#*]\d*\t\S+ \S+)")),
    (Format.CONLL, re.compile(r"(?:\S+[ \t]+)+(?:O|[BIESLU]-\S+)[ \t]*(?:\n|$)")),
)


def text_format(text: str) -> Named | None:
    """The format of a text by its first lines; None if it is not known."""
    for form, pattern in _TEXTS:
        if pattern.match(text):
            return form.value
    first = text.partition("\n")[0]
    for separator, form in (("\t", Format.TSV), (",", Format.CSV), (";", Format.CSV)):
        if separator in first and "annotat" in first:
            return form.value
    rows = [line for line in text.splitlines()[:4] if line]
    for separator in "\t,;":
        counts = {row.count(separator) for row in rows}
        if len(rows) > 1 and len(counts) == 1 and counts != {0}:
            return Format.TABLE.value
    return None
