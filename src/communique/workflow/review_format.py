"""A review as Markdown: short tables in words, for the page of a pull request."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from communique.audit.model import has_models
from communique.util.plural import counted
from communique.versions.annotation_changes import PassChange
from communique.workflow.report_format import plain
from communique.workflow.review import Review, State
from communique.workflow.review_problems import problem_parts
from communique.workflow.review_tables import ReviewTables
from communique.workflow.review_words import (
    ARROW,
    ReviewWords,
    marked_words,
    state_of,
    what_changed,
    who,
)

_UNREAD: Final = "Not shown: the corpus cannot be read completely. See the problems."
_BASE_UNREAD: Final = "The base cannot be read completely, so nothing is compared with it:"
_AUDIT: Final = "Decisions that may be wrong, the most likely first. The score is an estimate."
_NO_MODELS: Final = "No model took part, because scikit-learn is not installed."


class ReviewPage:
    """Writes a review. A table has at most `rows` rows, that of the audit `findings`."""

    def __init__(self, review: Review, *, rows: int, findings: int) -> None:
        self._review, self._rows, self._findings = review, rows, findings
        self._before, self._after = ReviewWords(review.base or review.now), ReviewWords(review.now)
        self._tables = ReviewTables([s for s in (review.now, review.base) if s], rows)

    def markdown(self) -> str:
        """The page. The texts are quoted by at most five words in a row."""
        parts = [f"## Review of {plain(self._review.name)}", self._head()]
        for heading, section in self._sections():
            if lines := list(section):
                parts += [f"### {heading}", *lines]
        return "\n\n".join(parts) + "\n"

    def _head(self) -> str:
        levels = Counter(p.level for p in self._review.problems)
        parts = [
            f"**{counted(levels['error'], 'error')}, {counted(levels['warning'], 'warning')}.**"
        ]
        if (difference := self._review.difference) is not None:
            kinds = Counter(kind for c in difference.annotations for kind in c.kinds)
            listed = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
            changed = counted(len(difference.annotations), "annotation")
            parts.append(f"{changed} changed{f' ({listed})' if listed else ''}.")
        return " ".join(parts)

    def _sections(self) -> Iterator[tuple[str, Iterable[str]]]:
        yield "Problems", problem_parts(self._review, self._tables, self._rows)
        if self._review.base is not None:
            yield "Changed annotations", self._changes(self._review.base)
            yield "Finished or undone", self._passes()
        yield "Agreement before adjudication", self._agreement()
        yield "Look at these first", self._audit()

    def _changes(self, base: State) -> Iterator[str]:
        difference = self._review.difference
        if difference is None:
            yield _BASE_UNREAD if base.unread else _UNREAD
            if base.unread:
                shown = (plain(self._tables.cut(f"{p.id}: {p}", p.document)) for p in base.unread)
                yield "\n".join(f"- {line}" for line in islice(shown, self._rows))
            return
        if not difference.annotations:
            yield "No annotation differs."
            return
        rows = (
            (
                c.key.doc_id,
                (
                    *(c.key.layer, self._tables.document(c.key.doc_id), who(c.key, c)),
                    marked_words(c, self._before, self._after),
                    what_changed(c, self._before, self._after),
                ),
            )
            for c in difference.annotations
        )
        yield from self._tables.table(
            ("layer", "document", "who", "words", "change"), rows, len(difference.annotations)
        )

    def _passes(self) -> Iterator[str]:
        passes = self._review.difference.passes if self._review.difference else ()
        rows = (
            (
                c.key.doc_id,
                (
                    *(c.key.layer, self._tables.document(c.key.doc_id), who(c.key)),
                    f"{state_of(c.before)}{ARROW}{self._state(c)}",
                ),
            )
            for c in passes
        )
        if passes:
            yield from self._tables.table(("layer", "document", "who", "change"), rows, len(passes))

    def _state(self, change: PassChange) -> str:
        is_withdrawn = change.key.doc_id in self._review.now.withdrawn
        return "withdrawn" if is_withdrawn else state_of(change.after)

    def _agreement(self) -> Iterator[str]:
        compared = self._review.agreement()
        if self._review.now.agreement is None:
            yield _UNREAD
        elif not compared:
            yield "No item has two votes."
        else:
            has_base = self._review.base is not None
            columns = ("alpha before", "alpha now") if has_base else ("alpha",)
            rows = ((None, a.row(ARROW, has_base=has_base)) for a in compared)
            yield from self._tables.table(
                ("layer", "question", *columns, "compared"), rows, len(compared)
            )

    def _audit(self) -> Iterator[str]:
        findings = self._review.findings
        if not findings:
            yield _UNREAD if findings is None else "There is nothing to audit."
            return
        yield _AUDIT if has_models() else f"{_AUDIT} {_NO_MODELS}"
        findings = findings[: self._findings]
        rows = (
            (
                f.doc_id,
                (
                    *(f"{f.score:.2f}", f.layer, self._tables.document(f.doc_id)),
                    *(f.now, f.suggestion, f.why),
                ),
            )
            for f in findings
        )
        yield from self._tables.table(
            ("score", "layer", "document", "now", "suggestion", "why"), rows, len(findings)
        )
