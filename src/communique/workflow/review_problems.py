"""The problems of a review: a table with places and words, and how to fix them."""

from collections.abc import Iterator
from typing import Final

from communique.problems import Problem
from communique.text.short_quotations import quoted
from communique.workflow.report_format import plain
from communique.workflow.review import Review
from communique.workflow.review_tables import ReviewTables, Row

_HEAD: Final = ("level", "problem", "where", "words", "what is wrong")


def problem_parts(review: Review, tables: ReviewTables, rows: int) -> Iterator[str]:
    """Yield the table and the fixes of the first `rows` problems; nothing without a problem."""
    problems = review.problems
    if not problems:
        return
    shown = ((p.document, _row(p, review.words_of(p), tables)) for p in problems)
    yield from tables.table(_HEAD, shown, len(problems))
    fixes = dict.fromkeys((p.id, p.fix) for p in problems[:rows] if p.fix)
    if fixes:
        yield "\n".join(f"- To fix {id_}: {plain(fix)}" for id_, fix in fixes)


def _row(p: Problem, words: str, tables: ReviewTables) -> Row:
    """Words stand in place of the id of a region or a block."""
    annotator = p.annotator if p.annotator and p.annotator not in (p.file or "") else None
    where = (p.file, p.document and tables.document(p.document), annotator)
    place = " · ".join(filter(None, (*where, None if words else p.at)))
    return p.level, p.id, place, quoted(words), p.message
