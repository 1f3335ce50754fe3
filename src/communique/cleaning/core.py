"""The compiled core, if it is installed and fits: the same results as with numpy, faster.

The core (the wheel `communique-core`, see core/README.md) is used only if it was compiled from the
sources of this very package and for this Python. `COMMUNIQUE_CORE=numpy` turns it off.
"""

import os
import unicodedata
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "COMMUNIQUE_CORE"
_FOLDER: Final = Path(__file__).parent


@cache
def core() -> Any | None:
    """Return the module of the compiled core; None if it is off, missing or does not fit."""
    if os.environ.get(VARIABLE) == "numpy":
        return None
    try:
        module = import_module("communique_core._core")
    except ImportError:
        return None
    fits = (sources_sha256(), unicodedata.unidata_version) == (module.SOURCES, module.UNICODE)
    return module if fits else None


def core_name() -> str:
    """Return what the cleaner computes with: "compiled VERSION" or "numpy"."""
    module = core()
    return f"compiled {module.VERSION}" if module else "numpy"


def sources_sha256() -> str:
    """Return the hash of the sources of this package, which the core follows."""
    made = sha256()
    for path in sorted(_FOLDER.rglob("*.py")):
        made.update(path.relative_to(_FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()
