"""Score 100,000 predictions, beside nervaluate on the same spans in the same run.

`scripts/bench score [UNITS]`. Each side runs in a process of its own, so that its memory is its
own. The peer is installed for the measurement alone, into a folder that is removed.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UNITS, SPANS, BLOCKS, LABELS = 100_000, 3, 50, ("person", "place", "team", "law")
PEER = "nervaluate==1.2.1"
Span = tuple[int, int, str]


def gold(units: int) -> Iterator[list[Span]]:
    """The spans of each block: three, apart from each other."""
    rng = random.Random(1)
    for _ in range(units):
        starts = [i * 30 + rng.randrange(10) for i in range(SPANS)]
        yield [(start, start + 5 + rng.randrange(10), rng.choice(LABELS)) for start in starts]


def predicted(units: int) -> Iterator[list[Span]]:
    """The gold with one span in ten moved, relabelled or lost."""
    rng = random.Random(2)
    for spans in gold(units):
        kept: list[Span] = []
        for start, end, label in spans:
            turn = rng.random()
            if turn < 0.9:
                kept.append((start, end, label))
            elif turn < 0.95:
                kept.append((start, end - 1, rng.choice(LABELS)))
        yield kept


def ours(units: int) -> dict[str, Any]:
    """Read the lines from a file, as `communique score` does; the gold is in memory."""
    from communique.records.predictions import (
        BlockSpans,
        BlockText,
        Places,
        PredictedSpan,
        Prediction,
        read_predictions,
    )
    from communique.schema import Schema
    from communique.scoring.gold import Gold, GoldLayer, GoldUnit
    from communique.scoring.report import report
    from communique.scoring.scorer import Scorer

    layer = {"name": "names", "unit": "span", "labels": list(LABELS)}
    schema = Schema.model_validate({"name": "made", "version": "1.0.0", "layers": [layer]})
    known = {
        place(n): GoldUnit(
            place(n)[0], BlockSpans(*place(n), tuple(PredictedSpan(*span) for span in spans))
        )
        for n, spans in enumerate(gold(units))
    }
    block = {f"b{i}": BlockText("paragraph", "x" * 120) for i in range(BLOCKS)}
    before, begin = memory(), time.perf_counter()
    scorer = Scorer(Gold(GoldLayer("names", LABELS), "spans", known))
    with Path(sys.argv[3]).open("rb") as lines:
        for event in read_predictions(lines, schema, Places(lambda _: block)):
            if isinstance(event, Prediction):
                assert scorer.add(event.unit)
    found = report(scorer, {})
    seconds = time.perf_counter() - begin
    return {
        "seconds": seconds,
        "megabytes": memory() - before,
        "f1": found["scores"]["exact"]["f1"],
    }


def peer(units: int) -> dict[str, Any]:
    """nervaluate on lists in memory: no file is read, no offset and no label is checked."""
    from nervaluate.evaluator import Evaluator

    sides = [
        [[{"start": s, "end": e, "label": x} for s, e, x in spans] for spans in side(units)]
        for side in (gold, predicted)
    ]
    before, begin = memory(), time.perf_counter()
    found = Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()
    seconds = time.perf_counter() - begin
    return {
        "seconds": seconds,
        "megabytes": memory() - before,
        "f1": found["overall"]["strict"].f1,
    }


def place(number: int) -> tuple[str, str]:
    return f"d{number // BLOCKS:05d}", f"b{number % BLOCKS}"


def write(path: Path, units: int) -> None:
    """A file of predictions."""
    head = {"communique": "predictions/1", "layer": "names", "data_version": "1.0.0"}
    with path.open("w") as file:
        file.write(json.dumps({**head, "split": "all", "system": "made"}) + "\n")
        for n, spans in enumerate(predicted(units)):
            doc_id, block_id = place(n)
            own = [{"start": s, "end": e, "label": x} for s, e, x in spans]
            file.write(json.dumps({"doc_id": doc_id, "block_id": block_id, "spans": own}) + "\n")


def memory() -> float:
    """The highest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(side: str, units: int, file: Path, packages: Path) -> dict[str, Any]:
    program = [sys.executable, __file__, side, str(units), str(file)]
    env = {"PYTHONPATH": f"src:{packages}", "PATH": ""}
    return json.loads(subprocess.run(program, env=env, check=True, capture_output=True).stdout)


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    with tempfile.TemporaryDirectory() as temporary:
        packages = Path(temporary) / "packages"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", packages]
        subprocess.run([*map(str, pip), PEER], check=True)
        file = Path(temporary) / "predictions.jsonl"
        for size in (units // 10, units):
            write(file, size)
            mine = run("ours", size, file, packages)
            print(f"communique, {size} units: {mine['seconds']:.1f} s, {shown(mine)}")
        other = run("peer", units, file, packages)
        print(f"{PEER}, {units} units: {other['seconds']:.1f} s, {shown(other)}")
        print(f"ratio of seconds, communique / {PEER}: {mine['seconds'] / other['seconds']:.2f}")


def shown(found: dict[str, Any]) -> str:
    return f"{found['megabytes']:+.0f} MB, exact F1 {found['f1']:.4f}"


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "peer"):
        print(json.dumps({"ours": ours, "peer": peer}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
