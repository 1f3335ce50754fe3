"""All that the forests are asked about: columns by name, each of shape (n,), in a fixed order."""

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
from communique.cleaning.learned.words import Tokens, WordTable, evidence, tokens


@dataclass(frozen=True, slots=True)
class Said:
    """What a forest is told of words: by tables, by vectors and categories if it is told of them.

    Whole pages are told what lines are about: extracted text has little of other subjects left.
    Extracted text is told what lines are there for; on whole pages that did not help.
    """

    tables: dict[str, WordTable]
    vectors: WordVectors | None = None
    categories: CategoryTable | None = None


def features(lines: Lines, said: Said) -> Columns:
    """The columns of a kind of text."""
    pages = Pages(lines)
    return word_columns(pages, tokens(lines), said, shape_columns(pages))


def word_columns(pages: Pages, found: Tokens, said: Said, shape: Columns) -> Columns:
    """The columns of shape, and after them those that hang on what is known of words."""
    out = dict(shape)
    for name, table in said.tables.items():
        out |= evidence(pages, found, table, name)
    if said.vectors is not None:
        out |= subject(pages, line_vectors(found, said.vectors), out[next(iter(said.tables))])
    if said.categories is not None:
        out |= before_after(pages, out) | categories(pages, found, said.categories)
    return out


def shape_columns(pages: Pages) -> Columns:
    """The columns that no table of words has a say in, by name."""
    own = shape(pages)
    return own | surroundings(pages, own) | blocks(pages)
