"""A corpus with the questions that a coming scheme asks as well: modality and confidence."""

import shutil
from pathlib import Path

from paths import ROOT

MODALITY = """      - name: modality
        level: region
        type: choice
        definition: Whether the attitude is asserted
        values:
          - {id: asserted, hotkey: g, definition: "It is said to be there"}
          - {id: predicted, hotkey: h, definition: "It is expected"}
          - {id: conditional, hotkey: j, definition: "It depends on something"}
        required: always
        counts_for_agreement: true
"""
CONFIDENCE = """      - name: confidence
        level: region
        type: choice
        definition: How sure the annotator is
        values:
          - {id: sure, hotkey: z, definition: "Sure"}
          - {id: likely, hotkey: x, definition: "Likely"}
          - {id: guess, hotkey: c, definition: "A guess"}
        required: always
        about: annotation
"""


def trial_corpus(root: Path, *, more_questions: bool) -> Path:
    """This repository's corpus before anybody has annotated; the author's stance is not asked for.

    With `more_questions` a stance has a modality, and stances and paragraphs have a confidence.
    """
    for part in ("schema", "corpus"):
        shutil.copytree(ROOT / part, root / part)
    path = root / "schema/corpus.yaml"
    text = path.read_text()
    stance, framing = text.index("  - name: stance\n"), text.index("  - name: framing\n")
    parts = [text[:stance], text[stance:framing], text[framing:]]
    grid = parts[1].index("      - name: author_stance\n")
    parts[1] = parts[1][:grid] + parts[1][grid:].replace("required: always", "required: never", 1)
    if more_questions:
        note = "      - {name: note,"
        stance_more = MODALITY + CONFIDENCE.replace("hotkey: x", "hotkey: v")
        parts[1] = parts[1].replace(note, stance_more + note, 1)
        first = "      - {name: primary_frame,"
        parts[2] = parts[2].replace(first, CONFIDENCE + first, 1)
    path.write_text("".join(parts))
    return root
