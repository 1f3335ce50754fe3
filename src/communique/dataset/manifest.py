"""Read the manifest of a built dataset, and compare the files with its hashes."""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from communique.dataset.names import MANIFEST
from communique.text import sha256_file
from communique.util.json_values import Object, as_object, as_string, objects

DATA: Final = "data"
_FIX: Final = "take the dataset anew from its release"
_BY_SYSTEM: Final = (".DS_Store", "Thumbs.db", "desktop.ini")  # file managers leave these
_LFS: Final = b"version https://git-lfs"


class NotADatasetError(ValueError):
    """The folder is not a dataset of this tool, or its files were changed."""


def read_manifest(folder: Path) -> Object:
    """Read `manifest.json`. Raises NotADatasetError if it is missing or damaged, OSError."""
    path = folder / MANIFEST
    if not path.is_file():
        raise NotADatasetError(f"{folder} is not a dataset: it has no {MANIFEST}")
    try:
        manifest = as_object(json.loads(path.read_bytes()))
    except ValueError as error:
        raise NotADatasetError(f"{path} is damaged: not valid JSON: {error}; {_FIX}") from None
    if manifest is None or not objects(manifest.get("tables")):
        raise NotADatasetError(f"{path} is damaged: it lists no tables; {_FIX}")
    files = as_object(manifest.get("files")) or {}
    tables = [as_string(t.get("file")) for t in objects(manifest["tables"])]
    for name in [*files, *tables]:
        if name is None or not _is_inside(name):
            raise NotADatasetError(f"{path} is damaged: {name!r} is not a path inside the dataset")
    if unknown := sorted(set(map(str, tables)) - files.keys()):
        raise NotADatasetError(f"{path} is damaged: it has no hash of {unknown[0]}; {_FIX}")
    return manifest


def verify_files(folder: Path, manifest: Object) -> None:
    """Compare every file of the dataset with its hash, and look for further files in `data/`.

    Raises NotADatasetError, which names the first file that is wrong, and OSError.
    """
    files = as_object(manifest.get("files")) or {}
    for name, digest in files.items():
        file = folder / name
        if not file.is_file():
            raise NotADatasetError(f"{file} is missing; {MANIFEST} lists it. Fix: {_FIX}")
        if sha256_file(file) != digest:
            why = _why_different(file)
            raise NotADatasetError(f"{file} does not match its hash in {MANIFEST}{why}")
    for file in _data_files(folder):
        name = file.relative_to(folder).as_posix()
        if name not in files and file.name not in _BY_SYSTEM:
            raise NotADatasetError(
                f"{file} is not part of the dataset: {MANIFEST} does not list it. Fix: remove it"
            )


def _why_different(file: Path) -> str:
    with file.open("rb") as opened:
        if opened.read(len(_LFS)) == _LFS:
            return ": it is a pointer of Git LFS. Fix: run `git lfs pull`"
    return f": it was changed or cut. Fix: {_FIX}"


def _data_files(folder: Path) -> Iterator[Path]:
    """The files below `data/`, sorted."""
    return (p for p in sorted((folder / DATA).rglob("*")) if not p.is_dir())


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts
