"""The line that says what an export brought: documents, and what was marked in them."""

from typing import TYPE_CHECKING

from communique.util.json_values import as_object
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.label_studio.intake.store import StoredExport
    from communique.label_studio.reading.export_file import ExportReading
    from communique.schema import Schema


def stored_line(schema: "Schema", arrival: "StoredExport", reading: "ExportReading | None") -> str:
    """For example `annotations/names/ann-1.json  2 of 3 documents finished, 9 spans marked`.

    `reading` is None if the new file was not stored.
    """
    entry = arrival.entry
    tasks, drafts = int(entry["tasks"]), int(entry["drafts_left_out"])
    finished = f"{min(int(entry['annotations']), tasks)} of {counted(tasks, 'document')} finished"
    before = f" ({arrival.stored_before} stored before)" if arrival.stored_before else ""
    licence = (as_object(entry.get("imported")) or {}).get("licence")
    more = [
        f"{counted(drafts, 'draft')} left out" if drafts else "",
        "the former file was kept" if arrival.kept else "",
        f"licence: {licence}" if licence else "",
    ]
    marked = _marked(schema, reading) if reading is not None else ""
    head = f"{arrival.file}  {finished}{before}{f', {marked}' if marked else ''}"
    return "; ".join(filter(None, [head, *more]))


def _marked(schema: "Schema", reading: "ExportReading") -> str:
    """For example `9 spans marked`; empty where documents as a whole are labelled."""
    unit = schema.layer(reading.name.layer).unit
    number = sum(record.kind == unit for record in reading.records)
    marked = {"span": "marked", "block": "labelled"}.get(unit)
    return f"{counted(number, unit)} {marked}" if marked else ""
