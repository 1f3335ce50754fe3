"""Two sides of a file of decisions, decision by decision."""

from communique.label_studio.conflict.differences import (
    Difference,
    Differences,
    listed_objects,
    short_word,
    unreadable_sides,
)
from communique.util.json_values import Object, as_string, strings


def compare_decisions(ours: bytes, theirs: bytes) -> Differences:
    """What two versions of one file of decisions differ in. Anything may be in them.

    What was decided of the same annotations is one decision, although the uids may be two.
    """
    found = listed_objects(ours, "decisions"), listed_objects(theirs, "decisions")
    if isinstance(found[0], str) or isinstance(found[1], str):
        return unreadable_sides(*found)
    mine, other = ({_uid(d): d for d in listed} for listed in found if not isinstance(listed, str))
    pairs = {uid: uid for uid in mine if uid in other}
    again = {_candidates(d): uid for uid, d in other.items() if uid not in pairs}
    rest = [uid for uid in mine if uid not in pairs]
    pairs |= {uid: again[c] for uid in rest if (c := _candidates(mine[uid])) and c in again}
    both = [(mine[uid], other[twin]) for uid, twin in pairs.items() if mine[uid] != other[twin]]
    return Differences(
        tuple(_decision(d, _verdict(d)) for uid, d in mine.items() if uid not in pairs),
        tuple(_decision(d, _verdict(d)) for uid, d in other.items() if uid not in pairs.values()),
        tuple(_decision(a, _verdicts(a, b), b) for a, b in both),
    )


def _uid(decision: Object) -> str:
    return as_string(decision.get("uid")) or ""


def _candidates(decision: Object) -> tuple[str, ...]:
    return tuple(sorted(strings(decision.get("candidates"))))


def _decision(decision: Object, what: str, other: Object | None = None) -> Difference:
    ours = other or {}
    uids = dict.fromkeys(filter(None, (_uid(decision), _uid(ours))))
    return Difference(
        " and ".join(uids),
        as_string(decision.get("doc_id")) or "",
        what,
        tuple(sorted({*_candidates(decision), *_candidates(ours)})),
        by_hand=decision.get("decision") != "unanimous",
    )


def _verdict(decision: Object) -> str:
    """`kept person 10-17`."""
    place = f"{short_word(decision.get('start'))}-{short_word(decision.get('end'))}"
    told = (short_word(decision.get(k)) for k in ("outcome", "label"))
    return " ".join(filter(None, (*told, "" if place == "-" else place)))


def _verdicts(mine: Object, other: Object) -> str:
    if _verdict(mine) != _verdict(other):
        return f"{_verdict(mine)} or {_verdict(other)}"
    keys = sorted(k for k in {*mine, *other} if mine.get(k) != other.get(k))
    return f"{_verdict(mine)}, with other {', '.join(map(short_word, keys))}"
