"""A final label as the pages show it."""

from collections.abc import Mapping
from typing import NamedTuple

from communique.dataset.final_label import FinalLabel
from communique.schema import Layer
from communique.site.guide.anchors import label_link
from communique.site.inline import Mark, attribute
from communique.site.looks import Look
from communique.site.site import Site
from communique.site.words import DECISIONS, Fact, joined, readable, reason_words, sign
from communique.site.words import without_relations as plain_attributes

LONGEST = 90  # characters of a span that a list quotes


class LinkedLabel(NamedTuple):
    """A relation: its label, and where it leads."""

    label: str
    href: str
    words: str


class LabelView(NamedTuple):
    """A label of a span or block in words. `anchor` is the id of the place on its page.

    `code` leads to the codebook. `route` are the attributes that identify it, for example who and
    what; `facts` all others.
    """

    uid: str
    anchor: str
    layer: str
    layer_title: str
    label: str
    css: str
    sign: str
    words: str
    place: str
    route: tuple[str, ...]
    facts: tuple[Fact, ...]
    how: str
    code: str
    decision: str
    start: int
    end: int
    relations: tuple[LinkedLabel, ...]

    @property
    def said(self) -> str:
        """The label in one line of words, for what cannot show more."""
        facts = joined([" \N{RIGHTWARDS ARROW} ".join(self.route), *(f.value for f in self.facts)])
        return f"{self.label}: {facts}" if facts else self.label


def label_view(site: Site, label: FinalLabel, text: str, linked: Mapping[str, str]) -> LabelView:
    """Return the view of a label. `linked`: the words of every span of the document, by uid."""
    look = site.looks.by_name[label.layer]
    facts = site.words.facts(look.layer, plain_attributes(label.attributes), label.label)
    identity = _identity(look.layer)
    by_name = {fact.name: fact for fact in facts}
    route = tuple(by_name[n].value for n in identity if n in by_name) if len(identity) > 1 else ()
    rest = tuple(f for f in facts if not (route and f.name in identity))
    start, end = label.start or 0, label.end or 0
    return LabelView(
        uid=label.uid or "",
        anchor=label.uid or f"{label.layer}-{start}-{end}",
        layer=label.layer,
        layer_title=look.title,
        label=label.label,
        css=look.css(label.label),
        sign=sign(label.label),
        words=shortened(text[start:end]) if site.content.has_texts else "",
        place=f"{start}\N{EN DASH}{end}",
        route=route,
        facts=rest,
        how="one annotator" if label.decision == "single" else label.decision,
        code=label_link(label.layer, label.label),
        decision=decision_words(label),
        start=start,
        end=end,
        relations=tuple(
            LinkedLabel(readable(r.label), f"#{r.to_uid}", linked.get(r.to_uid, r.to_uid))
            for r in label.relations
        ),
    )


def _identity(layer: Layer) -> list[str]:
    """The attributes that identify a span; those with several values (who) stand first."""
    attributes = [a for n in layer.identity if (a := layer.attribute(n)) is not None]
    ordered = sorted(attributes, key=lambda a: a.type != "choices")
    return [readable(a.name) for a in ordered]


def decision_words(label: FinalLabel) -> str:
    """Return how a label was decided, why, and by whom."""
    how = DECISIONS.get(label.decision, label.decision)
    why = reason_words(label.reason, label.n_annotators - len(label.candidates))
    by = f"by {label.decided_by}" if label.decided_by else ""
    return joined([how, why, by])


def mark_of(view: LabelView) -> Mark:
    """Return the mark of an adjudicated span."""
    data = attribute("class", view.css) + attribute("data-layer", view.layer)
    data += attribute("data-label", view.label)
    shown = attribute("data-sign", view.sign) if view.sign else ""
    first = attribute("id", view.anchor) + attribute("aria-description", view.said) + shown
    return Mark(view.start, view.end, view.uid, data, first + attribute("title", view.said))


def record_css(look: Look, label: str, *, loud: bool) -> str:
    """Return the classes of an annotator's mark: loud where annotators differ."""
    return f"{look.css(label)} {'loud' if loud else 'quiet'}"


def shortened(words: str, longest: int = LONGEST) -> str:
    """Return words on one line, cut at a blank if they are long."""
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    return line[:longest].rpartition(" ")[0].rstrip() + "\N{HORIZONTAL ELLIPSIS}" or line[:longest]
