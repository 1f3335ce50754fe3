"""Exports read cleanly, each pass is one file, and nobody edited it here."""

from collections import defaultdict
from collections.abc import Iterator

from communique.catalogue import problem
from communique.checks.state import Reading, State
from communique.json_values import as_object
from communique.label_studio.arrival import read_log
from communique.label_studio.export import ExportName
from communique.problems import Problem
from communique.text import sha256_file


def exports_sound(state: State) -> Iterator[Problem]:
    """Every id that the reader can give; see `schema/rendered/checks.md`."""
    for reading in state.readings:
        yield from reading.problems


def passes_once(state: State) -> Iterator[Problem]:
    """`pass-twice`: `ann-1.json` and `ann-1.1.json` are both the first pass."""
    found: dict[tuple[ExportName, str], list[Reading]] = defaultdict(list)
    for reading in state.readings:
        found[reading.name, reading.file.rpartition("/")[0]].append(reading)
    for (name, _), readings in found.items():
        for reading in readings[1:]:
            message = f"pass {name.pass_} is in {readings[0].file}, too"
            where = {"layer": name.layer, "annotator": name.annotator, "file": reading.file}
            yield problem("pass-twice", message, **where)


def exports_untouched(state: State) -> Iterator[Problem]:
    """`export-edited`: the hash recorded when a file was taken in is not the file's."""
    log = read_log(state.folder)
    for path in state.folder.all_exports():
        file, name = state.folder.relative(path), ExportName.of(path)
        recorded = (as_object(log.get(file)) or {}).get("sha256")
        if recorded is not None and recorded != sha256_file(path):
            where = {"layer": name.layer, "annotator": name.annotator, "file": file}
            yield problem("export-edited", **where)
