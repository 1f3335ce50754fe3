"""Units that a system can predict in the mini corpus, and what they are compared with."""

import broken
import mini
from communique.records.predictions import BlockText, Places

TITLE, FIRST, LAST = mini.TEXT.split("\n")
IDS = [f"b{mini.RAW.index(line):06d}" for line in (TITLE, FIRST, LAST)]
BLOCKS = {
    IDS[0]: BlockText("title", TITLE),
    IDS[1]: BlockText("paragraph", FIRST),
    IDS[2]: BlockText("paragraph", LAST),
}
PLACES = Places(
    lambda doc_id: BLOCKS if doc_id == "one" else None,
    lambda doc_id: {f"{IDS[1]}.1"} if doc_id == "one" else None,
    {"e123"},
)
SPANS, PARIS, FRAME, BLOCK = broken.SPANS, broken.PARIS, broken.FRAME, broken.BLOCK
GIVEN = {"uid": "e123", "label": "person"}
SENTENCE = {"doc_id": "one", "sentence_id": f"{IDS[1]}.1", "target": "rome", "label": "none"}
HOLDERS = "      - {name: holders,"
SCHEMA = mini.load_schema_text(  # every sentence is asked about every actor
    mini.SCHEMA.replace("    rows: nested\n", "    rows: nested\n    detect_by: about\n").replace(
        HOLDERS,
        "      - {name: about, type: choice, registry: actors, required: never}\n"
        "      - {name: note, type: text, required: never}\n"
        "      - {name: unsure, type: choice, values: ['yes'], about: annotation}\n" + HOLDERS,
    )
)
EMOJI = {"start": FIRST.index("😀"), "end": FIRST.index("😀") + 1, "label": "place"}
