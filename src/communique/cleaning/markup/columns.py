"""All input of the forest for HTML: columns by name, each of shape (n,), in a fixed order."""

from collections.abc import Sequence

import numpy as np

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.learned.page import Pages, log
from communique.cleaning.learned.words import WordTable
from communique.cleaning.markup.alike import alike_columns
from communique.cleaning.markup.ancestors import ancestor_columns
from communique.cleaning.markup.containers import container_columns
from communique.cleaning.markup.dump import Dump
from communique.cleaning.markup.evidence import evidence_of, word_score
from communique.cleaning.markup.main_part import main_columns
from communique.cleaning.markup.named import named_columns
from communique.cleaning.markup.stated import stated_columns
from communique.cleaning.markup.trees import Trees


def page_columns(
    pages: Pages, dumps: Sequence[Dump], words: WordTable, names: WordTable
) -> Columns:
    """Return the columns of all lines. The lines of `pages` are those of `dumps`."""
    trees, score = Trees(dumps), word_score(pages, words)
    out = {"words": score, "width": log(pages.lines.width)} | _counts(pages, dumps)
    out |= ancestor_columns(trees) | stated_columns(dumps) | named_columns(pages, trees, names)
    evidence = evidence_of(pages, out["link_share"], score, out["named"])
    out |= container_columns(pages, trees, evidence) | alike_columns(pages, trees, evidence)
    return out | main_columns(pages, trees, evidence)


def _counts(pages: Pages, dumps: Sequence[Dump]) -> Columns:
    """Shares of characters in links and in stressed text; links, images and line breaks."""
    rows = np.array([row for dump in dumps for row in dump.counts], np.float32).reshape(-1, 6)
    size = np.maximum(pages.lines.characters, 1)
    link = np.minimum(rows[:, 0] / size, 1)
    breaks = np.ascontiguousarray(rows[:, 5])
    out: Columns = {
        "link_share": link,
        "heavy_share": np.minimum(rows[:, 1] / size, 1),
        "emphasis_share": np.minimum(rows[:, 2] / size, 1),
        "links": log(rows[:, 3]),
        "images": log(rows[:, 4]),
        "after_br": breaks,
        "before_br": pages.shifted(breaks, 1, 0),
        "text_not_link": log(size * (1 - link)),
    }
    out |= {f"link_share{d:+}": pages.shifted(link, d, -1) for d in (-3, -2, -1, 1, 2, 3)}
    return out | {f"link_near_{k}": pages.around(link, k) for k in (3, 10)}
