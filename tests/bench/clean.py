"""Compare quality and speed of our cleaner with other cleaners, on the dev pages of a bench.

`scripts/bench clean BENCH [--html PAGES] [--slice NAME] [--rounds N] [--json FILE]`. BENCH holds
`pages/dev.{full,residual,residual_rp}.jsonl.gz` and `score.py`, whose scorer is used as it is.

jusText and the line rules of datatrove's C4 filter get the same lines as our cleaner. The bench has
no HTML, so trafilatura, resiliparse and readability-lxml get each line wrapped in `<p>`, without
the mark-up that they need. Those rows do not show how good they are on real pages. With
`--html` they get the real pages, and their output is aligned with the lines; so do we, in a row of
our own. `--html` is a folder of `<id>.html`, or a file such as BENCH/pages/dev.html.jsonl.gz.

The ratio of speeds compares what each is given: we read the text of a page, the extractors parse
its HTML. `--peer resiliparse` compares us with this peer alone.

Our figures are in-sample: the shipped model was trained on these pages. `scripts/train BENCH
--folds 4` cross-validates, `--html` with it the model of markup.
"""

import argparse
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from statistics import median
from typing import Any

from contest import Contestant, ours, pairwise, peer, pin_to_one_core
from marks import HEADLINE, Pages, as_html, as_input, read_pages, scorer

from communique.util.plural import counted

VARIANTS = {
    "full": ("page", "keep everything"),
    "residual": ("extracted", "trafilatura (recall) alone"),
    "residual_rp": ("extracted", "resiliparse alone"),
}
ON_TEXT, ON_HTML = ("justext", "c4"), ("trafilatura", "resiliparse", "readability")
MARKS = {
    **{"mLineF1": "lineF1", "mBpF1": "bpF1", "tokF1": "tokenF1"},
    **{"bpTokRemoved": "removed", "contentTokLost": "lost"},
}
NAME, SEES = 27, 13
SHORTEST = 0.05  # seconds; less is lost in the start-up, and no speed is given
IN_SAMPLE = (
    "In-sample for communique: its model was trained on these pages, so its quality here does not\n"
    "apply to other pages (src/communique/cleaning/learned/MODEL.md has cross-validated figures)."
)
WRAPPED = (
    "Wrapped HTML: each line is in a <p>, without real mark-up. trafilatura, resiliparse and\n"
    "readability need the mark-up, and are much better on real pages (--html PAGES)."
)
ALONE = (
    "'... alone' keeps all output of the extractor. To see what communique adds to the extractor,\n"
    "compare this row with the row of communique."
)


@dataclass(frozen=True)
class Row:
    """A cleaner on a variant; `ratio` is how many times as fast ours is."""

    variant: str
    name: str
    sees: str
    marks: dict[str, float | None]
    pages_per_second: float | None = None
    megabytes_per_second: float | None = None
    ratio: float | None = None
    faults: int = 0  # pages that it failed on; they count as all dropped

    def line(self) -> str:
        """The row of the table."""
        head = f"{self.name:{NAME}}{self.sees:{SEES}}"
        marks = "".join(_figure(self.marks[m], 4) for m in MARKS)
        speeds = (self.pages_per_second, self.megabytes_per_second, self.ratio)
        failed = f"  failed on {self.faults}" if self.faults else ""
        return head + marks + "".join(_figure(speed, 2) for speed in speeds) + failed


def _figure(value: float | None, digits: int) -> str:
    return " " * 9 if value is None else f"{value:9.{digits}f}"


def compare(pages: Pages, html: Path | None, rounds: int, *, peers: Collection[str]) -> list[Row]:
    """The rows of one variant: nothing done, ours, the peers."""
    policy, untouched = VARIANTS[pages.variant]
    lines = as_input(pages.records)
    mine = ours(policy, lines)
    sees = "HTML" if html else "wrapped HTML"
    real = as_input(pages.records, html) if html and peers else lines
    others = [peer(name, "text", lines) for name in ON_TEXT if name in peers]
    if html and pages.variant == "full" and len(peers) != 1:
        others.append(ours(policy, as_html(pages.records, html), html=True))
    others += [peer(name, sees, real) for name in ON_HTML if name in peers]
    ratios = pairwise(mine, others, rounds)
    nothing = Row(pages.variant, untouched, "text", _marks(pages.everything()))
    return [nothing, *(_row(pages, one, ratios.get(one.name)) for one in (mine, *others))]


def _row(pages: Pages, one: Contestant, ratio: float | None) -> Row:
    row = Row(pages.variant, one.name, one.sees, _marks(pages.marks(one.kept)))
    seconds, faults = median(one.seconds), len(one.faults)
    if seconds < SHORTEST:
        return replace(row, faults=faults)
    speeds = len(pages.records) / seconds, pages.megabytes / seconds
    return Row(row.variant, row.name, row.sees, row.marks, *speeds, ratio, faults)


def _marks(row: dict[str, float]) -> dict[str, float | None]:
    """The marks shown; None for what the scorer could not give (without gold, for one)."""
    return {name: None if isnan(row[name]) else row[name] for name in MARKS}


def show(pages: Pages, rows: list[Row]) -> None:
    """Print the table of one variant."""
    policy, _ = VARIANTS[pages.variant]
    print(f"\n{pages.variant}: {len(pages.records)} pages, {pages.megabytes:.2f} MB, ", end="")
    print(f"{pages.slice}; communique with --policy {policy}")
    names = [*MARKS.values(), "pages/s", "MB/s", "ratio"]
    print(f"{'':{NAME}}{'sees':{SEES}}" + "".join(name.rjust(9) for name in names))
    print("\n".join(row.line() for row in rows), flush=True)


def main(given: argparse.Namespace) -> None:
    """Compare on each variant; print, and write JSON if asked."""
    score = scorer(given.bench)
    rounds = counted(given.rounds, "round")
    print(f"{rounds}, {pin_to_one_core()}; ratio: our speed / speed of the other")
    print(IN_SAMPLE, ALONE, *([] if given.html else [WRAPPED]), sep="\n")
    rows: list[Row] = []
    for variant in VARIANTS:
        pages = read_pages(given.bench, score, variant, given.slice)
        peers = () if given.without_peers else given.peer or (*ON_TEXT, *ON_HTML)
        found = compare(pages, given.html, given.rounds, peers=peers)
        show(pages, found)
        rows += found
    if given.json:
        given.json.write_text(json.dumps(_plain(rows), indent=1) + "\n")


def _plain(rows: list[Row]) -> dict[str, Any]:
    return {"in_sample": True, "rows": [vars(row) for row in rows]}


def arguments() -> argparse.Namespace:
    """What was asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("scripts/bench clean", None, __doc__, formatter_class=raw)
    parser.add_argument("bench", type=Path, help="folder with pages/ and score.py")
    parser.add_argument("--html", type=Path, help="the real pages: a folder or a file")
    parser.add_argument(
        "--slice", default=HEADLINE, help="the first characters of the name of the slice"
    )
    parser.add_argument("--rounds", type=int, default=3, help="number of runs (default: 3)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    names = {"choices": (*ON_TEXT, *ON_HTML), "metavar": "NAME"}
    parser.add_argument(
        "--peer", action="append", **names, help="compare with this peer; repeatable"
    )
    parser.add_argument("--without-peers", action="store_true", help="measure only our cleaner")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
