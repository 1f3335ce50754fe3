"""Compare the two sides of a file of decisions, decision by decision."""

from communique.label_studio.conflict.differences import (
    Difference,
    Differences,
    listed_objects,
    short_word,
    unreadable_sides,
)
from communique.util.json_values import Object, as_string, strings


def compare_decisions(ours: bytes, theirs: bytes) -> Differences:
    """Compare two versions of one file of decisions. They may contain anything.

    Two decisions about the same annotations count as one, even if their uids differ.
    """
    both_sides = listed_objects(ours, "decisions"), listed_objects(theirs, "decisions")
    if isinstance(both_sides[0], str) or isinstance(both_sides[1], str):
        return unreadable_sides(*both_sides)
    ours_by_uid, theirs_by_uid = (
        {_uid(d): d for d in listed} for listed in both_sides if not isinstance(listed, str)
    )
    pairs = {uid: uid for uid in ours_by_uid if uid in theirs_by_uid}
    again = {_candidates(d): uid for uid, d in theirs_by_uid.items() if uid not in pairs}
    rest = [uid for uid in ours_by_uid if uid not in pairs]
    pairs |= {uid: again[c] for uid in rest if (c := _candidates(ours_by_uid[uid])) and c in again}
    both = [
        (ours_by_uid[uid], theirs_by_uid[twin])
        for uid, twin in pairs.items()
        if ours_by_uid[uid] != theirs_by_uid[twin]
    ]
    return Differences(
        tuple(_decision(d, _verdict(d)) for uid, d in ours_by_uid.items() if uid not in pairs),
        tuple(
            _decision(d, _verdict(d))
            for uid, d in theirs_by_uid.items()
            if uid not in pairs.values()
        ),
        tuple(_decision(a, _verdicts(a, b), b) for a, b in both),
    )


def _uid(decision: Object) -> str:
    return as_string(decision.get("uid")) or ""


def _candidates(decision: Object) -> tuple[str, ...]:
    return tuple(sorted(strings(decision.get("candidates"))))


def _decision(decision: Object, what: str, other: Object | None = None) -> Difference:
    other_side = other or {}
    uids = dict.fromkeys(filter(None, (_uid(decision), _uid(other_side))))
    return Difference(
        " and ".join(uids),
        as_string(decision.get("doc_id")) or "",
        what,
        tuple(sorted({*_candidates(decision), *_candidates(other_side)})),
        by_hand=decision.get("decision") != "unanimous",
    )


def _verdict(decision: Object) -> str:
    """`kept person 10-17`."""
    place = f"{short_word(decision.get('start'))}-{short_word(decision.get('end'))}"
    words = (short_word(decision.get(k)) for k in ("outcome", "label"))
    return " ".join(filter(None, (*words, "" if place == "-" else place)))


def _verdicts(ours: Object, theirs: Object) -> str:
    if _verdict(ours) != _verdict(theirs):
        return f"{_verdict(ours)} or {_verdict(theirs)}"
    keys = sorted(k for k in {*ours, *theirs} if ours.get(k) != theirs.get(k))
    return f"{_verdict(ours)}, with different {', '.join(map(short_word, keys))}"
