"""Findings that a reader has looked at, without knowing them: does the reader decide otherwise?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from communique.audit.finding import AuditFinding
from communique.audit.item import BORDER, AuditItem, Text
from communique.audit.readings import ABSENT, NOTHING, Reading, answers, present_answer
from communique.text import sha256_text

Outcome = Literal["open", "agrees", "differs", "gone"]
_UNMARKED: Final = "unmarked: "
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finding as it was when the review began. It quotes no text but unmarked names: `now` of a
    border is a hash of its words.
    """

    rank: int
    layer: str
    doc_id: str
    uid: str | None
    kind: str
    question: str
    now: str
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reader says about a finding. `open`: not read; `gone`: the decision is no longer
    there. `answer` is the reader's answer, None without one.
    """

    finding: Reviewed
    outcome: Outcome
    answer: str | None = None


def reviewed(
    findings: Sequence[AuditFinding], items: Sequence[AuditItem], texts: Mapping[str, Text]
) -> list[Reviewed]:
    """The findings without texts."""
    by_uid = {(item.layer, item.uid): item for item in items}
    return [
        Reviewed(
            f.rank, f.layer, f.doc_id, f.uid, f.kind, f.question, _now(f, by_uid, texts), f.score
        )
        for f in findings
    ]


def verdicts(
    findings: Sequence[Reviewed],
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    reading: Reading,
) -> Iterator[Verdict]:
    """Compare the findings of one layer with one reading of it."""
    number = {item.uid: i for i, item in enumerate(items)}
    replies = answers(items, texts, reading)
    for finding in findings:
        if finding.doc_id not in reading.documents:
            yield Verdict(finding, "open")
        elif finding.uid is None:
            yield _unmarked(finding, items, texts, reading)
        elif finding.uid not in number:
            yield Verdict(finding, "gone")
        else:
            i = number[finding.uid]
            absent = next(iter(items[i].values))
            answer = replies.get((i, finding.question), replies.get((i, absent), ABSENT))
            yield _compared(finding, answer)


def differing(
    items: Sequence[AuditItem], texts: Mapping[str, Text], reading: Reading
) -> tuple[int, int]:
    """Of all questions in the documents read: how many the reader answers in another way than the
    present decision, and how many there are.
    """
    replies = answers(items, texts, reading)
    differ = sum(answer != present_answer(items[i], q, texts) for (i, q), answer in replies.items())
    return differ, len(replies)


def _compared(finding: Reviewed, answer: str) -> Verdict:
    if answer == ABSENT:
        return Verdict(finding, "differs", NOTHING)
    is_border = finding.question == BORDER
    now = _hash(answer) if is_border else f"{finding.question}: {answer}"
    return Verdict(finding, "agrees" if now == finding.now else "differs", answer)


def _unmarked(
    finding: Reviewed, items: Sequence[AuditItem], texts: Mapping[str, Text], reading: Reading
) -> Verdict:
    """A reader who marks the words more often than the decisions do found one that is unmarked."""
    text = texts[finding.doc_id].text
    words = finding.now.removeprefix(_UNMARKED)
    marked = {i.place for i in items if i.doc_id == finding.doc_id}
    more = [
        record.label
        for record in reading.records
        if record.doc_id == finding.doc_id
        and (record.start, record.end) not in marked
        and text[record.start : record.end] == words
    ]
    return Verdict(finding, "differs" if more else "agrees", more[0] if more else NOTHING)


def _now(
    finding: AuditFinding, by_uid: Mapping[tuple[str, str], AuditItem], texts: Mapping[str, Text]
) -> str:
    item = by_uid.get((finding.layer, finding.uid or ""))
    if finding.question != BORDER or item is None:
        return finding.now
    return _hash(item.surface(texts[item.doc_id]))


def _hash(words: str) -> str:
    return f"sha256:{sha256_text(words)[:_DIGITS]}"
