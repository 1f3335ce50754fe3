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
    return (*((SPAN,) if layer.unit == "span" else ()), LABEL, *layer.counted)


def votes_on(
    layer: Layer, records: Sequence[Record], n_voters: int
) -> tuple[tuple[VoteCount, ...], tuple[str, ...]]:
    """The results of `count_votes` and `disagreement`, from one reading of the records."""
    answers = _answers(layer, records)
    votes = _all_counted(layer, records, answers, n_voters)
    return votes, _differing(layer, records, answers, n_voters)


def count_votes(layer: Layer, records: Sequence[Record], n_voters: int) -> tuple[VoteCount, ...]:
    """The votes on each question, most frequent first, those who are absent last.

    The members of a set are counted one by one, so they can add up to more than the voters. Words
    of a free text are not listed.
    """
    return _all_counted(layer, records, _answers(layer, records), n_voters)


def _all_counted(
    layer: Layer, records: Sequence[Record], answers: Mapping[str, list[Answer]], n_voters: int
) -> tuple[VoteCount, ...]:
    if not records and n_voters:  # only the adjudicator marked it
        return (VoteCount(questions_of(layer)[0], ABSENT, n_voters),)
    return tuple(
        vote for question, given in answers.items() for vote in _counted(question, given, n_voters)
    )


def disagreement(layer: Layer, records: Sequence[Record], n_voters: int) -> tuple[str, ...]:
    """The questions on which the votes differ; sets are compared as a whole.

    A voter who did not mark the item disagrees on the first question: whether it is there. The
    result is empty if and only if the item is unanimous.
    """
    return _differing(layer, records, _answers(layer, records), n_voters)


def _differing(
    layer: Layer, records: Sequence[Record], listed: Mapping[str, list[Answer]], n_voters: int
) -> tuple[str, ...]:
    answers = {**listed, **_free_texts(layer, records)}
    first = next(iter(answers), None) or questions_of(layer)[0]
    differing = {q for q, given in answers.items() if len(set(given)) > 1 and _counts(layer, q)}
    if len(records) < n_voters:
        differing.add(first)
    return tuple(q for q in answers or (first,) if q in differing)


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


def _free_texts(layer: Layer, records: Sequence[Record]) -> Mapping[str, list[Answer]]:
    """The answers to questions that count and are answered in free text."""
    asked = [a.name for a in layer.region_attributes if a.counts and a.type == "text"]
    regions = [r for r in records if r.kind != "document"]
    return {name: [_given(r.attributes.get(name)) for r in regions] for name in asked}


def _counts(layer: Layer, question: str) -> bool:
    """Whether a difference on a question is a disagreement."""
    attribute = layer.attribute(question)
    return attribute is None or attribute.counts


def _given(value: Values | None) -> Answer:
    if isinstance(value, tuple):
        return tuple(sorted(value)) or NOT_GIVEN
    return value or NOT_GIVEN


def _counted(question: str, answers: Sequence[Answer], n_voters: int) -> Iterator[VoteCount]:
    first = answers[0]
    is_single = question == SPAN or isinstance(first, str)
    if is_single and answers.count(first) == n_voters == len(answers):  # as of most items
        yield VoteCount(question, first, n_voters)  # pyright: ignore[reportArgumentType]
        return
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
