"""Files with a merge conflict, and the tasks that both sides hold."""

from hashlib import sha256
from typing import Any

import orjson

import broken
import mini
from communique.label_studio.conflict.differences import Differences
from communique.label_studio.conflict.exports import compare_exports
from voters import Task

FILE = "annotations/names/ann-1.json"
OWN = ("names", "one", "ann-1", 1)  # the key of an annotation but for its region
DECIDED = "annotations/adjudicated/names.json"
THIRD = "Third article\n\nAnn Lee sold boats in Lima while prices fell through June.\n"
PLAIN = b"[\n<<<<<<< HEAD\n 1\n=======\n 2\n>>>>>>> other\n]\n"
DIFF3 = b"[\n<<<<<<< HEAD\n 1\n||||||| 0a1b2c3\n 0\n=======\n 2\n>>>>>>> other\n]\n"


def task(doc_id: str, raw: str, region: str) -> Task:
    """A task of the span layer with one name."""
    made = broken.second_task("ann-1")
    text = raw.strip().replace("\n\n", "\n")
    start = text.index("Ann Lee")
    made["data"] = {
        "doc_id": doc_id,
        "text": text,
        "text_sha256": sha256(text.encode()).hexdigest(),
    }
    (row,) = mini.annotation(made)["result"]
    row["id"] = region
    row["value"] |= {"start": start, "end": start + 7}
    return made


def one() -> Task:
    return mini.names_task()


def two() -> Task:
    return {**task("two", broken.SECOND, "s1"), "id": 8}


def three() -> Task:
    return {**task("three", THIRD, "t1"), "id": 9}


def compared(ours: list[Any], theirs: list[Any], layer: str = "names") -> Differences:
    return compare_exports(orjson.dumps(ours), orjson.dumps(theirs), layer, "ann-1", 1)
