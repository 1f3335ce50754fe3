"""Ids of decisions are kept: a new decision inherits that of the old one it stands for."""

from collections import defaultdict
from collections.abc import Collection, Container, Hashable, Sequence

from communique.records import mint_uid, mint_value_uid
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.schema import Layer
from communique.text.matching import Span, match


def inherit_ids(
    layer: Layer,
    former: AdjudicatedLayer,
    drafts: Sequence[AdjudicatedDecision],
    standing: Sequence[AdjudicatedDecision] = (),
) -> AdjudicatedLayer:
    """The drafts with ids. What is matched inherits, what is new is minted, and an id that nothing
    inherits is retired for ever. Those of the former that are `standing` stay as they are.
    """
    kept = {d.uid for d in standing}
    inherited = _inherited(layer, [d for d in former.decisions if d.uid not in kept], drafts)
    used = {d.uid for d in former.decisions} | set(former.retired)
    found: list[AdjudicatedDecision] = []
    for number, draft in sorted(enumerate(drafts), key=lambda d: decision_order(d[1])):
        uid = inherited.get(number) or _minted(layer, draft, used)
        used.add(uid)
        found.append(draft if draft.uid == uid else draft.model_copy(update={"uid": uid}))
    gone = {d.uid for d in former.decisions} - set(inherited.values()) - kept
    if standing:
        found = sorted([*found, *standing], key=decision_order)
    return AdjudicatedLayer(decisions=found, retired=sorted({*former.retired, *gone}))


def _inherited(
    layer: Layer, old: Sequence[AdjudicatedDecision], new: Sequence[AdjudicatedDecision]
) -> dict[int, str]:
    """Number of a draft to the uid that it takes over."""
    found: dict[int, str] = {}
    before = defaultdict[str, list[AdjudicatedDecision]](list)
    after = defaultdict[str, dict[int, AdjudicatedDecision]](dict)
    for decision in old:
        if decision.kind == "span":
            before[decision.doc_id].append(decision)
    for number, draft in enumerate(new):
        if draft.kind == "span":
            after[draft.doc_id][number] = draft
    for doc_id, drafts in after.items():
        if _are_unchanged(before[doc_id], drafts.values()):
            found |= {number: draft.uid for number, draft in drafts.items()}
            continue
        spans = [_span(layer, draft, f"{number:09d}") for number, draft in drafts.items()]
        former = [_span(layer, decision, decision.uid) for decision in before[doc_id]]
        found |= {int(b.key): a.key for a, b in match(former, spans)}
    fixed = {_fixed(d): d.uid for d in old if d.kind != "span"}
    for number, draft in enumerate(new):
        if draft.kind != "span" and _fixed(draft) in fixed:
            found[number] = fixed[_fixed(draft)]
    return found


def _are_unchanged(
    old: Collection[AdjudicatedDecision], new: Collection[AdjudicatedDecision]
) -> bool:
    """Whether the drafts are just the old decisions, and no two have the same range: then each
    matches itself.
    """
    if set(map(id, old)) != set(map(id, new)):
        return False
    places = {(d.raw_start or 0, d.raw_end or 0) for d in old}
    return len(places) == len(old) == len(new) and all(start < end for start, end in places)


def _span(layer: Layer, decision: AdjudicatedDecision, key: str) -> Span:
    values = decision.values
    identity: tuple[Hashable, ...] = tuple(
        decision.label if name == "label" else values.get(name) for name in layer.identity
    )
    place = decision.raw_start or 0, decision.raw_end or 0
    return Span(*place, decision.label, identity, key)


def _hashable(value: str | list[str] | None) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _fixed(decision: AdjudicatedDecision) -> Hashable:
    """What a decision on a block or a document is about, whatever was decided."""
    asked = decision.attributes if decision.kind == "document" else {}
    return (
        decision.doc_id,
        decision.kind,
        decision.raw_start,
        decision.raw_end,
        tuple(sorted((k, _hashable(v)) for k, v in asked.items())),
    )


def _minted(layer: Layer, draft: AdjudicatedDecision, used: Container[str]) -> str:
    n = 0
    while (uid := _mint(layer, draft, n)) in used:
        n += 1
    return uid


def _mint(layer: Layer, draft: AdjudicatedDecision, n: int) -> str:
    if draft.raw_start is None or draft.raw_end is None:
        asked = [f"{k}={v}" for k, v in sorted(draft.attributes.items())]
        return mint_value_uid(layer.name, draft.doc_id, asked, n)
    return mint_uid(layer.name, draft.doc_id, draft.raw_start, draft.raw_end, n)


def decision_order(decision: AdjudicatedDecision) -> tuple[object, ...]:
    """The sort key of the decisions of a file."""
    kinds = ("span", "block", "document")
    start, end = decision.start, decision.end
    return (
        decision.doc_id,
        kinds.index(decision.kind),
        -1 if start is None else start,
        -1 if end is None else end,
        decision.label,
        str(sorted(decision.attributes.items())),
        decision.candidates,
    )
