"""Read a built dataset from its folder: rows with class names, and hashes of files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.dataset.arrays import Row
from communique.dataset.manifest import NotADatasetError, read_manifest, verify_files
from communique.dataset.names import FULL
from communique.dataset.parquet import read_columns, read_rows
from communique.util.json_values import Object, as_object, as_string, objects

__all__ = ["NotADatasetError", "Released", "read_released"]


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


def read_released(folder: Path) -> Released:
    """Read a dataset. Raises NotADatasetError, OSError."""
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    tables: dict[str, dict[str, list[Row]]] = {}
    columns: dict[str, Mapping[str, Any]] = {}
    for table in objects(manifest.get("tables")):
        config, split = str(table.get("config")), str(table.get("split"))
        path = folder / str(table.get("file"))
        tables.setdefault(config, {})[split] = read_rows(path)
        columns.setdefault(config, read_columns(path))
    files = as_object(manifest.get("files")) or {}
    others = {name: str(digest) for name, digest in files.items() if not name.startswith("data/")}
    card = (folder / "README.md").read_text(encoding="utf-8")
    return Released(manifest, tables, columns, others, card)
