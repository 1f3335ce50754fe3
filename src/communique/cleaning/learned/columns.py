"""All input of the forests: columns by name, each of shape (n,), in a fixed order."""

from dataclasses import dataclass

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.learned.before_after import before_after
from communique.cleaning.learned.blocks import blocks
from communique.cleaning.learned.categories import CategoryTable, categories
from communique.cleaning.learned.features import shape
from communique.cleaning.learned.measure import Lines
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.surroundings import surroundings
from communique.cleaning.learned.vectors import WordVectors, line_vectors, subject
from communique.cleaning.learned.words import Tokens, WordTable, table_columns, tokens


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """What a forest knows about words: tables, and perhaps vectors or categories.

    Vectors are for whole pages; extracted text contains little about other subjects.
    Categories are for extracted text; on whole pages they did not help.
    """

    tables: dict[str, WordTable]
    vectors: WordVectors | None = None
    categories: CategoryTable | None = None


def features(lines: Lines, evidence: WordEvidence) -> Columns:
    """Return all columns of these lines for one kind of text."""
    pages = Pages(lines)
    return word_columns(pages, tokens(lines), evidence, shape_columns(pages))


def word_columns(
    pages: Pages, line_tokens: Tokens, evidence: WordEvidence, shape: Columns
) -> Columns:
    """Return the columns of shape, followed by the columns that depend on words."""
    out = dict(shape)
    for name, table in evidence.tables.items():
        out |= table_columns(pages, line_tokens, table, name)
    if evidence.vectors is not None:
        out |= subject(
            pages, line_vectors(line_tokens, evidence.vectors), out[next(iter(evidence.tables))]
        )
    if evidence.categories is not None:
        out |= before_after(pages, out) | categories(pages, line_tokens, evidence.categories)
    return out


def shape_columns(pages: Pages) -> Columns:
    """Return the columns that do not depend on tables of words, by name."""
    line_shape = shape(pages)
    return line_shape | surroundings(pages, line_shape) | blocks(pages)
