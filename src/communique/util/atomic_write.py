"""Write files so that an error never damages the old content: write a new file, then rename it."""

import json
import os
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path


class NotOursError(ValueError):
    """A folder contains files that this program did not write."""


def write_atomic(path: Path, data: bytes | str) -> None:
    """Replace a file in one step; the old content stays until the new content is complete."""
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


def write_together(files: Mapping[Path, str]) -> None:
    """Replace files, each in one step, once all are written beside. Where one cannot be replaced,
    those before it get their old content back. Raises OSError.
    """
    old = {path: path.read_bytes() if path.is_file() else None for path in files}
    beside: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f".{path.name}.new")
            write_atomic(new, content)
            beside[path] = new
        for path, new in beside.items():
            new.replace(path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            content = old[path]
            path.unlink() if content is None else write_atomic(path, content)
        raise
    finally:
        for new in beside.values():
            new.unlink(missing_ok=True)


def write_json(path: Path, data: object, *, indent: int | None = 1) -> None:
    """Write JSON as UTF-8 with keys in the order given and a final newline."""
    write_atomic(path, json_text(data, indent=indent))


def json_text(data: object, *, indent: int | None = 1) -> str:
    """Return JSON as it is committed."""
    return json.dumps(data, ensure_ascii=False, indent=indent) + "\n"


def replace_folder(target: Path, files: Mapping[str, bytes], mark: str) -> None:
    """Write a new folder, then put it in the place of `target`.

    An existing folder is replaced if it contains the file `mark`. Raises NotOursError otherwise,
    unless it is empty.
    """
    with new_folder(target, mark) as new:
        for name, data in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(data)


@contextmanager
def new_folder(target: Path, mark: str) -> Generator[Path]:
    """Yield an empty folder to fill. It replaces `target` if no error occurs.

    Raises NotOursError as `replace_folder` does.
    """
    if target.exists() and any(target.iterdir()) and not (target / mark).is_file():
        raise NotOursError(f"{target} is not empty, and communique did not make it")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    old, new = beside / "old", beside / "new"
    try:
        new.mkdir()
        yield new
        if target.exists():
            target.rename(old)
        new.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(beside, ignore_errors=True)
