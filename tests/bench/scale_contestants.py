"""One contestant of `scripts/bench scale`: `scale_contestants.py NAME FILE OUT`."""

import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

Batch = list[bytes]
SHARDS = 16


def clean_batch(lines: Batch) -> bytes:
    """What the plain contestants do with some lines: read, clean, write."""
    from communique.cleaning import clean_many, kept_lines

    rows = [json.loads(line) for line in lines]
    cleaned = clean_many([row["text"] for row in rows])
    texts = (kept_lines(row["text"], c) for row, c in zip(rows, cleaned, strict=True))
    pairs = zip(rows, texts, strict=True)
    answers = (json.dumps({"id": row["id"], "text": text}) for row, text in pairs)
    return ("\n".join(answers) + "\n").encode()


def batches(lines: Iterable[bytes]) -> Iterator[Batch]:
    """32 lines at a time, as in our engines."""
    iterator = iter(lines)
    while batch := list(islice(iterator, 32)):
        yield batch


def plain_loop(source: Path, out: Path) -> None:
    """No processes, no shards, no report."""
    with source.open("rb") as lines, out.open("wb") as file:
        file.writelines(map(clean_batch, batches(lines)))


def plain_pool(source: Path, out: Path) -> None:
    """multiprocessing.Pool(2).imap."""
    with source.open("rb") as lines, out.open("wb") as file, multiprocessing.Pool(2) as pool:
        file.writelines(pool.imap(clean_batch, batches(lines)))


def datasets_map(source: Path, out: Path) -> None:
    """datasets.map with two processes, then Parquet."""
    import datasets

    def clean(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
        from communique.cleaning import clean_many, kept_lines

        cleaned = clean_many(rows["text"])
        texts = [kept_lines(t, c) for t, c in zip(rows["text"], cleaned, strict=True)]
        return {"id": rows["id"], "text": texts}

    cache = str(out.with_suffix(".cache"))
    loaded: Any = datasets.load_dataset(
        "json", data_files=str(source), split="train", cache_dir=cache
    )
    loaded.map(clean, batched=True, batch_size=32, num_proc=2).to_parquet(str(out))


def local(workers: int) -> Callable[[Path, Path], None]:
    """Our own engine."""

    def run(source: Path, out: Path) -> None:
        communique(source, out, "--workers", str(workers))

    return run


def our_datatrove(source: Path, out: Path) -> None:
    """Our steps in datatrove, two workers."""
    communique(source, out, "--workers", "2", "--engine", "datatrove")


def communique(source: Path, out: Path, *more: str) -> None:
    """The command, in this process."""
    from communique.commands import main

    size = str(source.stat().st_size // SHARDS)
    sys.argv = ["communique", "clean", str(source), "--out", str(out), "--shard-bytes", size, *more]
    main()


def c4_filter(source: Path, out: Path) -> None:
    """datatrove's reader, its C4 filter without what needs a tokenizer, and its writer."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.filters import C4QualityFilter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    parts = out.with_suffix(".in")
    parts.mkdir()
    with source.open("rb") as lines:  # datatrove does not split a file
        files = [(parts / f"{n:05}.jsonl").open("wb") for n in range(SHARDS)]
        for number, line in enumerate(lines):
            files[number % SHARDS].write(line)
        for file in files:
            file.close()
    LocalPipelineExecutor(
        [
            JsonlReader(str(parts)),
            C4QualityFilter(min_num_sentences=-1),
            JsonlWriter(str(out), compression=None),
        ],
        tasks=SHARDS,
        workers=2,
        logging_dir=str(out.with_suffix(".logs")),
        start_method="spawn",  # so that the processor time of the workers is counted
    ).run()


CONTESTANTS: dict[str, Callable[[Path, Path], None]] = {
    "plain loop": plain_loop,
    "local, 1 worker": local(1),
    "local, 2 workers": local(2),
    "multiprocessing.Pool(2)": plain_pool,
    "datasets.map, 2 processes": datasets_map,
    "datatrove, ours, 2 workers": our_datatrove,
    "datatrove, C4 filter, 2": c4_filter,
}
OURS = ("local, 1 worker", "local, 2 workers", "datatrove, ours, 2 workers")

if __name__ == "__main__":
    CONTESTANTS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
