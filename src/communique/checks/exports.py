"""Exports read cleanly: every problem that the reader finds."""

from collections.abc import Iterator

from communique.catalogue import problem
from communique.checks.state import State
from communique.json_values import as_object
from communique.label_studio.arrival import read_log
from communique.label_studio.export import ExportName, file_sha256
from communique.label_studio.reader import Texts, read_pass
from communique.problems import Problem


def exports_sound(state: State) -> Iterator[Problem]:
    """Every id that the reader can give; see `schema/rendered/checks.md`."""
    if state.schema is None:
        return
    known = state.documents if state.folder.clean.is_dir() else None
    texts = Texts(known, state.former)
    yield from _edited(state)
    for path in state.folder.all_exports():
        for event in read_pass(
            path, state.schema, texts, state.folder.relative(path), records=False
        ):
            if isinstance(event, Problem):
                yield event


def _edited(state: State) -> Iterator[Problem]:
    """`export-edited`: the hash recorded when a file was taken in is not the file's."""
    log = read_log(state.folder)
    for path in state.folder.all_exports():
        file, name = state.folder.relative(path), ExportName.of(path)
        recorded = (as_object(log.get(file)) or {}).get("sha256")
        if recorded is not None and recorded != file_sha256(path):
            where = {"layer": name.layer, "annotator": name.annotator, "file": file}
            yield problem("export-edited", **where)
