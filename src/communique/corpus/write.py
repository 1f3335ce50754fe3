"""Writing so that a fault never costs what was there: beside, then rename."""

import json
import os
import tempfile
from pathlib import Path


def write_atomic(path: Path, data: bytes | str) -> None:
    """Replace a file in one step; the old content stands until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = data.encode("utf-8") if isinstance(data, str) else data
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_json(path: Path, data: object, *, indent: int | None = 1) -> None:
    """Write JSON as UTF-8 with keys in the order given and a final newline."""
    write_atomic(path, json_text(data, indent=indent))


def json_text(data: object, *, indent: int | None = 1) -> str:
    """JSON as it is committed."""
    return json.dumps(data, ensure_ascii=False, indent=indent) + "\n"
