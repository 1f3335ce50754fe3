"""Every problem id: its level, what it means, and how to mend it."""

from dataclasses import dataclass
from typing import Final

from communique.problems import Level, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """What is true of every problem of one id."""

    id: str
    level: Level
    why: str
    fix: str


def _entries(level: Level, rows: str) -> dict[str, Entry]:
    split = (line.split(" | ") for line in rows.strip().splitlines())
    return {id_: Entry(id_, level, why, fix) for id_, why, fix in split}


_ERRORS = """
schema-invalid | The schema cannot be read as a corpus description. | Mend the line named.
sources-invalid | sources.yaml cannot be read. | Mend the line named.
splits-invalid | The split policy does not fit the documents. | Mend `splits` in the schema or split_group in sources.yaml.
numbers-stale | A document quotes numbers that are not those of the data. | Run `communique render`.
rendered-stale | A rendered file is not what the schema gives. | Run `communique render`.
raw-missing | A document's raw file is not in corpus/raw. | Restore it, or mark the document withdrawn.
raw-changed | A raw file is not the one whose hash is recorded. | Restore the file; a new text is a new document.
raw-unreadable | A raw file is not UTF-8 text. | Convert it to UTF-8 without NUL.
clean-missing | An active document has no cleaned file. | Run `communique clean`.
clean-malformed | A cleaned file does not have the shape of the contract. | Run `communique clean`.
clean-stale | A cleaned file was made from other raw bytes. | Run `communique clean`.
text-hash | A cleaned text does not have the hash recorded beside it. | Run `communique clean`; never edit corpus/clean.
not-conserved | Pieces and removed ranges do not account for the raw text. | Run `communique clean`; never edit corpus/clean.
pieces-broken | A block's pieces do not copy the raw text. | Run `communique clean`; never edit corpus/clean.
unknown-layer | An export lies under a layer that the schema does not have. | Move it, or add the layer.
unknown-document | An export speaks of a document that the corpus does not have. | Add the document, or drop the task.
unreadable-file | The file is no raw JSON export of Label Studio. | Export as JSON (not JSON_MIN, CSV or CoNLL).
unknown-annotator | The file's annotator is not in the schema. | Add the pseudonym to `annotators`, or rename the file.
wrong-annotator | An annotation was made by somebody else than the file says. | Keep one annotator's work in one file.
malformed-annotation | An annotation does not have the shape that the server writes. | Export again.
annotated-twice | One annotator finished a document more than once. | Delete all but one annotation in Label Studio.
cancelled-with-regions | A skipped annotation still carries regions. | Submit it, or delete its regions.
stale-text | The annotation was made on another text than the corpus has. | Annotate again, or keep the former text in the history.
malformed-region | A result row cannot be understood. | Delete the region and draw it again.
unknown-control | A row comes from a control that the schema does not have. | Rename the control in the export's project, or add it.
missing-label | A region has no label. | Give it one.
unknown-label | A region has a label that the schema does not have. | Relabel it, or add the label to the schema.
duplicate-region | Two regions say the same thing, or one region has two labels. | Delete one.
offset-not-integer | An offset is no whole number. | Draw the region again.
offset-out-of-range | An offset lies outside the text. | Draw the region again.
offset-reversed | A region ends before it begins, or is empty. | Draw the region again.
text-mismatch | The echoed text is not what the offsets cut out. | Draw the region again; check that the text was not changed.
mixed-offset-units | Some regions count code points, others UTF-16 units. | Split the export by the tool that made it.
blank-at-edge | A span begins or ends with white space. | Shrink it to the visible characters.
span-crosses-blocks | A span reaches over the end of a block. | Split it at the line break.
not-a-unit | A region is not one of the blocks that the layer decides on. | Use the ready-made regions.
duplicate-unit | A block was decided on twice. | Delete one of the regions.
foreign-annotation | An annotator's project holds work of somebody else. | Delete it there, or import it under its own annotator.
annotation-lost | Finished work of an earlier pull is gone from the server. | Restore it; if the loss is meant, pull with --accept-losses.
text-changed | A document is annotated on another text than at the last pull. | Annotate what is new; keep the former text in the history; then pull with --accept-losses.
missing-attribute | A required attribute was not given. | Give it.
attribute-not-allowed | An attribute was given where the schema does not allow it. | Remove it, or change the label.
unknown-value | An attribute has a value that the schema does not have. | Choose another, or add it to the schema.
wrong-cardinality | Too many or too few values were given, or values that exclude each other. | Keep what the guideline allows.
"""

_WARNINGS = """
unit-missing | A block that the layer decides on has no region. | Restore the region and decide.
region-without-id | A region has no id, so its identity hangs on its place and label. | Export again from the server.
offset-unit-assumed | Nothing shows in which unit the offsets count; code points are assumed. | Keep the echoed text in the label config.
draft-left-out | A task holds a draft that was never submitted. | Submit or discard it.
updated-by-other | An annotation was last changed by somebody else. | Ask who changed it and why.
config-changed | The page has changed since this annotator's last pull. | See that what was done before still means the same.
hotkey-taken | A key of a layer's page does two things, or is one that Label Studio uses itself. | Give another `hotkey` in the schema.
export-edited | A committed export is not the file that was pulled. | Restore it, and make the change in Label Studio.
raw-unlisted | A file in corpus/raw is not in sources.yaml. | Add it with `communique add`, or remove it.
"""

CATALOGUE: Final = {**_entries("error", _ERRORS), **_entries("warning", _WARNINGS)}


def problem(
    problem_id: str,
    message: str = "",
    *,
    layer: str | None = None,
    document: str | None = None,
    annotator: str | None = None,
    file: str | None = None,
    at: str | None = None,
) -> Problem:
    """A problem of a catalogued id, with its level and fix filled in. Raises KeyError."""
    entry = CATALOGUE[problem_id]
    return Problem(
        entry.id, entry.level, layer, document, annotator, file, at, message or entry.why, entry.fix
    )
