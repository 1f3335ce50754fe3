"""Prove what a run on a cluster has written: each document once, as a plain loop writes it."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
from cluster_documents import Inputs

from communique.engines import RunFolder, Settings, clean_shard, start_run

Tell = Callable[[str], None]


class ProofError(Exception):
    """What the run has written is wrong."""


def prove_counts(out: Path, inputs: Inputs) -> float:
    """The report accounts for every document. Returns its seconds of processor time."""
    report = json.loads((out / "report.json").read_text())
    wanted = {"in": inputs.count, "kept": inputs.count - sum(inputs.quarantined.values())}
    wanted |= {"quarantined": inputs.quarantined, "bytes": inputs.size}
    got = {name: report[name] for name in wanted}
    if got != wanted:
        raise ProofError(f"the report has {got}; expected {wanted}")
    return report["seconds"]


def prove_keys(out: Path, inputs: Inputs) -> int:
    """Every record of every input is written once. Returns the number of records."""
    times = {name: bytearray(count + 1) for name, count in inputs.records.items()}
    for path in sorted(out.rglob("part-*.jsonl.zst")):
        with pa.input_stream(str(path), compression="zstd") as stream:
            for line in stream.read().splitlines():
                row = json.loads(line)
                times[row["file"]][row["record"]] += 1
    wrong = [(n, i) for n, c in times.items() for i, t in enumerate(c) if t != (i > 0)]
    if wrong:
        raise ProofError(f"{len(wrong)} records are not written once, for example {wrong[0]}")
    return sum(map(sum, times.values()))


def prove_contents(out: Path, inputs: Inputs, place: Path, tell: Tell) -> int:
    """A plain loop writes the same bytes. Its parts are hashed, then removed, one by one.

    Returns the number of files that were compared.
    """
    cluster, loop = RunFolder(out), RunFolder(place)
    settings = Settings(shard_bytes=cluster.settings.shard_bytes)
    with loop.locked():
        start_run([str(Path(name).parent) for name in inputs.records][:1], loop, settings, print)
    compared = 0
    for number in range(len(loop.plan.shards)):
        clean_shard(loop, number)
        for theirs, ours in (
            (cluster.part(number), loop.part(number)),
            (cluster.quarantine(number), loop.quarantine(number)),
        ):
            if theirs.exists() != ours.exists():
                raise ProofError(f"only one of {theirs} and {ours} exists")
            if ours.exists():
                if _hash(theirs) != _hash(ours):
                    raise ProofError(f"{theirs} has other bytes than a plain loop writes")
                ours.unlink()
                compared += 1
        if number % 20 == 19:
            tell(f"the plain loop has made {number + 1} parts, all with the same sha256")
    return compared


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
