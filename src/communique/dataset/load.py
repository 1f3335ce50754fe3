"""Load one config of a built dataset, after its files were compared with the manifest."""

import hashlib
import re
import warnings
from pathlib import Path
from typing import Any, Final, cast

from communique.dataset.location import LoadError, find_folder, readable_by_datasets
from communique.dataset.manifest import DATA, NotADatasetError, read_manifest, verify_files
from communique.dataset.names import MANIFEST, STANDOFF
from communique.text import sha256_file
from communique.util.json_values import Object, as_string, objects

__all__ = ["LoadError", "NotADatasetError", "TextsAbsentWarning", "VersionError", "load"]
Files = dict[str, list[Path]]  # by split
_SHARD: Final = re.compile(r"(\w+)-\d{5}-of-\d{5}\.parquet")
_SPLIT: Final = re.compile(r"(?:^|\+)\s*([\w.]+)")  # the names in `train[:10]+test`


class VersionError(LoadError):
    """The loaded dataset does not have the requested version."""


class TextsAbsentWarning(UserWarning):
    """The dataset is a standoff dataset: its columns of texts are null."""


def load(
    source: str | Path,
    config: str,
    version: str | None = None,
    *,
    split: str | None = None,
    streaming: bool = False,
    verify: bool = True,
) -> Any:
    """Load one config from a folder, an archive (.tar.gz, .tgz, .tar) or a hub id `OWNER/NAME`.

    Returns a `DatasetDict`, or with `split` the `Dataset` of this split; with `streaming` the
    iterable forms of them. `version` has three numbers. For a hub id it selects the tag
    `v<version>`.

    Before anything is read, all files are compared with the hashes in `manifest.json`, and no other
    file may be in `data/`; `verify=False` skips this. This also holds for a hub id: its files are
    downloaded, and the manifest comes with them. So the comparison finds a file that was damaged on
    the way, but not a repository whose owner changed the file and its manifest.
    Only the files that the manifest lists are read. The loader's cache is found by the content of
    these files, so a changed file is never answered from it.
    Warns TextsAbsentWarning for a standoff dataset. Raises LoadError (nothing is there, or there is
    no such config or split), VersionError, NotADatasetError (a file is missing, different or not
    listed, or the manifest is damaged), OSError.
    """
    folder = find_folder(source, version)
    manifest = _manifest(folder, verify=verify)
    _check_version(source, manifest, version)
    files = _files(readable_by_datasets(folder), manifest, config)
    _check_splits(source, config, files, split)
    if manifest.get("flavour") == STANDOFF:
        message = (
            f"{source} is a standoff dataset: it has labels and offsets, but its texts are null"
        )
        fix = "`communique restore` puts the texts back if you have the source files"
        warnings.warn(f"{message}; {fix}", TextsAbsentWarning, stacklevel=3)
    builder = _builder(manifest, config, files)
    if streaming:
        return builder.as_streaming_dataset(split=split)
    builder.download_and_prepare()
    return builder.as_dataset(split=split)


def _manifest(folder: Path, *, verify: bool) -> Object:
    """The manifest; an empty one if it is missing or damaged and nothing is to be verified."""
    if not verify:
        try:
            return read_manifest(folder)
        except NotADatasetError:
            return {}
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    return manifest


def _check_version(source: str | Path, manifest: Object, version: str | None) -> None:
    found = as_string(manifest.get("version"))
    if version is not None and found != version:
        told = found or f"none (no {MANIFEST} that can be read)"
        raise VersionError(f"{source}: expected version {version}, found {told}")


def _files(folder: Path, manifest: Object, config: str) -> Files:
    """The tables of a config by split, in the order of the manifest. Raises LoadError."""
    configs: dict[str, Files] = {}
    for table in objects(manifest.get("tables")):
        splits = configs.setdefault(str(table.get("config")), {})
        path = folder / str(table.get("file"))
        splits.setdefault(str(table.get("split")), []).append(path)
    configs = configs or _by_name(folder)
    if not configs:
        raise LoadError(f"{folder} is not a dataset: it has no {MANIFEST} and no tables in {DATA}/")
    if config not in configs:
        raise LoadError(f"{folder} has no config {config!r}; it has {', '.join(configs)}")
    return configs[config]


def _by_name(folder: Path) -> dict[str, Files]:
    """The tables of a dataset without a manifest: `data/<config>/<split>-N-of-N.parquet`."""
    configs: dict[str, Files] = {}
    for path in sorted((folder / DATA).glob("*/*.parquet")):
        if named := _SHARD.fullmatch(path.name):
            configs.setdefault(path.parent.name, {}).setdefault(named[1], []).append(path)
    return configs


def _check_splits(source: str | Path, config: str, files: Files, split: str | None) -> None:
    wanted: list[str] = _SPLIT.findall(str(split)) if split is not None else []
    for name in wanted:
        if name not in files and name != "all":
            raise LoadError(f"{source}: {config} has no split {name!r}; it has {', '.join(files)}")


def _builder(manifest: Object, config: str, files: Files) -> Any:
    """The loader of `datasets` for exactly these files.

    It takes the paths as they are, because `load_dataset` reads `[`, `*` and `?` as patterns.
    """
    from datasets.data_files import DataFilesDict, DataFilesList
    from datasets.packaged_modules.parquet.parquet import Parquet

    lists = cast("Any", DataFilesList)
    hashes = {split: [sha256_file(path) for path in own] for split, own in files.items()}
    paths = {
        split: lists([str(path) for path in own], [(digest,) for digest in hashes[split]])
        for split, own in files.items()
    }
    return cast("Any", Parquet)(
        dataset_name=as_string(manifest.get("name")) or "dataset",
        config_name=config,
        version=as_string(manifest.get("version")) or "0.0.0",
        hash=hashlib.sha256(repr(hashes).encode()).hexdigest(),
        data_files=cast("Any", DataFilesDict)(paths),
    )
