"""Read a built dataset from its folder: rows with class names, and hashes of files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from communique.dataset.arrays import Row
from communique.dataset.manifest import NotADatasetError, read_manifest, verify_files
from communique.dataset.names import DOCUMENTS, FULL
from communique.dataset.parquet import read_columns, read_rows
from communique.util.json_values import Object, as_object, as_string, objects

__all__ = ["NotADatasetError", "Released", "described", "read_released"]


@dataclass(frozen=True, slots=True)
class Released:
    """A dataset that was read from its folder.

    `tables`: rows by config and split. `columns`: by config and dotted column name, the type or the
    names of a class label. `files`: sha256 by name, without tables. `card`: the text of README.md.
    """

    manifest: Object
    tables: Mapping[str, Mapping[str, list[Row]]]
    columns: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, str]
    card: str

    @property
    def version(self) -> str:
        """The version of the dataset."""
        return as_string(self.manifest.get("version")) or ""

    @property
    def flavour(self) -> str:
        """`full` or `standoff`."""
        return as_string(self.manifest.get("flavour")) or FULL

    @property
    def layers(self) -> list[Object]:
        """Facts about each layer's config; see `build.layers_of`."""
        return objects(self.manifest.get("layers"))


def same_configs(old: Object, new: Object) -> set[str]:
    """The configs of two manifests that have the same rows and so no change.

    Empty if the documents differ, because places of spans depend on them, or if the columns mean
    something else. The documents are never among them, because ids of documents are always needed.
    """
    if any(old.get(name) != new.get(name) for name in ("layers", "evaluations")):
        return set()
    before, after = (_hashes(manifest) for manifest in (old, new))
    same = {config for config, hashes in before.items() if after.get(config) == hashes}
    return same - {DOCUMENTS} if DOCUMENTS in same else set()


def _hashes(manifest: Object) -> dict[str, dict[str, list[str]]]:
    """By config and split, the content hashes of the files in order."""
    hashes: dict[str, dict[str, list[str]]] = {}
    for table in objects(manifest.get("tables")):
        config, split = str(table.get("config")), str(table.get("split"))
        own = hashes.setdefault(config, {}).setdefault(split, [])
        own.append(str(table.get("content_sha256")))
    return hashes


def read_released(folder: Path) -> Released:
    """Read a dataset. Raises NotADatasetError, OSError."""
    about = described(folder)
    tables: dict[str, dict[str, list[Row]]] = {}
    for table in objects(about.manifest.get("tables")):
        config, split = str(table.get("config")), str(table.get("split"))
        rows = read_rows(folder / str(table.get("file")))
        tables.setdefault(config, {}).setdefault(split, []).extend(rows)
    return replace(about, tables=tables)


def described(folder: Path) -> Released:
    """Read what a dataset says of itself, and prove its files. Every table is without splits.

    Raises NotADatasetError, OSError.
    """
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    columns: dict[str, Mapping[str, Any]] = {}
    for table in objects(manifest.get("tables")):
        config = str(table.get("config"))
        if config not in columns:
            columns[config] = read_columns(folder / str(table.get("file")))
    files = as_object(manifest.get("files")) or {}
    others = {name: str(digest) for name, digest in files.items() if not name.startswith("data/")}
    card = (folder / "README.md").read_text(encoding="utf-8")
    return Released(manifest, {config: {} for config in columns}, columns, others, card)
