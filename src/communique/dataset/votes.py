"""Votes by question: what the annotators said of one item, and where they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from communique.dataset.arrays import Row
from communique.dataset.final_label import FinalLabel, Range, VoteCount
from communique.records import Record, Values
from communique.schema import Attribute, Layer

SPAN: Final = "span"
LABEL: Final = "label"
ABSENT: Final = "absent"  # who finished the document and did not mark the item
NOT_GIVEN: Final = "(none)"  # who marked the item and left the attribute empty
Answer = str | Range | tuple[str, ...]


def questions_of(layer: Layer) -> tuple[str, ...]:
    """What voters can disagree on in a layer's regions: range, label, attributes that count."""
    attributes = (a.name for a in _counting(layer))
    return (*((SPAN,) if layer.unit == "span" else ()), LABEL, *attributes)


def count_votes(layer: Layer, records: Sequence[Record], n_voters: int) -> tuple[VoteCount, ...]:
    """The votes on each question, most frequent first, those who are absent last.

    The members of a set are counted one by one, so they can add up to more than the voters.
    """
    return tuple(
        vote
        for question, answers in _answers(layer, records).items()
        for vote in _counted(question, answers, n_voters)
    )


def disagreement(layer: Layer, records: Sequence[Record], n_voters: int) -> tuple[str, ...]:
    """The questions on which the votes differ; sets are compared as a whole.

    A voter who did not mark the item disagrees on the first question: whether it is there.
    """
    answers = _answers(layer, records)
    differing = [question for question, given in answers.items() if len(set(given)) > 1]
    first = next(iter(answers), None)
    if len(records) < n_voters and first is not None and first not in differing:
        differing.insert(0, first)
    return tuple(differing)


def votes_row(found: FinalLabel, begin: int = 0) -> Row:
    """The columns that show how a label was decided. They are the same in every config.

    Ranges in the votes count from `begin`, as the offsets of the row do.
    """
    return {
        "decision": found.decision,
        "disagreement": list(found.disagreement),
        "decided_by": found.decided_by,
        "votes": [(v.question, _shown(v.value, begin), v.count) for v in found.votes],
        "n_annotators": found.n_annotators,
    }


def _shown(value: str | Range, begin: int) -> str:
    return value if isinstance(value, str) else f"{value[0] - begin}:{value[1] - begin}"


def _counting(layer: Layer) -> list[Attribute]:
    return [a for a in layer.region_attributes if a.counts and a.type != "text"]


def _answers(layer: Layer, records: Sequence[Record]) -> Mapping[str, list[Answer]]:
    """Every question of an item with the answer of each record."""
    if not records:
        return {}
    if records[0].kind == "document":
        name = str(records[0].attributes.get("attribute") or LABEL)
        return {name: [r.label for r in records]}
    found: dict[str, list[Answer]] = {}
    if records[0].kind == "span":
        found[SPAN] = [(r.start or 0, r.end or 0) for r in records]
    found[LABEL] = [r.label for r in records]
    for attribute in _counting(layer):
        given = [_given(r.attributes.get(attribute.name)) for r in records]
        if any(value != NOT_GIVEN for value in given):
            found[attribute.name] = given
    return found


def _given(value: Values | None) -> Answer:
    if isinstance(value, tuple):
        return tuple(sorted(value)) or NOT_GIVEN
    return value or NOT_GIVEN


def _counted(question: str, answers: Sequence[Answer], n_voters: int) -> Iterator[VoteCount]:
    counts = Counter(value for answer in answers for value in _members(question, answer))
    for value, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        yield VoteCount(question, value, n)
    if missing := n_voters - len(answers):
        yield VoteCount(question, ABSENT, missing)


def _members(question: str, answer: Answer) -> Iterator[str | Range]:
    if question == SPAN or isinstance(answer, str):
        yield answer  # pyright: ignore[reportReturnType]
    else:
        yield from map(str, answer)
