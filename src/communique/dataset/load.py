"""Loading one config of a released dataset, with the version held to its word."""

import hashlib
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final, cast

_PACKED: Final = (".tar.gz", ".tgz", ".tar")


class VersionError(ValueError):
    """What was loaded is not the version that was asked for."""


def load(source: str | Path, config: str, version: str | None = None) -> Any:
    """The `DatasetDict` of one config from a folder, an archive or a hub id.

    `version` (three numbers) is the tag `v<version>` of a hub id. Whatever the source, it is loaded
    from a folder of its own, since the loader's cache serves another version without a word when
    the hub is out of reach; and what comes must say the version that was asked for.
    Raises VersionError, and what `load_dataset` and the hub's client raise.
    """
    import datasets

    folder = _folder(source, version)
    loaded = cast("Any", datasets).load_dataset(str(folder), config)
    found = {str(split.info.version) for split in loaded.values()}
    if version is not None and found != {version}:
        raise VersionError(f"{source}: asked for {version}, got {', '.join(sorted(found))}")
    return loaded


def _folder(source: str | Path, version: str | None) -> Path:
    """Where the dataset lies on this machine, fetched or unpacked if need be."""
    path = Path(source)
    if path.is_dir():
        return path
    if path.is_file() and path.name.endswith(_PACKED):
        return _unpacked(path)
    import huggingface_hub

    revision = None if version is None else f"v{version}"
    hub = cast("Any", huggingface_hub)
    return Path(hub.snapshot_download(str(source), repo_type="dataset", revision=revision))


def _unpacked(archive: Path) -> Path:
    """The archive's only folder, kept beside the loader's own cache under the archive's hash."""
    from huggingface_hub.constants import HF_HOME

    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    place = Path(HF_HOME) / "communique" / digest
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=place.parent))
        with tarfile.open(archive) as packed:
            packed.extractall(beside, filter="data")
        try:
            os.replace(beside, place)  # noqa: PTH105
        except OSError:  # somebody else was first
            shutil.rmtree(beside)
    (top,) = place.iterdir()
    return top
