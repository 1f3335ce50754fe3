"""Read the answer of a language model."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from communique.records.predictions import PredictedSpan
from communique.scoring.harness.questions import Question

_ANSWER: Final = re.compile(r"\b(?:final answer|answer|label)\b\W*?[:=]\s*(.+)", re.IGNORECASE)
_LIST: Final = re.compile(r"\[\s*[{\]]")  # a list of objects, or an empty one
_AROUND: Final = " \t\r\n\"'`*.,:;!()[]{}<>“”‘’«»"


def read_label(answer: str, labels: Sequence[str]) -> str | None:
    """The label that an answer gives, or None if it gives none or several.

    It is the whole answer, or what follows the last `answer:`, or the only label that occurs in
    the answer as a word. Case does not matter unless two labels differ in case alone.

    >>> read_label("**Answer: against.**", ["favor", "against"])
    'against'
    >>> read_label("favor or against", ["favor", "against"]) is None
    True
    """
    whole = _one(answer, labels)
    if whole:
        return whole
    for part in reversed(_ANSWER.findall(answer)):
        if label := _one(part, labels) or _only(part, labels):
            return label
    return _only(answer, labels)


def read_spans(answer: str, question: Question) -> tuple[list[PredictedSpan], int] | None:
    """The spans of an answer, and the number of spans that could not be used. None if there is no
    JSON list in it.

    Offsets that do not fit `text` are repaired: the span is the occurrence of `text` that is
    nearest to `start` and not yet used. A span with an unknown label, or whose text is not in the
    block, cannot be used. Unknown values of attributes are left out.
    """
    spans: list[PredictedSpan] = []
    unused = 0
    listed = _listed(answer)
    if listed is None:
        return None
    for entry in listed:
        span = _span(entry, question, spans)
        if span is None:
            unused += 1
        else:
            spans.append(span)
    return spans, unused


def _one(text: str, labels: Sequence[str]) -> str | None:
    word = text.strip(_AROUND)
    if word in labels:
        return word
    same = [label for label in labels if label.casefold() == word.casefold()]
    return same[0] if len(same) == 1 else None


def _only(text: str, labels: Sequence[str]) -> str | None:
    """The only label that occurs as a word. A longer label hides a shorter one inside it."""
    for flags in (0, re.IGNORECASE):
        longest = sorted(labels, key=len, reverse=True)
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
        named = {_one(word, labels) for word in re.findall(pattern, text, flags)}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _listed(answer: str) -> list[dict[str, Any]] | None:
    """The last JSON list of objects in an answer; an empty list counts if there is no other."""
    decoder = json.JSONDecoder()
    last: list[dict[str, Any]] | None = None
    start = _LIST.search(answer)
    while start:
        try:
            value, end = cast("tuple[object, int]", decoder.raw_decode(answer, start.start()))
        except (ValueError, RecursionError):
            end = start.start() + 1
        else:
            listed = cast("list[object]", value)
            objects = [cast("dict[str, Any]", x) for x in listed if isinstance(x, dict)]
            if objects or not listed:
                last = objects or last or []
        start = _LIST.search(answer, end)
    return last


def _span(
    entry: dict[str, Any], question: Question, spans: Sequence[PredictedSpan]
) -> PredictedSpan | None:
    label = _one(str(entry.get("label")), question.labels)
    if label is None:
        return None
    attributes = {x: _values(entry.get(x), x, question) for x in question.attributes}
    kept = {name: value for name, value in attributes.items() if value}
    used = {(s.start, s.end) for s in spans if s.label == label and s.attributes == kept}
    place = _placed(entry, question.text, used)
    if place is None:
        return None
    start, end = place
    return PredictedSpan(start, end, label, question.text[start:end], kept)


def _placed(entry: dict[str, Any], text: str, used: set[tuple[int, int]]) -> tuple[int, int] | None:
    start, end, quoted = entry.get("start"), entry.get("end"), entry.get("text")
    offset = start if isinstance(start, int) else 0
    if not isinstance(quoted, str) or not quoted:
        return None
    if isinstance(end, int) and 0 <= offset < end and text[offset:end] == quoted:
        return None if (offset, end) in used else (offset, end)
    free = [at for at in _occurrences(text, quoted) if (at, at + len(quoted)) not in used]
    nearest = min(free, key=lambda at: (abs(at - offset), at), default=None)
    return None if nearest is None else (nearest, nearest + len(quoted))


def _occurrences(text: str, quoted: str) -> Iterator[int]:
    at = text.find(quoted)
    while at >= 0:
        yield at
        at = text.find(quoted, at + 1)


def _values(value: object, name: str, question: Question) -> str | list[str] | None:
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    named = [_one(str(one), question.attributes[name]) for one in listed]
    known = list(dict.fromkeys(label for label in named if label))
    if name in question.many:
        return known
    return known[0] if len(known) == 1 else None
