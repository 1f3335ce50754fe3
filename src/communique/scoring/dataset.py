"""Read the gold of a layer from a built dataset. Labels and attributes come from its columns."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from communique.dataset.manifest import NotADatasetError, read_manifest, verify_files
from communique.dataset.names import ANNOTATIONS, DOCUMENTS
from communique.dataset.parquet import iter_rows, read_features
from communique.dataset.schema_of import schema_of
from communique.records.predictions import BlockText
from communique.records.predictions.header import layers_with_predictions
from communique.records.predictions.values import ALL_SPLITS, LayerValues
from communique.schema import Schema
from communique.scoring.gold import GoldError
from communique.util.json_values import Object, as_string, objects

_FINISHED: Final = frozenset({"done", "empty"})


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document: its split and group, and its blocks of text by id (text None in standoff)."""

    split: str
    group: str
    blocks: Mapping[str, BlockText]
    sentences: Mapping[str, tuple[int, int]] | None  # in the text, in order
    finished: frozenset[str]  # the layers that somebody has finished
    voters: Mapping[str, tuple[str, ...]]  # by layer, who finished the document and votes


class GoldDataset:
    """A built dataset, of which one layer after the other can be read."""

    def __init__(self, folder: Path) -> None:
        """Compare the files with the manifest. Raises NotADatasetError, OSError."""
        self.folder = folder
        self.manifest: Object = read_manifest(folder)
        verify_files(folder, self.manifest)

    @property
    def version(self) -> str:
        """The version of the data."""
        return as_string(self.manifest.get("version")) or ""

    @cached_property
    def schema(self) -> Schema:
        """Layers, labels and attributes of the dataset. Raises NotADatasetError."""
        try:
            return schema_of(self.manifest, self.splits, self._features)
        except (KeyError, AttributeError, ValueError) as error:
            message = f"{self.folder}: the manifest does not describe the layers: {error}"
            raise NotADatasetError(message) from None

    @cached_property
    def splits(self) -> tuple[str, ...]:
        """The splits that have documents."""
        return tuple(dict.fromkeys(split for split, _ in self._tables(DOCUMENTS)))

    @cached_property
    def documents(self) -> Mapping[str, GoldDocument]:
        """Every document by id."""
        columns = ("doc_id", "text", "blocks", "sentences", "passes", "group")
        return {
            row["doc_id"]: _document(split, row) for split, row in self.rows(DOCUMENTS, columns)
        }

    def layer(self, name: str) -> LayerValues:
        """A layer, or the sentences of one, by the name of its config. Raises GoldError."""
        known = {values.name: values for values in layers_with_predictions(self.schema)}
        if name not in known:
            expected = ", ".join(known) or "none"
            raise GoldError(f"the dataset has no layer {name!r}; expected {expected}")
        return known[name]

    def blocks(self, doc_id: str) -> Mapping[str, BlockText] | None:
        """The blocks of a document that are part of its text; None for an unknown document."""
        document = self.documents.get(doc_id)
        return document.blocks if document else None

    def sentences(self, doc_id: str) -> Collection[str] | None:
        """The ids of the sentences of a document; None if the dataset has no list of them."""
        document = self.documents.get(doc_id)
        return document.sentences if document else ()

    def rows(
        self, config: str, columns: tuple[str, ...], split: str = ALL_SPLITS
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Split and row, of some columns of a config."""
        for own, table in self._tables(config):
            if split in (own, ALL_SPLITS):
                for row in iter_rows(self.folder / str(table.get("file")), columns):
                    yield own, _Columns(row)

    def content_sha256(self, config: str, split: str) -> str:
        """The content hash of the table that is scored. Of several, the hash that the card has."""
        hashes = [
            (own, str(table.get("content_sha256")))
            for own, table in self._tables(config)
            if split in (own, ALL_SPLITS)
        ]
        if len(hashes) == 1:
            return hashes[0][1]
        lines = "\n".join(sorted(f"{own} {digest}" for own, digest in hashes))
        return hashlib.sha256(lines.encode()).hexdigest()

    def check_split(self, split: str) -> None:
        """Raises GoldError if the dataset has no such split."""
        if split not in (*self.splits, ALL_SPLITS):
            expected = ", ".join((*self.splits, ALL_SPLITS))
            raise GoldError(f"the dataset has no split {split!r}; expected {expected}")

    def votes(self, layer: str) -> Iterator[dict[str, Any]]:
        """The annotations of a layer that vote; none if the dataset does not say which do."""
        columns = (
            *("layer", "doc_id", "block_id", "annotator", "is_vote", "kind", "start", "label"),
            *("attributes", "decision_uid"),
        )
        for _, row in self.rows(ANNOTATIONS, columns):
            if row["layer"] == layer and row.get("is_vote"):
                yield row

    def _tables(self, config: str) -> list[tuple[str, Object]]:
        tables = objects(self.manifest.get("tables"))
        return [(str(t.get("split")), t) for t in tables if t.get("config") == config]

    def _features(self, config: str) -> Any:
        return read_features(self.folder / str(self._tables(config)[0][1].get("file")))


def _document(split: str, row: Mapping[str, Any]) -> GoldDocument:
    text = row["text"]
    blocks = {
        block["block_id"]: BlockText(
            block["type"], None if text is None else text[block["start"] : block["end"]]
        )
        for block in row["blocks"]
        if block["start"] is not None
    }
    done = [p for p in row["passes"] if p["status"] in _FINISHED]
    layers = frozenset(p["layer"] for p in done)
    voters = {
        layer: tuple(p["annotator"] for p in done if p["layer"] == layer and p.get("is_vote"))
        for layer in layers
    }
    listed = row.get("sentences")
    sentences = None
    if listed is not None:
        sentences = {s["sentence_id"]: (s["start"], s["end"]) for s in listed}
    group = str(row.get("group", row["doc_id"]))
    return GoldDocument(split, group, blocks, sentences, layers, voters)


class _Columns(dict[str, Any]):
    """A row that names a column that it lacks, because an older version of the tool wrote it."""

    def __missing__(self, key: str) -> Any:
        raise NotADatasetError(f"the dataset has no column {key!r}; build it with this version")
