"""Begin a run, or go on with one."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from communique.engines.errors import InputError
from communique.engines.identity import identity
from communique.engines.inputs import find_inputs
from communique.engines.plan import make_plan
from communique.engines.run_folder import RunFolder
from communique.engines.settings import Settings
from communique.extraction import MissingExtraError

Warn = Callable[[str], None]


def start_run(given: Sequence[str], folder: RunFolder, settings: Settings, warn: Warn) -> None:
    """Plan a new run in `folder`, or go on with the run that is there.

    The folder must be locked. `warn` receives a line for what is left out. Raises InputError,
    OtherRunError, OSError.
    """
    found = find_inputs(given, folder.path)
    if found.left_out:
        names = ", ".join(found.left_out[:3]) + (", …" if len(found.left_out) > 3 else "")
        warn(f"left out, because the format is unknown: {len(found.left_out)} ({names})")
    _require_extra([file.format for file in found.files])
    described = identity(found.files, settings)
    if folder.has_begun:
        folder.require_same(described)
        folder.clear_running()
        return
    _require_empty(folder.path)
    folder.begin(described, make_plan(found.files, settings.shard_bytes))


def _require_empty(path: Path) -> None:
    if any(child.name != "run.lock" for child in path.iterdir()):
        fix = "Name an empty folder, or a folder that does not exist."
        raise InputError(f"{path} is not empty, and no run has begun there", fix)


def _require_extra(formats: Sequence[str]) -> None:
    if "archive" in formats and not all(map(find_spec, ("fastwarc", "trafilatura"))):
        raise InputError(str(MissingExtraError()), "Install communique[html].")
