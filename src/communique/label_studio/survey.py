"""The unit that the offsets of an export count in, judged over all of its regions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from communique.catalogue import problem
from communique.json_values import as_list, as_object, as_string, objects
from communique.label_studio.controls import Control
from communique.label_studio.echo import Unit, fits, surrogate_pairs
from communique.label_studio.export import ExportName, tasks
from communique.label_studio.rows import regions
from communique.problems import Problem

_POINTS: Final = frozenset[Unit]({"code-points"})
_UTF16: Final = frozenset[Unit]({"utf-16"})
Votes = Counter[frozenset[Unit] | None]


def survey(
    path: Path, known: Mapping[str, Control], layer: str, shown: str
) -> tuple[Unit, list[Problem]]:
    """The unit, and `mixed-offset-units` or `offset-unit-assumed` where it is not plain.

    Raises UnreadableExportError, OSError.
    """
    votes: Votes = Counter()
    for text, rows in results(path):
        if text is None or not _plain(text, rows, told=bool(votes[_POINTS])):
            votes += _votes(text, rows, known)
    where = {"file": shown, "layer": layer, "annotator": ExportName.of(path).annotator}
    utf16 = votes[_UTF16]
    if votes[_POINTS] and utf16:
        message = f"{utf16} regions count UTF-16 units, others count code points"
        return "code-points", [problem("mixed-offset-units", message, **where)]
    if votes[None] and not utf16:
        message = f"{votes[None]} regions without echoed text"
        return "code-points", [problem("offset-unit-assumed", message, **where)]
    return ("utf-16" if utf16 else "code-points"), []


def results(path: Path) -> Iterator[tuple[str | None, list[Any]]]:
    """The text and the result rows of every annotation of a file, as far as they have any."""
    for value in tasks(path):
        task = as_object(value) or {}
        text = as_string((as_object(task.get("data")) or {}).get("text"))
        for annotation in objects(task.get("annotations")):
            rows = as_list(annotation.get("result"))
            if rows is not None:
                yield text, rows


def _plain(text: str, rows: list[Any], *, told: bool) -> bool:
    """Whether no row tells anything new: each echoes its slice, and where the units part it is
    told already that somebody counts code points.
    """
    pairs = () if told else surrogate_pairs(text)
    bound = pairs[0] if pairs else len(text)
    try:
        for row in rows:
            value = row["value"]
            if "start" in value and type(value.get("text")) is not list:
                end = value["end"]
                if end > bound or text[value["start"] : end] != value["text"]:
                    return False
    except (KeyError, TypeError, AttributeError):
        return False
    return True


def _votes(text: str | None, rows: list[Any], known: Mapping[str, Control]) -> Votes:
    """How many regions fit which units; under None those that echo nothing."""
    found: Votes = Counter()
    for region in regions(rows, known)[0]:
        if type(region.start) is not int or type(region.end) is not int:
            continue
        if region.echo is None:
            found[None] += 1
        elif text is not None:
            found[fits(text, region.start, region.end, region.echo)] += 1
    return found
