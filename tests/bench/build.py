"""Making and writing the tables of a release, against bare pyarrow; and loading them.

`scripts/bench build [DOCUMENTS]`. The documents are this repository's own, over and over under
other ids. The peer is handed rows that are ready, with class ids in them, and does no more than
`Table.from_pylist` and `ParquetWriter.write_table`, in batches of the same size; ours makes the
rows out of texts, decisions and records too, and hashes what it writes.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq

from communique.corpus import Source
from communique.dataset.arrays import to_table
from communique.dataset.build import genres
from communique.dataset.content import ByDocument, CorpusData, find
from communique.dataset.features import all_features
from communique.dataset.from_corpus import dataset_content
from communique.dataset.parquet import write_table
from communique.dataset.tables import ContentTable
from communique.workspace import Corpus

DOCUMENTS = 100_000
BATCH, GROUP = 1_000, 10  # rows, batches in a row group
LOADS = 5
ROOT = Path(__file__).parents[2]


class Many(Mapping[Any, Any]):
    """What there is of a few documents, for many: `of` names the one that a key stands for."""

    def __init__(
        self,
        few: Mapping[Any, Any],
        of: Callable[[Any], Any],
        made: Callable[[Any, Any], Any] = lambda _, value: value,
    ) -> None:
        self.few, self.of, self.made = few, of, made

    def __getitem__(self, key: Any) -> Any:
        return self.made(key, self.few[self.of(key)])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.few)

    def __len__(self) -> int:
        return len(self.few)


def base(doc_id: str) -> str:
    """The document that `000017-003` repeats."""
    return doc_id.rpartition("-")[2]


def many(content: CorpusData, count: int) -> tuple[CorpusData, ByDocument, list[Source]]:
    """The content of `count` documents, made when it is asked for."""
    found = find(content)
    few = content.sources
    sources = [
        s.model_copy(update={"doc_id": f"{n:06d}-{s.doc_id}"})
        for n, s in ((n, few[n % len(few)]) for n in range(count))
    ]
    whole = replace(
        content,
        documents=Many(content.documents, base, lambda key, doc: replace(doc, doc_id=key)),
        raws=Many(content.raws, base),
        placements=Many(content.placements, base),
    )
    lots = ByDocument(
        Many(found.decisions, lambda key: (key[0], base(key[1]))),
        Many(found.records, base),
        Many(found.passes, base),
        found.uids,
    )
    return whole, lots, sources


def bare(whole: ContentTable, features: Any, path: Path) -> float:
    """Seconds that pyarrow alone takes; making the rows that it is handed is not counted."""
    seconds, waiting, left = 0.0, list[Any]([]), ready(whole, features)
    options = {"compression": "zstd", "compression_level": 3, "write_page_index": True}
    options["use_content_defined_chunking"] = True
    schema = features.arrow_schema
    with pq.ParquetWriter(path, schema, **options) as writer:
        while batch := list(islice(left, BATCH)):
            start = time.perf_counter()
            waiting.append(pa.Table.from_pylist(batch, schema=schema))
            if len(waiting) == GROUP:
                writer.write_table(pa.concat_tables(waiting))
                waiting = []
            seconds += time.perf_counter() - start
        start = time.perf_counter()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
    return seconds + time.perf_counter() - start


def ready(whole: ContentTable, features: Any) -> Iterator[dict[str, Any]]:
    """The rows as plain data, with class ids."""
    tables = (to_table(part.columns(), features) for part in whole.parts())
    return (row for table in tables for row in table.to_pylist())


def peak(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and the MB that the run added to what the process held before."""
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    start = time.perf_counter()
    run()
    return time.perf_counter() - start, _memory("VmHWM") - before


def _memory(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def loading(config: str, ours: Path, folder: Path) -> tuple[float, float]:
    """Seconds that `load_dataset` takes with ours, and with what `Dataset.to_parquet` wrote."""
    theirs = folder / f"{config}-theirs.parquet"
    datasets.Dataset.from_parquet(str(ours), cache_dir=str(folder / "c")).to_parquet(theirs)
    took: dict[Path, list[float]] = {ours: [], theirs: []}
    for n in range(LOADS):
        for path in (ours, theirs) if n % 2 else (theirs, ours):
            with tempfile.TemporaryDirectory() as cache:
                start = time.perf_counter()
                datasets.load_dataset("parquet", data_files=str(path), cache_dir=cache)
                took[path].append(time.perf_counter() - start)
    return median(took[ours]), median(took[theirs])


def one(few: CorpusData, config: str, own: Any, count: int) -> tuple[float, float]:
    """Print a config's line; seconds of ours and of bare pyarrow."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = folder / f"{config}.parquet"
        whole, lots, sources = many(few, count)
        tables = [
            ContentTable(whole, lots, config, part) for part in (sources[: count // 10], sources)
        ]
        small = peak(partial(write_table, tables[0].parts(), own, path))
        load = loading(config, path, folder)
        full = peak(partial(write_table, tables[1].parts(), own, path))
        other = bare(tables[1], own, folder / "bare.parquet")
    print(
        f"{config:12} {full[0]:8.1f} {other:8.1f} {full[0] / other:6.2f} x"
        f"   {small[1]:6.0f} -> {full[1]:6.0f} MB"
        f"   {load[0]:6.2f} : {load[1]:6.2f} s  {load[0] / load[1]:5.2f} x",
        flush=True,
    )
    return full[0], other


def main(count: int) -> None:
    datasets.disable_progress_bars()
    few = dataset_content(Corpus.open(ROOT))
    features = all_features(few.schema, genres(few))
    print(f"{count} documents. Columns: seconds (ours, plain pyarrow, ratio);")
    print("memory added, in MB (a tenth of the documents -> all of them);")
    print("seconds to load a tenth (our file : file of Dataset.to_parquet, ratio)")
    took = [one(few, config, own, count) for config, own in features.items()]
    ours, theirs = (sum(column) for column in zip(*took, strict=True))
    print(f"{'all':12} {ours:8.1f} {theirs:8.1f} {ours / theirs:6.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
