"""The bench's pages of HTML, dumped into lines, with labels made as the bench makes its own."""

import gzip
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

import numpy as np

from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.words import WordTable
from communique.cleaning.markup.columns import page_columns
from communique.cleaning.markup.dump import Dump, dump_page
from communique.cleaning.markup.trees import Trees
from training.batches import Batch, make_batches
from training.pages import Page, records, to_page

HTML = "dev.html.jsonl.gz"


@dataclass(frozen=True)
class HtmlPage:
    """A page of HTML: its dump with labels, and the bench's record of it."""

    page: Page
    dump: Dump
    record: dict
    html: str


@dataclass(frozen=True)
class HtmlBatch:
    """Dumps of one inner fold, and the same pages as a batch."""

    batch: Batch
    dumps: tuple[Dump, ...]

    @cached_property
    def trees(self) -> Trees:
        return Trees(self.dumps)

    def features(self, words: WordTable, names: WordTable) -> Floats:
        """As the model's own columns, shape (n, columns)."""
        columns = page_columns(self.batch.measured, self.dumps, words, names)
        return np.stack([np.asarray(c, np.float32) for c in columns.values()], axis=1)


def read_html(bench: Path) -> list[HtmlPage]:
    """The pages that have a dump and gold text."""
    labels = bench_module(bench, "labels")
    with gzip.open(bench / "pages" / HTML, "rt", encoding="utf-8") as file:
        html = {record["id"]: record["html"] for record in map(json.loads, file)}
    out: list[HtmlPage] = []
    for record in records(bench / "pages", "dev.full"):
        page = html.get(record["id"], "")
        dump = dump_page(page)
        if dump.text and record["gold_text"] is not None:
            out.append(HtmlPage(_labelled(record, dump, labels), dump, record, page))
    return out


def _labelled(record: dict, dump: Dump, labels: ModuleType) -> Page:
    known = (record["gold_text"], record.get("title"), record.get("author"))
    label, mask, flags = labels.label_lines(dump.text, *known)
    return to_page(record | {"lines": dump.text, "labels": label, "mask": mask, "flags": flags})


def html_batches(pages: Sequence[HtmlPage]) -> list[HtmlBatch]:
    """Batches of pages, each of one inner fold of domains."""
    dumps = {id(one.page): one.dump for one in pages}
    batches = make_batches([one.page for one in pages])
    return [HtmlBatch(b, tuple(dumps[id(page)] for page in b.pages)) for b in batches]


def bench_module(bench: Path, name: str) -> ModuleType:
    """A module of the bench, such as its scorer."""
    spec = importlib.util.spec_from_file_location(name, bench / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(bench / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
