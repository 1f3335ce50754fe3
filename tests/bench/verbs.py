"""Whole commands on a made-up corpus: seconds, peak memory, and how often an export is opened.

`scripts/bench verbs [--documents N] [--before CHECKOUT] [--rounds N] [--only VERB,…]
[--corpus FOLDER]`. With `--before`, each command also runs in that checkout with its own
environment, in turn with this one. `--corpus` keeps the made-up corpus in a folder, and uses it
again the next time.

The peak is that of the largest process, not the sum of all.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from made_corpus import BLOCKS, SPANS, Words, write_exports, write_texts

ROOT = Path(__file__).parents[2]
VERBS = ("check", "status", "agree", "adjudicate", "build", "view")
DOCUMENTS, ROUNDS, SEED = 2000, 2, 1

# Every reading of a file below `annotations/` is one line of a file, whichever process reads.
LISTENER = """
import os
import sys


def hear(event, given, below=os.environ["BENCH_BELOW"], into=os.environ["BENCH_INTO"]):
    if event != "open" or not isinstance(given[0], str) or (given[2] or 0) & os.O_ACCMODE:
        return
    if given[0].startswith(below) and given[0].endswith(".json"):
        handle = os.open(into, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, (given[0] + "\\n").encode())
        os.close(handle)


sys.addaudithook(hear)
"""


def make(root: Path, documents: int) -> None:
    """A sound corpus whose disputed items are decided; the same one every time."""
    chance = random.Random(SEED)
    write_texts(root, documents, Words(chance))
    command(ROOT, "clean", root)
    write_exports(root, chance)
    command(ROOT, "adjudicate", root)


@dataclass(frozen=True)
class Run:
    """What one run of a verb took; `opens` by export file."""

    seconds: float
    megabytes: float
    opens: Counter[str]


def command(checkout: Path, verb: str, root: Path) -> Run:
    """Run a verb as a person does. Exits where it fails."""
    with tempfile.TemporaryDirectory() as place:
        folder, heard = Path(place), Path(place) / "opens"
        (folder / "sitecustomize.py").write_text(LISTENER)
        given = {"BENCH_BELOW": f"{root}/annotations/", "BENCH_INTO": str(heard)}
        env = {**os.environ, **given, "PYTHONPATH": place}
        arguments = [checkout / ".venv/bin/communique", verb, "--corpus", root]
        with (folder / "said").open("wb") as said:
            start = time.perf_counter()
            process = subprocess.Popen(arguments, stdout=said, stderr=said, env=env)
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(
                f"{verb} failed in {checkout}: {(folder / 'said').read_text()[-2000:]}"
            )
        return Run(seconds, used.ru_maxrss / 1024, _opens(heard, root))


def _opens(heard: Path, root: Path) -> Counter[str]:
    lines = heard.read_text().splitlines() if heard.is_file() else []
    names = (Path(line).relative_to(root / "annotations").as_posix() for line in lines)
    other = re.compile(r"[^/]+\.json|adjudicated/[^/]+\.json")  # the log and the decisions
    return Counter(name for name in names if not other.fullmatch(name))


def compare(verb: str, corpora: Mapping[Path, Path], rounds: int) -> str:
    """The line of a verb; `corpora` by checkout, this one last, who is first in turn."""
    runs: dict[Path, list[Run]] = {checkout: [] for checkout in corpora}
    for n in range(rounds):
        for checkout in list(corpora)[:: -1 if n % 2 else 1]:
            runs[checkout].append(command(checkout, verb, corpora[checkout]))
    line = f"{verb:11}" + "".join(_figures(own) for own in runs.values())
    if len(runs) == 2:
        pairs = zip(*runs.values(), strict=True)
        line += f"  {median(now.seconds / before.seconds for before, now in pairs):6.2f} x"
    return line


def _figures(runs: Sequence[Run]) -> str:
    seconds, peak = median(r.seconds for r in runs), max(r.megabytes for r in runs)
    opens = max((n for r in runs for n in r.opens.values()), default=0)
    return f"  {seconds:8.1f} s {peak:6.0f} MB {opens:4} opens"


def main(documents: int, before: Path | None, rounds: int, verbs: Sequence[str], at: Path) -> None:
    """Make the corpus if it is not there, and print a line a verb."""
    if not (at / "schema/corpus.yaml").is_file():
        make(at, documents)
    checkouts = [before, ROOT] if before else [ROOT]
    with tempfile.TemporaryDirectory() as place:
        corpora = {c: Path(place).resolve() / str(n) for n, c in enumerate(checkouts)}
        for checkout, corpus in corpora.items():
            shutil.copytree(at, corpus)
            command(checkout, "render", corpus)
            command(checkout, "check", corpus)
        _print_head(corpora, at, rounds)
        for verb in verbs:
            print(compare(verb, corpora, rounds), flush=True)


def _print_head(corpora: Mapping[Path, Path], at: Path, rounds: int) -> None:
    below = (at / "annotations", at / "annotations/adjudicated/exports")
    exports = [p for f in below for layer in (SPANS, BLOCKS) for p in f.glob(f"{layer}/*.json")]
    size = sum(path.stat().st_size for path in exports) / 1e6
    documents = sum(1 for _ in at.glob("corpus/raw/*.txt"))
    print(f"{documents} documents, {len(exports)} exports of {size:.0f} MB, {rounds} rounds")
    for name, checkout in zip(("before", "now")[-len(corpora) :], corpora, strict=True):
        asked = [checkout / ".venv/bin/python", "--version"]
        print(f"{name}: {subprocess.check_output(asked, text=True).strip()}")
    columns = "".join(f"{name:>31}" for name in ("before", "now")[-len(corpora) :])
    print(f"{'':9}{columns}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench verbs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="number of documents")
    parser.add_argument(
        "--before", type=lambda p: Path(p).resolve(), help="checkout to compare with"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of runs")
    parser.add_argument(
        "--only", type=lambda s: s.split(","), default=VERBS, help="run these commands"
    )
    parser.add_argument("--corpus", type=lambda p: Path(p).resolve(), help="folder to keep it in")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    with tempfile.TemporaryDirectory() as place:
        # What is compiled lies here, so that all start alike and no checkout is written to.
        os.environ["PYTHONPYCACHEPREFIX"] = f"{place}/compiled"
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        folder = given.corpus or Path(place).resolve() / "corpus"
        main(given.documents, given.before, given.rounds, given.only, folder)
