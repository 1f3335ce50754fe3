"""Datasets that tests of the card, the codebook and the fields look at."""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

import linked
import mini
from communique.dataset.read import read_released
from communique.schema import Schema, load_schema
from communique.workflow.build import dataset_files
from communique.workspace import Corpus
from paths import ROOT

Files = Mapping[str, bytes]


@cache
def this_corpus(flavour: str) -> Files:
    """The files of this corpus's dataset."""
    return dataset_files(Corpus.open(ROOT), flavour)


def schemas(folder: Path) -> Iterator[Schema]:
    """Schemas of all kinds: this corpus's, relations, a document layer alone and with others."""
    yield load_schema(ROOT / "schema/corpus.yaml")
    yield mini.load_schema_text()
    for rows in ("nested", "flat"):
        yield load_schema(linked.corpus(folder / rows, rows=rows) / "schema/corpus.yaml")
    verdict = (
        "  - {name: verdict, unit: document, control: verdict, column: verdict,"
        " labels: [fair, unfair], attributes: [{name: why, level: document, type: choices,"
        " values: [a, b]}]}\n"
    )
    flat = mini.SCHEMA.replace("rows: nested", "rows: flat\n    detect_by: reading")
    for number, text in enumerate((flat + verdict, f"name: one\nlayers:\n{verdict}")):
        path = folder / f"{number}.yaml"
        path.write_text(text)
        yield load_schema(path)


def card_of(files: Files) -> str:
    """The text of the card, without its metadata."""
    return files["README.md"].decode().split("---\n", 2)[2]


def metadata_of(files: Files) -> dict[str, Any]:
    """The metadata of the card."""
    return yaml.safe_load(files["README.md"].decode().split("---\n", 2)[1])


def rows_of(files: Files, config: str) -> list[dict[str, Any]]:
    """All rows of a config as they are stored: class labels are numbers."""
    return [
        row
        for name in sorted(files)
        if name.startswith(f"data/{config}/")
        for row in pq.read_table(io.BytesIO(files[name])).to_pylist()
    ]


def section(card: str, heading: str) -> str:
    """The part of a card below a heading of the second level."""
    return card.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def tables(text: str) -> Iterator[list[list[str]]]:
    """The tables of a text as rows of cells, the head first, code marks removed."""
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = line.removeprefix("|").removesuffix("|").split(" | ")
            rows.append([c.replace("`", "").strip() for c in cells])
        elif rows:
            yield [rows[0], *rows[2:]]
            rows = []


def write(files: Files, into: Path) -> Path:
    """The files in a folder, as a reader has them."""
    for name, data in files.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(data)
    read_released(into)
    return into
