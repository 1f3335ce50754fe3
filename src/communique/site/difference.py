"""An item that annotators answered differently, as the pages show it."""

from typing import Final, NamedTuple

ABSENT: Final = "absent"
BORDER: Final = "other border"
LABEL: Final = "other label"
REJECTED: Final = "marked, but rejected"


class Answer(NamedTuple):
    """What an annotator gave: how it differs (empty if it does not), and the answer itself."""

    annotator: str
    differs: tuple[str, ...]
    label: str
    words: str
    facts: str


class Difference(NamedTuple):
    """An item that annotators answered differently. `start` is None for a document value.

    `kinds` are all the ways in which answers differ, `outcome` is `kept`, `rejected` or `open`.
    `words` are all that an answer marked; `decided_words` are those of the decision, if they are
    others. `decided` is its label, `decided_facts` its attributes.
    """

    anchor: str
    uid: str
    layer: str
    layer_title: str
    css: str
    doc_id: str
    start: int | None
    end: int | None
    question: str
    words: str
    kinds: tuple[str, ...]
    answers: tuple[Answer, ...]
    outcome: str
    decided: str
    decision: str
    decided_words: str = ""
    decided_facts: str = ""

    @property
    def annotators(self) -> tuple[str, ...]:
        """Those who answered otherwise than it was decided."""
        return tuple(a.annotator for a in self.answers if a.differs)
