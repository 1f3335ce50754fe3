"""Where annotators differ: each answer in words, against what was decided."""

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.dataset.final_label import FinalLabel
from communique.records import Record
from communique.records.items import ComparedItem, ComparisonKey, comparison_key
from communique.schema import Layer
from communique.site.decided import (
    LONGEST,
    decided_facts,
    decided_label,
    decided_words,
    range_words,
)
from communique.site.difference import ABSENT, BORDER, LABEL, REJECTED, Answer, Difference
from communique.site.labels import decision_words, shortened
from communique.site.link_differences import link_differences
from communique.site.site import Site
from communique.site.words import document_question, readable, without_relations


def differences(site: Site, doc_id: str) -> list[Difference]:
    """Return the items and links of a document on which its voters differ, in order of place."""
    decided = {
        c: label for label in site.content.labels_of.get(doc_id, ()) for c in label.candidates
    }
    listed = [
        _difference(site, item, decided, number)
        for number, item in enumerate(site.content.items_of.get(doc_id, ()))
        if item.is_shared and not item.unanimous
    ]
    listed += link_differences(site, doc_id)
    return sorted(listed, key=lambda d: (d.start is not None, d.start or 0, d.layer, d.anchor))


def _difference(
    site: Site, item: ComparedItem, decided: Mapping[str, FinalLabel], number: int
) -> Difference:
    layer = site.content.schema.layer(item.layer)
    look = site.looks.by_name[item.layer]
    final = next(
        (decided[r.annotation_id] for r in item.records if r.annotation_id in decided), None
    )
    text = site.content.documents[item.doc_id].text if site.content.has_texts else ""
    reference = _reference(layer, item, final)
    answers = tuple(_answer(site, layer, who, item, reference, text) for who in item.voters)
    starts = [r.start for r in item.records if r.start is not None]
    ends = [r.end for r in item.records if r.end is not None]
    start, end = (min(starts), max(ends)) if starts and ends else (None, None)
    uid = final.uid or "" if final else ""
    first = item.records[0]
    return Difference(
        anchor=f"d-{uid}" if uid else f"d-{item.layer}-{number}",
        uid=uid,
        layer=item.layer,
        layer_title=look.title,
        css=look.css(final.label if final else first.label),
        doc_id=item.doc_id,
        start=start,
        end=end,
        question=document_question(site.content.schema, layer, first.attributes),
        words=shortened(text[start:end], LONGEST) if start is not None else "",
        kinds=tuple(dict.fromkeys(kind for a in answers for kind in a.differs)),
        answers=answers,
        outcome="open" if final is None else final.outcome,
        decided=decided_label(site, layer, final),
        decision=decision_words(final) if final else "not decided yet",
        decided_words=decided_words(final, (start, end), text),
        decided_facts=decided_facts(site, layer, final),
    )


def _reference(layer: Layer, item: ComparedItem, final: FinalLabel | None) -> ComparisonKey | None:
    """What answers are compared with: the decision, else what most gave; None if rejected."""
    if final is not None and final.outcome != "kept":
        return None
    if final is not None:
        values = tuple((name, final.attributes.get(name)) for name in layer.counted)
        return final.start, final.end, final.label, values
    keys = Counter(comparison_key(layer, r) for r in item.records)
    return keys.most_common(1)[0][0]


def _answer(
    site: Site,
    layer: Layer,
    who: str,
    item: ComparedItem,
    reference: ComparisonKey | None,
    text: str,
) -> Answer:
    own = [r for r in item.records if r.annotator == who]
    if not own:
        return Answer(who, (ABSENT,) if reference is not None else (), "", "", "")
    record = own[0]
    label = site.words.value(layer, str(record.attributes.get("attribute", "")), record.label)
    return Answer(
        who,
        _differs(layer, record, reference),
        label,
        range_words(record, text),
        _facts(site, layer, record, item.records),
    )


def _differs(layer: Layer, record: Record, reference: ComparisonKey | None) -> tuple[str, ...]:
    if reference is None:
        return (REJECTED,)
    start, end, label, values = comparison_key(layer, record)
    differing = [BORDER] if (start, end) != reference[:2] else []
    differing += (
        [LABEL if record.kind != "document" else "other value"] if label != reference[2] else []
    )
    wanted = dict(reference[3])
    differing += [f"other {readable(n)}" for n, v in values if _as_set(v) != _as_set(wanted.get(n))]
    return tuple(differing)


def _as_set(value: object) -> object:
    return frozenset(value) if isinstance(value, tuple) else value or None  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _facts(site: Site, layer: Layer, record: Record, group: Sequence[Record]) -> str:
    """The attributes of an answer that are not the same in every answer."""
    differing = {
        name for name in layer.counted if len({_key(r.attributes.get(name)) for r in group}) > 1
    }
    own = {k: v for k, v in without_relations(record.attributes).items() if k in differing}
    facts = site.words.facts(layer, own, "")
    return ", ".join(f"{fact.name}: {fact.value}" for fact in facts)


def _key(value: object) -> str:
    return repr(value)
