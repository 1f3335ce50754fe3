"""Print the figures of the model of markup, and of trafilatura on the same pages.

Each page is cleaned by two models that were not trained on its domain. What is kept of our dump is
aligned with the bench's lines by the bench's scorer, as the output of trafilatura is. The last rows
are the mean differences on the headline pages, with 95 % intervals (2,000 bootstrap samples).
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np

from communique.cleaning import kept_lines
from communique.cleaning.markup.page_scores import PageModels
from communique.cleaning.markup.pages import clean_dumps
from training.html import HtmlPage, bench_module
from training.pages import fold_of

PEER = (".venv-peers/bin/python", "tests/bench/peer.py", "trafilatura")
HEADLINE = "HEADLINE(aeb+wcxb article,en)"
_SLICES = (HEADLINE, "all:aeb", "non-en(gold)", "wcxb:other-kinds")
_MARKS = ("pages", "mLineF1", "mBpF1", "tokF1", "bpTokRemoved", "contentTokLost")
_SAMPLES = 2000
_GROUP = 16

Keeps = dict[str, list[bool]]


def show_html_figures(
    pages: Sequence[HtmlPage],
    models: Mapping[int, PageModels],
    folds: int,
    bench: Path,
) -> None:
    """Print the slices; `models[k]` have been trained without the domains of fold k."""
    score = bench_module(bench, "score")
    tested = [page for page in pages if fold_of(page.page.domain, folds) in models]
    ours: Keeps = {}
    for k, own_models in models.items():
        own = [page for page in tested if fold_of(page.page.domain, folds) == k]
        ours |= _ours(own, own_models, score)
    peer = _peer(tested, score) if Path(PEER[0]).exists() else {}
    print("what        slice                           " + "".join(f"{m[:9]:>10}" for m in _MARKS))
    for name, keeps in (("ours", ours), ("trafilatura", peer)):
        if keeps:
            _show(name, tested, keeps, score)
    if peer:
        _show_differences(
            [p for p in tested if HEADLINE in score.slices(p.record)], ours, peer, score
        )


def _ours(pages: Sequence[HtmlPage], models: PageModels, score: ModuleType) -> Keeps:
    out: Keeps = {}
    for a in range(0, len(pages), _GROUP):
        group = pages[a : a + _GROUP]
        cleaned = clean_dumps([page.dump for page in group], models)
        for page, one in zip(group, cleaned, strict=True):
            kept = kept_lines(one.raw, one.clean)
            out[page.page.id] = score.keep_from_text(page.record["lines"], kept)
    return out


def _peer(pages: Sequence[HtmlPage], score: ModuleType) -> Keeps:
    records = ({"id": page.page.id, "html": page.html} for page in pages)
    given = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run(PEER, input=given.encode(), stdout=subprocess.PIPE, check=True)  # noqa: S603
    texts = {r["id"]: r["text"] for r in map(json.loads, done.stdout.splitlines())}
    lines = {page.page.id: page.record["lines"] for page in pages}
    return {k: score.keep_from_text(lines[k], text) for k, text in texts.items()}


def _show(name: str, pages: Sequence[HtmlPage], keeps: Keeps, score: ModuleType) -> None:
    found = score.evaluate([p.record for p in pages], [keeps[p.page.id] for p in pages])
    for part in _SLICES:
        if part in found:
            shown = "".join(f"{found[part][mark]:10.4f}" for mark in _MARKS)
            print(f"{name:12}{part:32}{shown}", flush=True)


def _show_differences(
    pages: Sequence[HtmlPage], ours: Keeps, peer: Keeps, score: ModuleType
) -> None:
    rng = np.random.default_rng(0)
    for mark in ("lineF1", "tokF1"):
        pairs = [[_mark(page, keeps, mark, score) for keeps in (ours, peer)] for page in pages]
        both = np.array([pair for pair in pairs if None not in pair], np.float64)
        gain = both[:, 0] - both[:, 1]
        means = gain[rng.integers(0, gain.size, (_SAMPLES, gain.size))].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        print(f"ours - trafilatura, {mark}: {gain.mean():+.4f} [{low:+.4f}, {high:+.4f}]")


def _mark(page: HtmlPage, keeps: Keeps, mark: str, score: ModuleType) -> float | None:
    one = score.Agg()
    one.add(page.record, keeps[page.page.id])
    return next(iter(one.m[mark]), None)
