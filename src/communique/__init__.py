"""Communiqué: raw articles in, a versioned annotated dataset out."""

from pathlib import Path
from typing import Any

from communique.version import VERSION as __version__

__all__ = ["__version__", "load"]


def load(source: str | Path, config: str, version: str | None = None) -> Any:
    """Load one config of a built dataset; see `communique.dataset.load.load`."""
    from communique.dataset.load import load as load_config

    return load_config(source, config, version)
