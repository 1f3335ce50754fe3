"""Errors put into made-up corpora: how many the audit finds, and its CPU seconds."""

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import audited
from communique.audit.model import has_models
from communique.audit.ranking import suspicions


def main(seeds: int, documents: int) -> None:
    print(f"{'corpus':10} seed flips  errors  found  of items  counting  seconds")
    for name, kind in audited.KINDS.items():
        for seed in range(1, seeds + 1):
            texts, items, language = audited.corpus(kind, seed, documents)
            for once in (False, True):
                wrong, flips = audited.flipped(texts, items, language, seed, once=once)
                start = process_time()
                found = suspicions(wrong, texts, frozenset(), {}, with_model=has_models())
                seconds, order = process_time() - start, audited.order(found)
                counted = audited.counting_surfaces(texts, wrong)
                print(
                    f"{name:10} {seed:4} {'items' if once else 'each':5} {len(flips):7}"
                    f" {audited.share_in_first_tenth(order, flips):6.3f}"
                    f" {audited.share_of_items(order, flips):9.3f}"
                    f" {audited.share_in_first_tenth(counted, flips):9.3f} {seconds:8.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:3]]
    main(*(arguments + [3, 200][len(arguments) :]))
