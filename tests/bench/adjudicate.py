"""Deciding open items one by one on a made-up corpus: seconds from one question to the next,
against a plain rewrite of the file of decisions by `json`, which is the least that one that reads
and writes this file has to do.

`scripts/bench adjudicate [--documents N] [--answers N] [--before CHECKOUT]`. With `--before` the
same answers are given in that checkout, too, with its own environment.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from made_corpus import JUDGE, SPANS, Words, write_exports, write_texts

ROOT = Path(__file__).parents[2]
DOCUMENTS, ANSWERS, SEED = 2000, 13, 1


def make(root: Path, documents: int) -> None:
    """A corpus whose disputed items are open."""
    chance = random.Random(SEED)
    write_texts(root, documents, Words(chance))
    command(ROOT, root, "clean")
    write_exports(root, chance)
    shutil.rmtree(root / "annotations/adjudicated")
    log = root / "annotations/pull.json"
    if log.is_file():
        kept = {k: v for k, v in json.loads(log.read_bytes()).items() if "/adjudicated/" not in k}
        log.write_text(json.dumps(kept))
    command(ROOT, root, "adjudicate")


def command(checkout: Path, root: Path, *arguments: str, stdin: str = "") -> float:
    """The seconds that a command takes. Exits where it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [checkout / ".venv/bin/communique", *arguments, "--corpus", root],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")
    return seconds


def session(checkout: Path, root: Path, answers: int) -> float:
    """The seconds of a session that decides so many items and stops."""
    who = ("--interactive", "--adjudicator", JUDGE, "--layer", SPANS)
    return command(checkout, root, "adjudicate", *who, stdin="1\n\n" * answers + "q\n")


def between(checkout: Path, made: Path, answers: int) -> float:
    """The seconds from one question to the next: what answers add to a session without any."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place).resolve() / "corpus"
        shutil.copytree(made, root)
        without = session(checkout, root, 0)
        return (session(checkout, root, answers) - without) / answers


def rewrite(path: Path) -> float:
    """The seconds that `json` needs to read the decisions and to write them again."""
    start = time.perf_counter()
    data = json.loads(path.read_bytes())
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.unlink()
    return time.perf_counter() - start


def main(documents: int, answers: int, before: Path | None) -> None:
    """Make the corpus and print a line for each."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place).resolve() / "corpus"
        make(made, documents)
        path = made / f"annotations/adjudicated/{SPANS}.json"
        count = len(json.loads(path.read_bytes())["decisions"])
        size = path.stat().st_size / 1e6
        print(f"{documents} documents, {count} decisions of {size:.0f} MB, {answers} answers")
        peer = rewrite(path)
        print(f"{'json, a plain rewrite':24} {peer:8.2f} s")
        for name, checkout in (("before", before), ("now", ROOT)):
            if checkout is not None:
                seconds = between(checkout, made, answers)
                print(f"{name + ', an answer':24} {seconds:8.2f} s {seconds / peer:8.2f} x")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="scripts/bench adjudicate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--before", type=lambda p: Path(p).resolve(), help="another checkout")
    given = parser.parse_args()
    main(given.documents, given.answers, given.before)
