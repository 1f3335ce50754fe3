"""A built dataset, read back from its folder: rows with class names, and what the files are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.dataset.arrays import Row
from communique.dataset.names import FULL, MANIFEST
from communique.dataset.parquet import read_columns, read_rows
from communique.util.json_values import Object, as_object, as_string, objects


class NotADatasetError(ValueError):
    """The folder is no dataset of ours, or one that was changed by hand."""


@dataclass(frozen=True, slots=True)
class Released:
    """`tables`: config, split, rows. `columns`: config, dotted column name, its type or, of a class
    label, its names. `files`: name to sha256, of what is not a table.
    """

    manifest: Object
    tables: Mapping[str, Mapping[str, list[Row]]]
    columns: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, str]
    card: str

    @property
    def version(self) -> str:
        """The version that it says of itself."""
        return as_string(self.manifest.get("version")) or ""

    @property
    def flavour(self) -> str:
        """`full` or `standoff`."""
        return as_string(self.manifest.get("flavour")) or FULL

    @property
    def layers(self) -> list[Object]:
        """What each layer's config is made of."""
        return objects(self.manifest.get("layers"))


def read_released(folder: Path) -> Released:
    """Read a dataset. Raises NotADatasetError, OSError."""
    manifest = _manifest(folder)
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


def _manifest(folder: Path) -> Object:
    path = folder / MANIFEST
    if not path.is_file():
        raise NotADatasetError(f"{folder} has no {MANIFEST}")
    try:
        manifest = as_object(json.loads(path.read_bytes()))
    except ValueError as error:
        raise NotADatasetError(f"{path}: {error}") from None
    if manifest is None or not objects(manifest.get("tables")):
        raise NotADatasetError(f"{path} lists no tables")
    for name, digest in (as_object(manifest.get("files")) or {}).items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise NotADatasetError(f"{file} is not what {MANIFEST} says")
    return manifest
