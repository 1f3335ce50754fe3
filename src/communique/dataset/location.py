"""Find the local folder of a dataset: a folder, an archive that is unpacked, or a hub id."""

import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Final, cast

from communique.text import sha256_file, sha256_text

_CHAIN: Final = "::"
_PACKED: Final = (".tar.gz", ".tgz", ".tar")
_HUB_ID: Final = re.compile(r"[\w-][\w.-]*/[\w.-]+", re.ASCII)


class LoadError(ValueError):
    """The dataset, the config or the split cannot be found, or has another version."""


def find_folder(source: str | Path, version: str | None) -> Path:
    """The absolute path of the dataset's folder. `~` is the home folder.

    An archive is unpacked beside the loader's cache. A text `OWNER/NAME` that is no local path is
    the id of a dataset on the hub; `version` selects the tag `v<version>` there.
    Raises LoadError, OSError.
    """
    path = _expanded(source)
    if path.is_dir():
        return path.absolute()
    if path.is_file():
        if path.name.lower().endswith(_PACKED):
            return _unpacked(path)
        kinds = ", ".join(_PACKED)
        raise LoadError(
            f"{source} is a file; expected the folder of a dataset or an archive ({kinds})"
        )
    if isinstance(source, Path) or not _HUB_ID.fullmatch(source) or path.parent.is_dir():
        raise LoadError(f"{source} does not exist; expected a folder, an archive or a hub id")
    return _from_hub(source, version)


def readable_by_datasets(folder: Path) -> Path:
    """The folder, or a link to it, because `datasets` reads `::` in a path as a chain of files."""
    if _CHAIN not in str(folder):
        return folder
    link = _own_cache() / sha256_text(str(folder))
    if not link.is_symlink():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(folder, target_is_directory=True)
    return link


def _own_cache() -> Path:
    """A folder of this tool beside the loader's cache."""
    from huggingface_hub.constants import HF_HOME

    return Path(HF_HOME) / "communique"


def _expanded(source: str | Path) -> Path:
    try:
        return Path(source).expanduser()
    except RuntimeError:  # ~somebody, whom the system does not know
        return Path(source)


def _from_hub(name: str, version: str | None) -> Path:
    """Download a dataset, or find it in the hub's cache."""
    import huggingface_hub

    hub = cast("Any", huggingface_hub)
    revision = None if version is None else f"v{version}"
    try:
        return Path(hub.snapshot_download(name, repo_type="dataset", revision=revision))
    except hub.errors.RevisionNotFoundError:
        raise LoadError(f"{name} has no version {version} on the hub (no tag {revision})") from None
    except (hub.errors.HfHubHTTPError, hub.errors.HFValidationError, OSError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        message = f"{name} is not a local folder, and the hub did not give it: {reason}"
        raise LoadError(message) from None


def _unpacked(archive: Path) -> Path:
    """The only folder of the archive, unpacked beside the loader's cache."""
    place = _own_cache() / sha256_file(archive)
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=place.parent))
        try:
            _extract(archive, beside)
            os.replace(beside, place)  # noqa: PTH105
        except OSError:
            if not place.is_dir():  # else another process was first
                raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    inside = list(place.iterdir())
    if len(inside) != 1 or not inside[0].is_dir():
        raise LoadError(f"{archive} is not the archive of a dataset: expected one folder in it")
    return inside[0]


def _extract(archive: Path, into: Path) -> None:
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(into, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise LoadError(f"{archive} is not a whole archive: {error}") from None
