"""What was decided on an item, as the pages show it."""

from typing import Final

from communique.dataset.final_label import FinalLabel
from communique.records import Record
from communique.schema import Layer
from communique.site.labels import shortened
from communique.site.site import Site
from communique.site.words import without_relations

LONGEST: Final = 160  # characters of the words that are the heading, or were decided


def decided_label(site: Site, layer: Layer, final: FinalLabel | None) -> str:
    """Return the label in words; empty if nothing is decided."""
    if final is None:
        return ""
    if final.outcome != "kept":
        return "rejected"
    return site.words.value(layer, str(final.attributes.get("attribute", "")), final.label)


def decided_words(
    final: FinalLabel | None, heading: tuple[int | None, int | None], text: str
) -> str:
    """Return the words of a decided span; empty if the heading, with this range, has them."""
    if final is None or final.outcome != "kept" or (final.start, final.end) == heading:
        return ""
    return range_words(final, text, LONGEST)


def decided_facts(site: Site, layer: Layer, final: FinalLabel | None) -> str:
    """Return the attributes in words, without notes; empty if nothing is kept."""
    if final is None or final.outcome != "kept":
        return ""
    facts = site.words.facts(layer, without_relations(final.attributes), final.label)
    return ", ".join(f"{f.name}: {f.value}" for f in facts if f.name != "note")


def range_words(marked: Record | FinalLabel, text: str, longest: int = 90) -> str:
    """Return the words of a span, or its range where no texts are shown; empty for other kinds."""
    if marked.start is None or marked.end is None or marked.kind != "span":
        return ""
    words = shortened(text[marked.start : marked.end], longest)
    return words or f"{marked.start}\N{EN DASH}{marked.end}"
