"""What each annotator marked, beside each other: a row a pass."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.corpus import Document
from communique.dataset.standoff import NAMING
from communique.records import Record
from communique.site.inline import Mark, attribute, marked, within
from communique.site.labels import record_css
from communique.site.site import Site
from communique.site.words import joined, without_relations
from communique.text import Block

Pass = tuple[str, int]  # annotator, number of the pass


class Chip(NamedTuple):
    """A label without words: of a block, or of a span where the words are not shown."""

    css: str
    words: str


class PassRow(NamedTuple):
    """What one pass has in a block. `note` says why a pass has no vote; empty if it votes."""

    annotator: str
    number: int
    note: str
    html: str
    chips: Sequence[Chip]


@dataclass(frozen=True)
class PassRows:
    """The passes over a document, voters first, with their records and their marks."""

    site: Site
    document: Document
    passes: Sequence[tuple[Pass, str]]
    records: Mapping[Pass, Sequence[Record]]
    marks: Mapping[Pass, Sequence[Mark]]

    def of(self, block: Block) -> list[PassRow]:
        """Return a row for each pass; none for a block outside the text."""
        if block.start is None:
            return []
        return [self._row(block, own, note) for own, note in self.passes]

    def _row(self, block: Block, own: Pass, note: str) -> PassRow:
        start, end = block.range
        has_text = self.site.content.has_texts or block.type in NAMING
        text = self.document.text[start:end] if has_text else ""
        html = marked(text, within(self.marks.get(own, ()), start, end)) if has_text else ""
        chips = [
            _chip(self.site, record)
            for record in self.records.get(own, ())
            if record.start is not None and start <= record.start < end
            if record.kind == "block" or not has_text
        ]
        return PassRow(*own, note, html, chips)


def pass_rows(site: Site, document: Document) -> PassRows:
    """Return the passes over a document."""
    content, doc_id = site.content, document.doc_id
    by_pass: defaultdict[Pass, list[Record]] = defaultdict(list)
    for record in content.records_of.get(doc_id, ()):
        by_pass[record.annotator, record.pass_].append(record)
    loud = {
        r.annotation_id
        for item in content.items_of.get(doc_id, ())
        if item.is_shared and not item.unanimous
        for r in item.records
    }
    marks = {
        own: [_mark(site, r, loud) for r in listed if r.kind == "span"]
        for own, listed in by_pass.items()
    }
    return PassRows(site, document, _passes(site, doc_id), by_pass, marks)


def _passes(site: Site, doc_id: str) -> list[tuple[Pass, str]]:
    done = {(s.annotator, s.pass_) for s in site.content.passes_of.get(doc_id, ())}
    voters = {
        who
        for layer in site.content.schema.layers
        for who in site.content.voters.get((layer.name, doc_id), ())
    }
    noted = [(own, _note(site, own, voters)) for own in sorted(done)]
    return sorted(noted, key=lambda p: (p[1] != "", p[0]))


def _note(site: Site, own: Pass, voters: set[str]) -> str:
    annotator, number = own
    if number > 1:
        return f"pass {number}, no vote"
    if annotator in voters:
        return ""
    known = site.content.schema.annotator(annotator)
    return f"{known.role}, no vote" if known and known.role != "annotator" else "no vote"


def _mark(site: Site, record: Record, loud: set[str]) -> Mark:
    look = site.looks.by_name[record.layer]
    css = record_css(look, record.label, loud=record.annotation_id in loud)
    said = _said(site, record)
    shown = attribute("class", css) + attribute("data-layer", record.layer)
    shown += attribute("data-label", record.label)
    return Mark(record.start or 0, record.end or 0, "", shown, attribute("title", said))


def _chip(site: Site, record: Record) -> Chip:
    look = site.looks.by_name[record.layer]
    place = "" if record.kind == "block" else f"{record.start}\N{EN DASH}{record.end}"
    return Chip(look.css(record.label), joined([_said(site, record), place]))


def _said(site: Site, record: Record) -> str:
    """The label and the attributes of a record in words."""
    layer = site.content.schema.layer(record.layer)
    facts = site.words.facts(layer, without_relations(record.attributes), record.label)
    told = ", ".join(f.value for f in facts)
    return f"{record.label}: {told}" if told else record.label
