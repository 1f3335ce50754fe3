"""The page of an audit: decisions that may be wrong, to step through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from communique.audit import AuditFinding
from communique.corpus import Document
from communique.dataset.final_label import FinalLabel
from communique.records import Record
from communique.schema import Layer
from communique.site.labels import shortened
from communique.site.listing import AT_ONCE, Listing
from communique.site.page import Page, page
from communique.site.site import Site
from communique.util.plural import counted

FILTERS: Final = {"layer": "Layer", "kinds": "Kind", "doc": "Document"}
_NAMED: Final = 5  # of what is unknown


class AuditRow(NamedTuple):
    """A row of the page. Without the texts, what may quote them is empty."""

    anchor: str
    rank: int
    layer: str
    layer_title: str
    css: str
    doc_id: str
    href: str
    kind: str
    words: str
    place: str
    why: str
    now: str
    suggestion: str
    score: str


@dataclass(frozen=True)
class Audited:
    """The rows of an audit, sorted into those that this site can show and all others."""

    site: Site
    findings: Sequence[AuditFinding]

    @cached_property
    def rows(self) -> list[AuditFinding]:
        """The rows whose layer, document and uid the corpus has."""
        return [f for f in self.findings if not self._unknown(f)]

    @cached_property
    def unknown(self) -> list[str]:
        """What the other rows name and the corpus does not have, each once."""
        unknown = dict.fromkeys(self._unknown(f) for f in self.findings)
        return [what for what in unknown if what]

    @property
    def note(self) -> str:
        """How many rows are left out and why; empty if there are none."""
        left = len(self.findings) - len(self.rows)
        if not left:
            return ""
        named = ", ".join(self.unknown[:_NAMED])
        more = f" and {len(self.unknown) - _NAMED} more" if len(self.unknown) > _NAMED else ""
        return f"{counted(left, 'row')} left out, because the corpus does not have: {named}{more}."

    def _unknown(self, finding: AuditFinding) -> str:
        if finding.layer not in self.site.looks.by_name:
            return f"layer {finding.layer}"
        if finding.doc_id not in self._shown:
            return f"document {finding.doc_id}"
        if finding.uid is not None and finding.uid not in self._places:
            return f"uid {finding.uid}"
        return ""

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(source.doc_id for source in self.site.content.shown)

    @cached_property
    def _places(self) -> Mapping[str, FinalLabel | Record]:
        """What a uid or an annotation id of a row stands for."""
        content = self.site.content
        places: dict[str, FinalLabel | Record] = {r.annotation_id: r for r in content.records}
        for labels in content.labels_of.values():
            for label in labels:
                places |= dict.fromkeys(label.candidates, label)
        for labels in content.labels_of.values():
            places |= {label.uid: label for label in labels if label.uid}
        return places

    def row(self, finding: AuditFinding) -> AuditRow:
        """The row as the page shows it."""
        content = self.site.content
        look = self.site.looks.by_name[finding.layer]
        item = self._places[finding.uid] if finding.uid else None
        start, end = (item.start, item.end) if item else (None, None)
        document = content.documents[finding.doc_id]
        is_span = start is not None and end is not None
        shown = [finding.now, finding.suggestion]
        if not content.has_texts:
            shown = [value if _is_listed(self.site, look.layer, value) else "" for value in shown]
        return AuditRow(
            anchor=f"a-{finding.rank}",
            rank=finding.rank,
            layer=finding.layer,
            layer_title=look.title,
            css=look.css(item.label) if item else "",
            doc_id=finding.doc_id,
            href=f"documents/{finding.doc_id}.html{_anchor(item, document)}",
            kind=finding.kind,
            words=shortened(document.text[start:end], 160) if is_span and content.has_texts else "",
            place=f"{start}\N{EN DASH}{end}" if is_span else "",
            why=finding.why if content.has_texts else "",
            now=shown[0],
            suggestion=shown[1],
            score=f"{finding.score:.2f}",
        )


def audit_pages(site: Site, audited: Audited) -> Iterator[Page]:
    """Yield `audit.html`, further pages where there are many rows, and the filters."""
    listing = Listing("audit", FILTERS, AT_ONCE)
    number_of_pages = max(1, -(-len(audited.rows) // AT_ONCE))
    for number in range(1, number_of_pages + 1):
        first = (number - 1) * AT_ONCE
        listed = [audited.row(f) for f in audited.rows[first : first + AT_ONCE]]
        for row in listed:
            layer = [(row.layer, row.layer_title)]
            doc, kinds = [(row.doc_id, row.doc_id)], [(row.kind, row.kind)]
            listing.add({"layer": layer, "kinds": kinds, "doc": doc})
        yield page(
            listing.path(number),
            "audit.html",
            frame=site.frame,
            listed=listed,
            every=len(audited.rows),
            note=audited.note,
            number=number,
            first=first + 1,
            has_texts=site.content.has_texts,
            before=listing.path(number - 1) if number > 1 else "",
            after=listing.path(number + 1) if number < number_of_pages else "",
        )
    yield listing.script()


def _anchor(item: FinalLabel | Record | None, document: Document) -> str:
    """The anchor of what a row is about; of what is not decided, that of its paragraph."""
    if isinstance(item, FinalLabel) and item.outcome == "kept" and item.uid:
        return f"#{item.uid}"
    if item is None or item.start is None:
        return ""
    if isinstance(item, FinalLabel) and item.outcome == "kept":
        return f"#{item.layer}-{item.start}-{item.end}"
    inside = (b.block_id for b in document.body if b.range[0] <= item.start < b.range[1])
    return f"#{next(inside, '')}".rstrip("#")


def _is_listed(site: Site, layer: Layer, value: str) -> bool:
    """Whether `question: value` has only values of the schema, so that it quotes no text."""
    question, _, value_name = value.partition(": ")
    known = {"nothing", *layer.label_ids}
    if layer.attribute(question) is not None:
        known |= set(site.content.schema.values(layer, question))
    elif question != "label":
        return False
    return bool(value_name) and set(value_name.split(", ")) <= known
