"""Write files so that an error never damages the old content: write a new file, then rename it."""

import io
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path


class NotOursError(ValueError):
    """A folder contains files that this program did not write."""


def write_atomic(path: Path, data: bytes | str) -> None:
    """Replace a file in one step; the old content stands until the new one is complete."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes | str]) -> None:
    """Replace several files. If one of them cannot be written, none is replaced."""
    with staged(files):
        pass


@contextmanager
def staged(files: Mapping[Path, bytes | str]) -> Generator[None]:
    """Write files beside their places; they replace what is there when the context ends well.

    After a fault nothing has changed: neither files nor folders stay. Raises OSError, which names
    the file.
    """
    beside: dict[Path, Path] = {}
    folders: list[Path] = []
    with _without_empty(folders):
        try:
            for path, data in files.items():
                with naming(path):
                    folders += _missing(path.parent)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
                    beside[path] = Path(name)
                    _fill(handle, data.encode("utf-8") if isinstance(data, str) else data)
                    beside[path].chmod(0o644)
            yield
            for path, new in beside.items():
                with naming(path):
                    new.replace(path)
        except BaseException:
            for new in beside.values():
                new.unlink(missing_ok=True)
            raise


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _missing(folder: Path) -> list[Path]:
    """The folders that are still to be made, the outermost first."""
    return [f for f in (folder, *folder.parents) if not f.exists()][::-1]


@contextmanager
def _without_empty(folders: Sequence[Path]) -> Generator[None]:
    """Remove those folders that are empty at the end, the innermost first."""
    try:
        yield
    finally:
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Let an OSError name the file that a person knows: not a temporary one, and not none."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_json(path: Path, data: object, *, indent: int | None = 1) -> None:
    """Write JSON as UTF-8 with keys in the order given and a final newline."""
    write_atomic(path, json_text(data, indent=indent))


def json_text(data: object, *, indent: int | None = 1) -> str:
    """Return JSON as it is committed."""
    if indent is None:
        return json.dumps(data, ensure_ascii=False) + "\n"
    text = io.StringIO()  # `dumps` would first hold every word and bracket as an object
    text.writelines(json_parts(data, indent))
    return text.getvalue()


def json_parts(data: object, indent: int | None = 1) -> Iterator[str]:
    """As `json_text`, piece by piece."""
    yield from json.JSONEncoder(ensure_ascii=False, indent=indent).iterencode(data)
    yield "\n"


def replace_folder(target: Path, files: Mapping[str, bytes], mark: str) -> None:
    """Write a new folder, then put it in the place of `target`.

    An existing folder is replaced if it contains the file `mark`. Raises NotOursError otherwise,
    unless it is empty.
    """
    with new_folder(target, mark) as new:
        for name, data in files.items():
            with naming(target / name):
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(data)


@contextmanager
def new_folder(target: Path, mark: str) -> Generator[Path]:
    """Yield an empty folder to fill. It replaces `target` if no error occurs.

    After an error nothing is there that was not there before. Raises NotOursError as
    `replace_folder` does.
    """
    if target.exists() and any(target.iterdir()) and not (target / mark).is_file():
        raise NotOursError(f"{target} is not empty, and communique did not make it")
    with _without_empty(_missing(target.parent)):
        with naming(target):
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
