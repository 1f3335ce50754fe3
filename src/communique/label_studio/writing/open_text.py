"""The text on an adjudicator's page that says what is open, and what to do with it."""

from collections.abc import Sequence
from typing import Final

from communique.adjudication.votes import differences
from communique.label_studio.controls import controls
from communique.label_studio.writing.result_rows import document_control
from communique.records.items import ComparedItem
from communique.schema import Layer, Schema
from communique.util.plural import counted

_LISTED: Final = 12  # items; the text stands above the document
_LONGEST_QUOTE: Final = 40  # characters
FOR_ADJUDICATORS: Final = """\
**You adjudicate.** The header of each document says which items are open and how their answers
differ. Each answer is a region. Keep one region of every open item and delete its other regions; if
none is right, delete them all. Locked regions are agreed or decided. Two answers on one item are
refused when your work is fetched.

---

"""


def open_text(schema: Schema, layer: Layer, text: str, items: Sequence[ComparedItem]) -> str:
    """The number of open items and, of the first ones, their words and what the votes differ in."""
    if not items:
        return "nothing"
    named = [_item(schema, layer, text, item) for item in items[:_LISTED]]
    if len(items) > _LISTED:
        named.append(f"and {len(items) - _LISTED} more")
    return f"{counted(len(items), 'item')}. {'; '.join(named)}"


def _item(schema: Schema, layer: Layer, text: str, item: ComparedItem) -> str:
    first = item.records[0]
    if first.kind == "document":
        control = document_control(controls(schema, layer), first)
        answers = sorted({r.label for r in item.records})
        return f"{control.name if control else '?'}: {' or '.join(answers)}"
    words = " ".join(text[first.start or 0 : first.end or 0].split())
    quoted = words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1]}…"
    named = ["border" if d == "range" else d for d in differences(layer, item)]
    named = named or ["opened again"]
    return f"“{quoted}” ({', '.join(named)})"
