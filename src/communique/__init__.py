"""Communiqué: raw articles in, a versioned annotated dataset out."""

from pathlib import Path
from typing import Any

__version__ = "0.1.0"
__all__ = ["load"]


def load(source: str | Path, config: str, version: str | None = None) -> Any:
    """Load one config of a built dataset; see `communique.dataset.load.load`."""
    from communique.dataset.load import load as load_config

    return load_config(source, config, version)
