"""Prove that restored files equal the full dataset, byte for byte or by the content of tables.

Another version of pyarrow writes other bytes for the same rows, at least its own name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from communique.dataset.names import CROISSANT, MANIFEST
from communique.text import sha256_bytes
from communique.util.json_values import as_object, objects

_NAMING: Final = (CROISSANT, MANIFEST)  # files with hashes of tables; the manifest has all hashes


class RestoreError(ValueError):
    """A source file is missing or different, or a restored file is not as expected."""


@dataclass(frozen=True, slots=True)
class Written:
    """A restored table: its bytes, its content hash, its writer, and the release's writer."""

    data: bytes
    content_sha256: str
    writer: str
    first_writer: str


@dataclass(frozen=True, slots=True)
class OtherWriter:
    """The names of the pyarrow of the release and of this pyarrow."""

    release: str
    here: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored files, name to bytes.

    `other_writer` is None if every file equals the full dataset byte for byte. Otherwise tables
    were proved by their content hashes, and `manifest.json` and `croissant.json` contain the sha256
    of the restored files, so that readers can check them. `notes`: what a user should know about
    the source files, one line each.
    """

    files: Mapping[str, bytes]
    other_writer: OtherWriter | None = None
    notes: tuple[str, ...] = ()


def prove(files: Mapping[str, bytes], tables: Mapping[str, Written]) -> Restored:
    """Return all files if they match the full dataset's manifest and none is missing.

    Raises RestoreError.
    """
    made = {**files, **{name: table.data for name, table in tables.items()}}
    manifest: Any = as_object(json.loads(made[MANIFEST])) or {}
    promised = {str(k): str(v) for k, v in manifest.get("files", {}).items()}
    content = {str(t["file"]): t["content_sha256"] for t in objects(manifest.get("tables"))}
    others = [n for n, digest in promised.items() if n not in made or _digest(made, n) != digest]
    for name in others:
        if not _same_content(tables.get(name), content.get(name)):
            raise RestoreError(f"{name}: the restored file differs from the full dataset")
    if extra := sorted(set(made) - set(promised) - {MANIFEST}):
        raise RestoreError(f"files that are not in the full dataset: {', '.join(extra)}")
    if not others:
        return Restored(made)
    writers = OtherWriter(tables[others[0]].first_writer, tables[others[0]].writer)
    return Restored(_renamed(made, promised, others), writers)


def _same_content(table: Written | None, promised: object) -> bool:
    """Whether another writer wrote the table with the expected content."""
    if table is None or table.writer == table.first_writer:
        return False
    return table.content_sha256 == promised


def _renamed(
    files: Mapping[str, bytes], promised: Mapping[str, str], others: list[str]
) -> dict[str, bytes]:
    """The files, with the hashes of the restored tables instead of the expected ones."""
    made = dict(files)
    for naming in _NAMING:
        for name in others:
            new = _digest(made, name).encode()
            made[naming] = made[naming].replace(promised[name].encode(), new)
        others = [*others, naming]
    return made


def _digest(files: Mapping[str, bytes], name: str) -> str:
    return sha256_bytes(files[name])
