"""Where annotators differ on relations: which labels each gave to a pair of linked items."""

from collections import Counter
from collections.abc import Iterator, Sequence

from communique.dataset.votes import ABSENT
from communique.records.decision import AdjudicatedDecision, RelationDecision
from communique.records.items import ComparedItem
from communique.records.linked_pairs import Labels, LinkedPair
from communique.site.difference import REJECTED, Answer, Difference
from communique.site.labels import shortened
from communique.site.site import Site
from communique.site.words import DECISIONS, joined, readable, reason_words

NOT_LINKED, OTHER = "not linked", "other relation"
_TO = " \N{RIGHTWARDS ARROW} "


def link_differences(site: Site, doc_id: str) -> Iterator[Difference]:
    """Yield the pairs of a document that its voters did not link in the same way."""
    for number, pair in enumerate(site.content.differing_pairs.get(doc_id, ())):
        ends = [_decided(site, item) for item in (pair.source, pair.target)]
        yield _difference(site, pair, ends, number)


def _decided(site: Site, item: ComparedItem) -> AdjudicatedDecision | None:
    decisions = (site.content.decision_on.get(r.annotation_id) for r in item.records)
    return next((d for d in decisions if d is not None), None)


def _difference(
    site: Site, pair: LinkedPair, ends: Sequence[AdjudicatedDecision | None], number: int
) -> Difference:
    source, target = ends
    layer, look = pair.source.layer, site.looks.by_name[pair.source.layer]
    made = _made(source, target)
    kept = tuple(r.label for r in made if r.outcome == "kept")
    is_dropped = any(end is not None and end.outcome == "rejected" for end in ends)
    outcome = "kept" if kept else "rejected" if made or is_dropped else "open"
    answers = _answers(pair, kept if outcome != "open" else _most_frequent(pair), outcome)
    start, end = _range(pair.source)
    return Difference(
        anchor=f"d-{source.uid}-{target.uid}" if source and target else f"d-{layer}-link-{number}",
        uid=source.uid if source else "",
        layer=layer,
        layer_title=look.title,
        css=look.css(pair.source.records[0].label),
        doc_id=pair.doc_id,
        start=start,
        end=end,
        question="",
        words=_TO.join(_words(site, item) for item in (pair.source, pair.target)),
        kinds=tuple(dict.fromkeys(kind for a in answers for kind in a.differs)),
        answers=answers,
        outcome=outcome,
        decided=_joined(kept),
        decision=_decision(made, outcome),
    )


def _made(
    source: AdjudicatedDecision | None, target: AdjudicatedDecision | None
) -> list[RelationDecision]:
    """The decisions on the pair."""
    if source is None or target is None:
        return []
    return [r for r in source.relations if r.to_uid == target.uid]


def _most_frequent(pair: LinkedPair) -> Labels:
    return Counter(pair.labels.values()).most_common(1)[0][0]


def _answers(pair: LinkedPair, wanted: Labels, outcome: str) -> tuple[Answer, ...]:
    return tuple(
        Answer(who, _differs(pair.labels.get(who, ()), wanted, outcome), _joined(labels), "", "")
        for who in pair.voters
        for labels in [pair.labels.get(who, ())]
    )


def _differs(labels: Labels, wanted: Labels, outcome: str) -> tuple[str, ...]:
    if set(labels) == set(wanted):
        return ()
    if not labels:
        return (NOT_LINKED,)
    return (REJECTED,) if outcome == "rejected" else (OTHER,)


def _range(item: ComparedItem) -> tuple[int | None, int | None]:
    starts = [r.start for r in item.records if r.start is not None]
    ends = [r.end for r in item.records if r.end is not None]
    return (min(starts), max(ends)) if starts and ends else (None, None)


def _words(site: Site, item: ComparedItem) -> str:
    start, end = _range(item)
    if not site.content.has_texts:
        return f"{start}\N{EN DASH}{end}"
    return shortened(site.content.documents[item.doc_id].text[start:end], 80)


def _joined(labels: Sequence[str]) -> str:
    return ", ".join(map(readable, labels))


def _decision(made: Sequence[RelationDecision], outcome: str) -> str:
    """How it was decided, why, and by whom."""
    if not made:
        return "not decided yet" if outcome == "open" else "one of the two was rejected"
    first = made[0]
    how = DECISIONS.get(first.decision, first.decision)
    why = reason_words(first.reason, sum(v.count for v in first.votes if v.label == ABSENT))
    return joined([how, why, f"by {first.by}" if first.by else ""])
