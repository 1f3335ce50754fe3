"""Mutants of real exports: parts of the pilot's passes, as the server wrote them, broken or not.

Every mutant follows from its number alone, so that a failure can be repeated.
"""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from paths import ROOT

LAYERS = ("entities", "stance", "framing")
ANNOTATOR = "pilot-1"
Task = dict[str, Any]
Row = dict[str, Any]
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, -(2**70), 10**30, 1.5, 1e300, "", "x", " ",
    "\u2028", "\u0000", "\u202e", "\u200b",
    "e\u0301", "\u0301", "😀", "👩\u200d👩\u200d👧", "0", "1.0", "[]", "\\n",
    [["a", "x"], ["b", "x"]], {"id": 7, "email": "x@y.example"}, "x@y.example", ["x@y.example"],
    [], [[]], {}, {"id": []}, [None], ["x", 1], {"a": {"b": [1]}}, "😀" * 50, [[["deep"]]],
    "\ud83d", "x" * 3000,
)  # fmt: skip


@cache
def exported(layer: str) -> list[Task]:
    """The pilot's tasks of a layer, but for the longest document."""
    path = ROOT / f"annotations/{layer}/{ANNOTATOR}.json"
    return [t for t in json.loads(path.read_bytes()) if t["data"]["doc_id"] != "000"]


def sound(layer: str, rng: random.Random, most: int = 8) -> list[Task]:
    """One or two tasks in another order and with fewer regions, which leaves them sound."""
    tasks = deepcopy(rng.sample(exported(layer), rng.choice((1, 1, 2))))
    for task in tasks:
        rows = rows_of(task)
        groups = regions_of(task)
        kept = groups if layer == "framing" else rng.sample(groups, min(most, len(groups)))
        other = [[r] for r in rows if "start" not in r["value"]]
        both = [*kept, *other]
        rng.shuffle(both)
        rows[:] = [row for group in both for row in group]
    return tasks


def rows_of(task: Task) -> list[Row]:
    return task["annotations"][0]["result"]


def regions_of(task: Task) -> list[list[Row]]:
    """The rows of each region."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(task):
        if "start" in row["value"]:
            found.setdefault(row["id"], []).append(row)
    return list(found.values())


def spelled(tasks: Any, rng: random.Random) -> str:
    """JSON of the same meaning: spaces, escapes and the order of keys differ."""
    style = rng.choice(({"indent": 1}, {"separators": (",", ":")}, {}))
    return json.dumps(tasks, ensure_ascii=rng.random() < 0.5, sort_keys=rng.random() < 0.3, **style)


def mutant(tasks: Any, rng: random.Random) -> bytes:
    """The tasks changed in one to four places, and sometimes the JSON itself."""
    try:
        for _ in range(rng.randrange(1, 5)):
            if isinstance(tasks, list | dict) and tasks:
                _change(tasks, rng)
        text = spelled(tasks, rng).encode("utf-8", "surrogatepass")
    except RecursionError:  # deeper than Python itself can copy or write
        return b'{"a": [' * 1000
    return rng.choice(_TEXTUAL)(text, rng) if rng.random() < 0.25 else text


def name_someone(tasks: Any, person: Row, rng: random.Random) -> None:
    """Put a person, in some form, into a field that is neither a text nor an answer."""
    full = f"{person['first_name']} {person['last_name']}"
    forms = (person, [person], person["email"], full, {"by": [person]}, f"ask {full}")
    task = rng.choice(tasks)
    annotation = task["annotations"][0]
    annotation["updated_by"] = person  # so that her name is known
    row = rng.choice(annotation["result"]) if annotation["result"] else annotation
    holder = rng.choice((task, annotation, row))
    fields = ("reviews", "comments", "history", "reviewer", "draft", "x", "meta", "created_by")
    holder[rng.choice(fields)] = rng.choice(forms)


def _change(tasks: Any, rng: random.Random) -> None:
    places = list(_places(tasks))
    deep = [p for p in places if p[2] > 4]  # most of a task is rows; the rest is as interesting
    node, key, _ = rng.choice(deep if deep and rng.random() < 0.6 else places)
    match rng.randrange(6):
        case 0 | 1:
            node[key] = deepcopy(rng.choice(ODD))
        case 2:
            del node[key]
        case 3:
            other = rng.choice(places)
            node[key] = deepcopy(other[0][other[1]]) if other[0] is not node else None
        case 4 if isinstance(node, list):
            node.insert(key, deepcopy(node[key]))
        case 4:
            node[rng.choice(("unexpected", "id", "value", "text", "from_name"))] = node.pop(key)
        case _:
            node[key] = _nested(rng.choice((3, 30, 400)), deepcopy(node[key]))


def _places(node: Any, depth: int = 0) -> Any:
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key, depth
        if isinstance(node[key], dict | list) and depth < 12:
            yield from _places(node[key], depth + 1)


def _nested(depth: int, value: Any) -> Any:
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def _number(rng: random.Random, text: bytes, literal: bytes) -> bytes:
    """Some number of the text replaced."""
    digits = [
        i for i in range(1, len(text)) if text[i : i + 1].isdigit() and text[i - 1] in b" :[,"
    ]
    if not digits:
        return text
    at = rng.choice(digits)
    end = at
    while text[end : end + 1].isdigit():
        end += 1
    return text[:at] + literal + text[end:]


def _cut(text: bytes, rng: random.Random) -> bytes:
    return text[: rng.randrange(len(text))]


def _garbage(text: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(text))
    return text[:at] + rng.randbytes(rng.randrange(1, 4)) + text[at + rng.randrange(3) :]


def _key_twice(text: bytes, rng: random.Random) -> bytes:
    key = rng.choice((b'"result"', b'"text"', b'"start"', b'"id"', b'"annotations"', b'"data"'))
    value = rng.choice((b"null", b"[]", b'"x"', b"-1", b"{}"))
    return text.replace(key, key + b": " + value + b", " + key, rng.choice((1, -1)))


def _half_pair(text: bytes, rng: random.Random) -> bytes:
    return text.replace(
        b'": "', b'": "' + rng.choice((b"\\ud83d", b"\\ude00", b"\\ud83d\\u0041")), 1
    )


_TEXTUAL: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _garbage,
    _key_twice,
    _half_pair,
    lambda text, rng: _number(
        rng, text, rng.choice((b"NaN", b"Infinity", b"1e999", b"-0", b"007"))
    ),
    lambda text, rng: _number(rng, text, b"9" * rng.choice((20, 400, 5000))),
    lambda text, rng: (
        text[:-1] + b"," * rng.randrange(2) + text[-1:] + rng.choice((b"", b"]", b"x"))
    ),
    lambda text, rng: b"\xef\xbb\xbf" + text,
    lambda text, rng: b"[" * rng.choice((2, 2000, 200_000)) + text,
    lambda text, rng: text.replace(b"[", b"{", 1),
    lambda text, rng: text.replace(b'"', b"'"),
    lambda text, rng: text.decode("utf-8", "replace").encode("utf-16"),
)


@dataclass(frozen=True)
class Known:
    """A fault of a known kind: what it does to the rows of one region, and its problem id."""

    id: str
    break_region: Callable[[Task, list[Row], random.Random], None]
    layers: tuple[str, ...] = LAYERS


def _all(**change: Any) -> Callable[[Task, list[Row], random.Random], None]:
    """Other values in every row of the region."""

    def fault(_task: Task, region: list[Row], _rng: random.Random) -> None:
        for row in region:
            row["value"].update(change)

    return fault


def _turned(_task: Task, region: list[Row], _rng: random.Random) -> None:
    for row in region:
        value = row["value"]
        value["start"], value["end"] = value["end"], value["start"]


def _far(task: Task, region: list[Row], rng: random.Random) -> None:
    _all(end=len(task["data"]["text"]) + rng.choice((1, 100, 2**40, 2**70)))(task, region, rng)


def _as_string(_task: Task, region: list[Row], rng: random.Random) -> None:
    key, kind = rng.choice(("start", "end")), rng.choice((str, float, lambda n: [n]))
    for row in region:
        row["value"][key] = kind(row["value"][key])


def _blank(task: Task, region: list[Row], rng: random.Random) -> None:
    """Longer up to a blank or a line break, on the left or on the right."""
    start, end = region[0]["value"]["start"], region[0]["value"]["end"]
    text = task["data"]["text"]
    blanks = [i for i, c in enumerate(text) if c.isspace()]
    left, right = [i for i in blanks if i < start], [i for i in blanks if i >= end]
    if left and (not right or rng.random() < 0.5):
        start = left[-1]
    else:
        end = right[0] + 1
    _all(start=start, end=end, text=text[start:end])(task, region, rng)


def _echo(_task: Task, region: list[Row], _rng: random.Random) -> None:
    for row in region:
        if isinstance(row["value"].get("text"), str):
            row["value"]["text"] += "?"


def _label(**change: Any) -> Callable[[Task, list[Row], random.Random], None]:
    def fault(_task: Task, region: list[Row], _rng: random.Random) -> None:
        for row in region:
            if row["type"] == "labels":
                row["value"].update(change)

    return fault


def _row(**change: Any) -> Callable[[Task, list[Row], random.Random], None]:
    def fault(_task: Task, region: list[Row], rng: random.Random) -> None:
        rng.choice(region).update(change)

    return fault


def _required(task: Task, region: list[Row], _rng: random.Random) -> None:
    """Drop every attribute of the region."""
    gone = [row for row in region if row["type"] != "labels"]
    rows_of(task)[:] = [row for row in rows_of(task) if not any(row is g for g in gone)]


def _strange_value(_task: Task, region: list[Row], rng: random.Random) -> None:
    row = rng.choice([r for r in region if r["type"] in ("choices", "taxonomy")])
    row["value"][row["type"]] = [["nobody:knows"]] if row["type"] == "taxonomy" else ["nobody"]


def _two_of_one(_task: Task, region: list[Row], _rng: random.Random) -> None:
    label = next(r for r in region if r["type"] == "labels")
    label["value"]["labels"] = label["value"]["labels"] * 2


def _again(task: Task, region: list[Row], _rng: random.Random) -> None:
    rows_of(task).extend([{**deepcopy(row), "id": "again"} for row in region])


def _not_whole(_task: Task, region: list[Row], rng: random.Random) -> None:
    value = region[0]["value"]
    _all(end=value["end"] - 1, text=value["text"][:-1])(_task, region, rng)


def _gone(task: Task, region: list[Row], _rng: random.Random) -> None:
    rows_of(task)[:] = [row for row in rows_of(task) if row["id"] != region[0]["id"]]


def _annotation(**change: Any) -> Callable[[Task, list[Row], random.Random], None]:
    return lambda task, _region, _rng: task["annotations"][0].update(change)


def _twice(task: Task, _region: list[Row], _rng: random.Random) -> None:
    task["annotations"].append({**deepcopy(task["annotations"][0]), "id": 10**6})


def _data(**change: Any) -> Callable[[Task, list[Row], random.Random], None]:
    return lambda task, _region, _rng: task["data"].update(change)


def _unproven(task: Task, region: list[Row], _rng: random.Random) -> None:
    """Nothing says what the text was: the words of a region are missing, too."""
    for key in ("text", "text_sha256"):
        task["data"].pop(key, None)
    for row in region:
        if isinstance(row["value"].get("text"), str):
            del row["value"]["text"]


def _rated(_task: Task, region: list[Row], rng: random.Random) -> None:
    kind = rng.choice(("rating", "number", "datetime", "ranker", "pairwise", "rectanglelabels"))
    row = rng.choice(region)
    row.update(type=kind, from_name=rng.choice((row["from_name"], "stars")))


def _alone(_task: Task, region: list[Row], rng: random.Random) -> None:
    """`none` beside another frame."""
    for row in region:
        if row["from_name"] == "frames":
            row["value"]["choices"] = ["none", rng.choice(["security", "political"])]


SPANS = ("entities", "stance")
KNOWN: tuple[Known, ...] = (
    Known("offset-reversed", _turned),
    Known("offset-out-of-range", _far),
    Known("offset-out-of-range", _all(start=-1)),
    Known("offset-not-integer", _as_string),
    Known("offset-not-integer", _all(start=None)),
    Known("blank-at-edge", _blank),
    Known("text-mismatch", _echo),
    Known("unknown-label", _label(labels=["nobody"]), SPANS),
    Known("missing-label", _label(labels=[])),
    Known("wrong-cardinality", _two_of_one, SPANS),
    Known("malformed-region", _row(value=None)),
    Known("unsupported-control", _row(type="brush")),
    Known("malformed-region", _row(type="nothing")),
    Known("malformed-region", _row(id=[1])),
    Known("malformed-region", _row(from_name=None)),
    Known("unknown-control", _row(from_name="renamed")),
    Known("missing-attribute", _required, ("stance", "framing")),
    Known("unknown-value", _strange_value),
    Known("wrong-cardinality", _alone, ("framing",)),
    Known("duplicate-region", _again, SPANS),
    Known("duplicate-unit", _again, ("framing",)),
    Known("not-a-unit", _not_whole, ("framing",)),
    Known("unit-missing", _gone, ("framing",)),
    Known("cancelled-with-regions", _annotation(was_cancelled=True)),
    Known("malformed-annotation", _annotation(result={})),
    Known("result-missing", _annotation(result=None)),
    Known("author-missing", _annotation(completed_by=None)),
    Known("malformed-annotation", _annotation(was_cancelled="no")),
    Known("unknown-annotator", _annotation(completed_by="nobody")),
    Known("updated-by-other", _annotation(updated_by="nobody")),
    Known("ground-truth", _annotation(ground_truth=True)),
    Known("lead-time-impossible", _annotation(lead_time=-3)),
    Known("lead-time-impossible", _annotation(lead_time="long")),
    Known("annotated-twice", _twice),
    Known("draft-left-out", lambda task, _region, _rng: task["drafts"].append({"id": 1})),
    Known("text-unproven", _unproven),
    Known("unsupported-control", _rated),
    Known("stale-text", _data(text="Another text")),
    Known("stale-text", _data(text_sha256="0" * 64)),
    Known("unknown-document", _data(doc_id="nobody")),
)


def with_fault(known: Known, layer: str, rng: random.Random) -> list[Task]:
    """Sound tasks, one region of which has the fault."""
    tasks = sound(layer, rng)
    task = rng.choice(tasks)
    groups = [g for g in regions_of(task) if known.id != "unknown-value" or len(g) > 1]
    if not groups:
        return with_fault(known, layer, rng)
    known.break_region(task, rng.choice(groups), rng)
    return tasks
