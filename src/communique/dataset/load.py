"""Load one config of a released dataset, and check its version."""

import hashlib
import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final, cast

_PACKED: Final = (".tar.gz", ".tgz", ".tar")


class VersionError(ValueError):
    """The loaded dataset does not have the requested version."""


def load(source: str | Path, config: str, version: str | None = None) -> Any:
    """Load the `DatasetDict` of one config from a folder, an archive or a hub id.

    `version` has three numbers. For a hub id it selects the tag `v<version>`. The dataset is always
    loaded from its own folder: if the hub cannot be reached, the loader's cache would return
    another version without a message.
    Raises VersionError, and the errors of `load_dataset` and of the hub's client.
    """
    import datasets

    folder = _folder(source, version)
    loaded = cast("Any", datasets).load_dataset(str(folder), config)
    found = {str(split.info.version) for split in loaded.values()}
    if version is not None and found != {version}:
        raise VersionError(
            f"{source}: expected version {version}, found {', '.join(sorted(found))}"
        )
    return loaded


def _folder(source: str | Path, version: str | None) -> Path:
    """The local folder of the dataset. It is downloaded or unpacked if needed."""
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
    """The only folder of the archive, unpacked beside the loader's cache."""
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
        except OSError:  # another process was first
            shutil.rmtree(beside)
    (top,) = place.iterdir()
    return top
