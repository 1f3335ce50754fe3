"""Loading one config of a built dataset, with the version held to its word."""

from pathlib import Path
from typing import Any, cast


class VersionError(ValueError):
    """What was loaded is not the version that was asked for."""


def load(source: str | Path, config: str, version: str | None = None) -> Any:
    """The `DatasetDict` of one config from a folder or a hub id.

    `version` (three numbers) is the tag `v<version>` of a hub id; whatever the source, what comes
    must say that version, since the loader's cache serves another without a word when offline.
    Raises VersionError, and what `load_dataset` raises.
    """
    import datasets

    local = Path(source).is_dir()
    revision = None if local or version is None else f"v{version}"
    loaded = cast("Any", datasets).load_dataset(str(source), config, revision=revision)
    found = {str(split.info.version) for split in loaded.values()}
    if version is not None and found != {version}:
        raise VersionError(f"{source}: asked for {version}, got {', '.join(sorted(found))}")
    return loaded
