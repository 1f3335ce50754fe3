"""Proof that restored files are those of the full dataset, byte for byte or by what tables say.

Another pyarrow writes the same rows as other bytes, if only in the name that it leaves in a file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from communique.dataset.names import CROISSANT, MANIFEST
from communique.text import sha256_bytes
from communique.util.json_values import as_object, objects

_NAMING: Final = (CROISSANT, MANIFEST)  # files that name tables' hashes; the manifest names all


class RestoreError(ValueError):
    """A source is missing or another one, or what came out is not what was promised."""


@dataclass(frozen=True, slots=True)
class Written:
    """A restored table: its bytes, the hash of its content, what wrote it, what wrote its model."""

    data: bytes
    content_sha256: str
    writer: str
    first_writer: str


@dataclass(frozen=True, slots=True)
class OtherWriter:
    """The names that the release's pyarrow and this one leave in tables."""

    release: str
    here: str


@dataclass(frozen=True, slots=True)
class Restored:
    """Name to bytes. `other_writer` is None where each file is the full dataset's byte for byte.

    Else tables were proved by their content hashes, and `manifest.json` and `croissant.json` name
    the sha256 of the files that are there, so that whoever reads the dataset can check it.
    """

    files: Mapping[str, bytes]
    other_writer: OtherWriter | None = None


def prove(files: Mapping[str, bytes], tables: Mapping[str, Written]) -> Restored:
    """All files, if each is what the full dataset's manifest says, and none is missing.

    Raises RestoreError.
    """
    made = {**files, **{name: table.data for name, table in tables.items()}}
    manifest: Any = as_object(json.loads(made[MANIFEST])) or {}
    promised = {str(k): str(v) for k, v in manifest.get("files", {}).items()}
    content = {str(t["file"]): t["content_sha256"] for t in objects(manifest.get("tables"))}
    others = [n for n, digest in promised.items() if n not in made or _digest(made, n) != digest]
    for name in others:
        if not _same_content(tables.get(name), content.get(name)):
            raise RestoreError(f"{name} does not come out as the full dataset has it")
    if extra := sorted(set(made) - set(promised) - {MANIFEST}):
        raise RestoreError(f"the full dataset has no {', '.join(extra)}")
    if not others:
        return Restored(made)
    writers = OtherWriter(tables[others[0]].first_writer, tables[others[0]].writer)
    return Restored(_renamed(made, promised, others), writers)


def _same_content(table: Written | None, promised: object) -> bool:
    """Whether another writer made a table of the content that was promised."""
    if table is None or table.writer == table.first_writer:
        return False
    return table.content_sha256 == promised


def _renamed(
    files: Mapping[str, bytes], promised: Mapping[str, str], others: list[str]
) -> dict[str, bytes]:
    """The files with the hashes of the others in place of those that were promised."""
    made = dict(files)
    for naming in _NAMING:
        for name in others:
            new = _digest(made, name).encode()
            made[naming] = made[naming].replace(promised[name].encode(), new)
        others = [*others, naming]
    return made


def _digest(files: Mapping[str, bytes], name: str) -> str:
    return sha256_bytes(files[name])
