"""Records of the mini corpus's span layer, made by hand, and items of them."""

import mini
from communique.records import Origin, Record
from communique.records.items import ComparedItem

LAYER = mini.load_schema_text().layer("names")
VOTERS = ("ann-1", "ann-2", "ann-3")


def record(who: str, label: str = "place", start: int = 3, reading: str | None = None) -> Record:
    return Record(
        annotation_id=f"a-{who}",
        layer="names",
        doc_id="one",
        annotator=who,
        annotator_type="human",
        pass_=1,
        kind="span",
        start=start,
        end=9,
        raw_start=start + 1,
        raw_end=10,
        text="surface",
        label=label,
        attributes={"reading": reading} if reading else {},
        origin=None,
        guideline_version="1.0",
        text_sha256="0" * 64,
        source=Origin("", "", None, None, None),
    )


def item(*records: Record) -> ComparedItem:
    return ComparedItem("names", "one", VOTERS, records, unanimous=False)
