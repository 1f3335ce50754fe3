"""Errors put into made-up corpora: how many the audit finds, and its CPU seconds.

`each`: 5 % of the answers to each question are changed; `items`: 5 % of the items, in one question.
Columns: the share of the changes in the first tenth of the list, the same for counting surfaces,
the ceiling (someone who knows how the corpus was made), the share of the changed items with any row
there, and that among a tenth of the items.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import audited
import audited_lists as lists
from audited_flips import flipped
from audited_language import KINDS
from communique.audit.model import has_models
from communique.audit.ranking import suspicions

ROW = "{:9} {:4} {:5} {:6} {:6} {:6} {:8} {:7} {:6} {:6} {:7}"


def main(seeds: Iterable[int], names: Iterable[str]) -> None:
    print(
        ROW.format(
            *("corpus", "seed", "flips", "errors", "items", "share", "counting", "ceiling"),
            *("uids", "tenth", "seconds"),
        )
    )
    for name in names:
        for seed in seeds:
            made = audited.corpus(KINDS[name], seed)
            for once in (False, True):
                print(_row(name, seed, made, once=once), flush=True)


def _row(name: str, seed: int, made: audited.Made, *, once: bool) -> str:
    wrong, flips = flipped(made, seed, once=once)
    start = process_time()
    suspected = suspicions(wrong, made.texts, lists.sets_of(made), {}, with_model=has_models())
    seconds, order = process_time() - start, lists.order(suspected)
    counted = lists.counting_surfaces(made.texts, wrong)
    best = lists.ceiling(made, wrong, once=once)
    shares = [
        "-" if x is None else f"{lists.share_in_first_tenth(x, flips):.3f}"
        for x in (order, counted, best)
    ]
    return ROW.format(
        *(name, seed, "items" if once else "each", len(flips), len(wrong), *shares),
        f"{lists.share_of_uids(order, flips):.3f}",
        f"{lists.share_of_items(order, flips):.3f}",
        f"{seconds:.1f}",
    )


if __name__ == "__main__":
    if "--help" in sys.argv:
        print(f"{__doc__}\nusage: scripts/bench audit [SEED,SEED… [KIND,KIND…]]")
        raise SystemExit
    chosen = sys.argv[1] if len(sys.argv) > 1 else "1,2"
    kinds = sys.argv[2].split(",") if len(sys.argv) > 2 else list(KINDS)
    main([int(seed) for seed in chosen.split(",")], kinds)
