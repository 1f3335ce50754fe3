"""The words of an item that is to be reviewed, and how the answers to it differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.assessment.measures import Plain
from communique.records import Record
from communique.records.items import ComparisonKey, comparison_key
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item: its words, each different answer with those who gave it, and who gave none.

    `words` is empty for a question about the whole document.
    """

    document: str
    at: str
    words: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    absent: tuple[str, ...]


def disputed(
    layer: Layer, item: Plain, records: Mapping[str, Record], texts: Mapping[str, str]
) -> Disputed:
    """Return the words and answers of an item of `review_first`.

    `records` are by annotation id, `texts` are the cleaned texts by document id.
    """
    own = [records[i] for i in item["annotations"]]
    text = texts.get(item["document"], "")
    is_link = " -> " in item["at"]
    answers = (
        [(labels, tuple(who)) for labels, who in item["said"].items()]
        if is_link
        else _answers(layer, own, text)
    )
    words = " -> ".join(_ends(own, text)) if is_link else _all_words(own, text)
    answers.sort(key=lambda answer: answer[1])
    return Disputed(item["document"], item["at"], words, tuple(answers), tuple(item["absent"]))


def _answers(
    layer: Layer, records: Sequence[Record], text: str
) -> list[tuple[str, tuple[str, ...]]]:
    groups: dict[ComparisonKey, list[Record]] = {}
    for record in records:
        groups.setdefault(comparison_key(layer, record), []).append(record)
    differing = _differing(list(groups))
    ranges = {(r.start, r.end) for r in records}
    return [
        (
            _answer(key, differing, _words(group[0], text) if len(ranges) > 1 else ""),
            tuple(sorted(r.annotator for r in group)),
        )
        for key, group in groups.items()
    ]


def _differing(keys: Sequence[ComparisonKey]) -> set[str]:
    """The names of the attributes that do not have the same value in all answers."""
    pairs = {pair for *_, values in keys for pair in values}
    names = [name for name, _ in pairs]
    return {name for name in names if names.count(name) > 1}


def _answer(key: ComparisonKey, differing: set[str], words: str) -> str:
    """For example `place, reading literal "the words"`: what all answers share is left out."""
    label, values = key[2], key[3]
    parts = [label] + [f"{name} {_value(v)}" for name, v in values if name in differing]
    answer = ", ".join(parts)
    return f'{answer} "{words}"' if words else answer


def _value(value: object) -> str:
    if value is None:
        return "(none)"
    return "+".join(value) if isinstance(value, tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType]


def _words(record: Record, text: str) -> str:
    if record.start is None or record.end is None:
        return ""
    return text[record.start : record.end]


def _all_words(records: Sequence[Record], text: str) -> str:
    """The words from the first start to the last end."""
    starts = [r.start for r in records if r.start is not None]
    ends = [r.end for r in records if r.end is not None]
    return text[min(starts) : max(ends)] if starts and ends else ""


def _ends(records: Sequence[Record], text: str) -> list[str]:
    """The words of the two spans of a link; the records of the source come first."""
    found = list(dict.fromkeys(_words(r, text) for r in records))
    return [found[0], found[-1]]
