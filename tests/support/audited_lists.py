"""Lists of what may be wrong in a made-up corpus, and how many errors stand at their top."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from audited import Made
from audited_flips import ERRORS, Flip
from audited_language import Attribute, Language, shares
from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.ranking import Suspicion


def order(suspected: Sequence[Suspicion]) -> list[Flip]:
    """What is suspected, the most suspicious first."""
    return [(s.item.uid, s.question) for s in sorted(suspected, key=lambda s: -s.score)]


def counting_surfaces(texts: Mapping[str, Text], items: Sequence[AuditItem]) -> list[Flip]:
    """The reference: how rare the value is among all values of the same surface, and for a border
    how rare the surface is.
    """
    counts: dict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
    surfaces = [item.surface(texts[item.doc_id]).casefold() for item in items]
    for item, surface in zip(items, surfaces, strict=True):
        for question, value in item.values.items():
            counts[surface, question][value] += 1
    often = Counter(surfaces)
    rows: list[tuple[float, int, Flip]] = []
    for item, surface in zip(items, surfaces, strict=True):
        for question, value in item.values.items():
            of = counts[surface, question]
            rows.append((1 - of[value] / of.total(), of.total(), (item.uid, question)))
        if item.kind == "span":
            rows.append((1 / (often[surface] + 1), 0, (item.uid, BORDER)))
    return [flip for *_, flip in sorted(rows, key=lambda x: (-x[0], -x[1]))]


def sets_of(made: Made) -> frozenset[str]:
    """The questions whose answers are sets."""
    attributes = enumerate(made.language.kind.attributes)
    return frozenset(f"attribute-{n}" for n, attribute in attributes if attribute.many)


def ceiling(made: Made, items: Sequence[AuditItem], *, once: bool = False) -> list[Flip] | None:
    """The best list that there can be: by the probability of an error, for someone who knows the
    names, the words beside them and how often each value is right. Every wrong border is known.
    None where answers are sets.
    """
    if sets_of(made):
        return None
    errors = _shares_of_errors(made, once=once)
    rows: list[tuple[float, Flip]] = []
    for item in items:
        for question, p in _posterior(made, item, errors).items():
            rows.append((p, (item.uid, question)))
        if item.kind == "span":
            rows.append((float(item.place != made.by_uid[item.uid].place), (item.uid, BORDER)))
    return [flip for _, flip in sorted(rows, key=lambda x: -x[0])]


def _shares_of_errors(made: Made, *, once: bool) -> dict[str, float]:
    """How often each question is answered wrongly."""
    kind = made.language.kind
    names = [f"attribute-{n}" for n in range(len(kind.attributes))]
    if not once:
        return dict.fromkeys([LABEL, *names], ERRORS)
    kinds = 2 - kind.by_block + bool(names)
    return {LABEL: ERRORS / kinds, **dict.fromkeys(names, ERRORS / kinds / max(len(names), 1))}


def _posterior(made: Made, item: AuditItem, errors: Mapping[str, float]) -> dict[str, float]:
    """The probability that each value of an item is wrong, from its facts and the other values."""
    language, facts = made.language, made.facts[item.uid]
    right = made.by_uid[item.uid]
    labels = _labels(language, facts.name.labels, facts.name.is_known, facts.name.words)
    if LABEL in facts.told:
        labels = {right.values[LABEL]: 1.0}
    joint: dict[Any, float] = {}
    wrong: dict[str, dict[Any, float]] = defaultdict(dict)
    for label, weight in labels.items():
        weight *= _observed(item.values[LABEL] == label, errors[LABEL], len(language.labels))
        for n, attribute in enumerate(language.kind.attributes):
            name = f"attribute-{n}"
            told = right.values[name] if name in facts.told else None
            p = _values(language, n, attribute, label, told)
            kept = _observed(True, errors[name], attribute.values) * p.get(item.values[name], 0.0)
            changed = sum(
                _observed(False, errors[name], attribute.values) * q
                for v, q in p.items()
                if v != item.values[name]
            )
            weight *= kept + changed
            wrong[name][label] = changed / ((kept + changed) or 1.0)
        joint[label] = weight
    total = sum(joint.values()) or 1.0
    found = {LABEL: 1 - joint.get(item.values[LABEL], 0.0) / total}
    for name, by_label in wrong.items():
        found[name] = sum(joint[x] * p for x, p in by_label.items()) / total
    return found


def _labels(
    language: Language, labels: Sequence[str], is_known: bool, words: Sequence[str]
) -> dict[str, float]:
    """How likely each label is, by the name alone."""
    if is_known:
        return dict.fromkeys(labels, 1 / len(labels))
    for label, ends in language.ends.items():
        if words and words[-1] in ends and len(words) > 1:
            return {label: 1.0}
    return dict(zip(language.labels, language.weights, strict=True))


def _values(
    language: Language, n: int, attribute: Attribute, label: str, told: Any
) -> dict[Any, float]:
    """How likely each value of an attribute is, for a label and the words beside."""
    if told is not None:
        return {told: 1.0}
    weights = shares(attribute.values, attribute.skew)
    free = 1 - attribute.follows
    p: dict[Any, float] = {
        v: free * w / sum(weights) for v, w in zip(language.values[n], weights, strict=True)
    }
    p[language.of_label(n, label)] += attribute.follows
    p = {v: (1 - attribute.missing) * x for v, x in p.items()}
    return p | ({None: attribute.missing} if attribute.missing else {})


def _observed(is_same: bool, error: float, values: int) -> float:
    return 1 - error if is_same else error / max(values - 1, 1)


def share_in_first_tenth(order: Sequence[Flip], flips: set[Flip]) -> float:
    """The share of the flips in the first tenth of a list, by uid and question."""
    return len(flips & set(order[: len(order) // 10])) / len(flips)


def share_of_uids(order: Sequence[Flip], flips: set[Flip]) -> float:
    """The share of the flipped items with any row in the first tenth of a list."""
    wrong = {uid for uid, _ in flips}
    return len(wrong & {uid for uid, _ in order[: len(order) // 10]}) / len(wrong)


def share_of_items(order: Sequence[Flip], flips: set[Flip]) -> float:
    """The share of the flipped items among the first tenth of all items, each counted once."""
    uids = list(dict.fromkeys(uid for uid, _ in order))
    wrong = {uid for uid, _ in flips}
    return len(wrong & set(uids[: len(uids) // 10])) / len(wrong)
