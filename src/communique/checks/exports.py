"""Exports read cleanly, each pass is one file, and nobody edited it here."""

from collections.abc import Iterator
from typing import Final

from communique.label_studio.intake.pull_log import UnreadableLogError, read_pull_log
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.util.json_values import as_object
from communique.workspace.reading import CorpusReading, Part

_PARTS: Final[tuple[Part, ...]] = ("exports", "adjudications")


def exports_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Every id that the reader can give; see `schema/rendered/checks.md`."""
    for part in _PARTS:
        yield from (p for p in corpus.problems_of(part) if p.id != "path-outside")


def exports_untouched(corpus: CorpusReading) -> Iterator[Problem]:
    """`export-edited`: the hash recorded when a file was taken in is not the file's."""
    try:
        log = read_pull_log(corpus.folder)
    except UnreadableLogError:
        return  # `pull-log-unreadable` says so
    for export in (*corpus.exports, *corpus.adjudications):
        recorded = (as_object(log.get(export.file)) or {}).get("sha256")
        if recorded is not None and recorded != export.sha256:
            where = {"layer": export.name.layer, "annotator": export.name.annotator}
            yield problem("export-edited", file=export.file, **where)
