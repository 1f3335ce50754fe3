"""What a reader says about findings, without knowing them."""

from typing import Any

import pytest

from communique.audit.finding import AuditFinding
from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.readings import NOTHING, Reading
from communique.audit.review import Reviewed, Verdict, differing, reviewed, verdicts
from communique.records import Record
from communique.records.record import Origin

WORDS = "Ann met Bob in Rome, and Rome slept."
TEXTS = {"d": Text("d", WORDS, ((0, len(WORDS), "paragraph"),), "d")}


def record(words: str, label: str, *, at: int | None = None, **attributes: str) -> Record:
    start = WORDS.index(words) if at is None else at
    place: Any = (start, start + len(words), start, start + len(words))
    more: Any = (words, label, attributes, None, "1.0", "0", Origin("f", "0", 1, 1, "r"))
    return Record(f"{start}{label}", "n", "d", "reader", "human", 1, "span", *place, *more)


ANN = AuditItem("n", "d", "u1", "span", 0, 3, {LABEL: "person", "side": "us"})
FOUND = [
    AuditFinding(1, "n", "d", "u1", "model", "why", "label: person", "label: place", 0.9, LABEL),
    AuditFinding(2, "n", "d", "u1", "rule", "why", "side: us", "", 0.8, "side"),
    AuditFinding(3, "n", "d", "u1", "border", "why", "Ann", "Ann met", 0.7, BORDER),
    AuditFinding(4, "n", "d", None, "unmarked", "why", "unmarked: Rome", "label: place", 0.6),
]


def told(*records: Record, read: bool = True) -> list[Verdict]:
    documents = frozenset({"d"} if read else ())
    reading = Reading("reader", False, documents, records)
    return list(verdicts(reviewed(FOUND, [ANN], TEXTS), [ANN], TEXTS, reading))


def outcomes(*records: Record, read: bool = True) -> list[str]:
    return [v.outcome for v in told(*records, read=read)]


def test_the_same_answers_agree_with_every_finding():
    assert outcomes(record("Ann", "person", side="us")) == ["agrees"] * 4


@pytest.mark.parametrize(
    ("other", "number", "answer"),
    [
        ({"words": "Ann", "label": "place", "side": "us"}, 0, "place"),
        ({"words": "Ann", "label": "person", "side": "them"}, 1, "them"),
        ({"words": "Ann met", "label": "person", "side": "us"}, 2, "Ann met"),
    ],
)
def test_a_finding_differs_only_in_its_own_question(
    other: dict[str, str], number: int, answer: str
):
    found = told(record(**other))
    assert [v.outcome == "differs" for v in found] == [n == number for n in range(4)]
    assert found[number].answer == answer


def test_a_span_that_the_reader_did_not_mark_differs_in_every_question():
    found = told()
    assert [v.outcome for v in found] == ["differs"] * 3 + ["agrees"]
    assert found[0].answer == NOTHING


@pytest.mark.parametrize("at", [15, 25])
def test_words_that_the_reader_marks_were_unmarked(at: int):
    found = told(record("Ann", "person", side="us"), record("Rome", "place", at=at))
    assert (found[3].outcome, found[3].answer) == ("differs", "place")


def test_a_document_that_is_not_read_leaves_its_findings_open():
    assert outcomes(read=False) == ["open"] * 4


def test_a_decision_that_was_removed_is_gone():
    reading = Reading("reader", False, frozenset({"d"}), ())
    found = list(verdicts(reviewed(FOUND[:1], [ANN], TEXTS), [], TEXTS, reading))
    assert [v.outcome for v in found] == ["gone"]


def test_what_was_decided_when_the_review_began_is_compared():
    """The decision follows the reader later; the finding was right all the same."""
    began = reviewed(FOUND[:1], [ANN], TEXTS)
    corrected = AuditItem("n", "d", "u1", "span", 0, 3, {LABEL: "place", "side": "us"})
    reading = Reading("reader", False, frozenset({"d"}), (record("Ann", "place", side="us"),))
    assert [v.outcome for v in verdicts(began, [corrected], TEXTS, reading)] == ["differs"]


def test_a_stored_finding_quotes_no_span():
    stored: list[Reviewed] = reviewed(FOUND, [ANN], TEXTS)
    assert stored[2].now.startswith("sha256:")
    assert "Ann" not in str(stored)


def test_all_questions_of_the_documents_read_are_counted_beside():
    items = [ANN, AuditItem("n", "e", "u2", "span", 0, 3, {LABEL: "person"})]
    texts = {**TEXTS, "e": Text("e", WORDS, ((0, len(WORDS), "paragraph"),), "e")}
    reading = Reading("reader", False, frozenset({"d"}), (record("Ann", "place", side="us"),))
    assert differing(items, texts, reading) == (1, 3)
