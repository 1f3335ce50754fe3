"""The data directory of a server: whose it is, what is remembered in it, who works in it."""

import json
import os
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from filelock import FileLock

from communique.util.atomic_write import naming

DATABASE, LOG, STATE = "label_studio.sqlite3", "server.log", "server.json"


class ServerError(RuntimeError):
    """The server could not be made, started or reached; the message says why."""


@dataclass(frozen=True)
class Server:
    """Where a running server answers, and to whom."""

    url: str
    token: str = field(repr=False)
    data_dir: Path
    pid: int
    port: int
    account: str


def write_state(server: Server) -> None:
    write_private(server.data_dir / STATE, asdict(server) | {"data_dir": str(server.data_dir)})


def write_private(path: Path, data: Mapping[str, object]) -> None:
    """Write JSON that its owner alone may read, whole or not at all. Raises OSError."""
    beside = path.with_name(f"{path.name}.new")
    try:
        with naming(path):
            beside.unlink(missing_ok=True)
            with private_file(beside) as file:
                json.dump(data, file, indent=2)
            beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def read_state(data_dir: Path) -> Server | None:
    try:
        state = json.loads((data_dir / STATE).read_text("utf-8"))
        return Server(**state | {"data_dir": Path(state["data_dir"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def private_file(path: Path) -> TextIO:
    """A new file that its owner alone may read, open for writing text."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-20:])


@contextmanager
def locked(directory: Path) -> Generator[None]:
    """Hold the directory, made for its owner alone, against others that start here.

    The lock ends with its process, however that ends.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(directory / ".lock", fallback_to_soft=False):
        yield


def refuse_stranger(database: Path, account: str, token: str) -> None:
    """A second account in a data directory could read and edit the work of the first."""
    if not database.exists():
        return
    query = "SELECT email, key FROM htx_user LEFT JOIN authtoken_token ON user_id = htx_user.id"
    with closing(sqlite3.connect(database)) as connection:
        try:
            users = connection.execute(query).fetchall()
        except sqlite3.OperationalError:  # the database is not migrated yet
            return
        except sqlite3.DatabaseError as error:
            raise ServerError(
                f"{database} cannot be read ({error}); move it away, and a new one is made"
            ) from None
    tokens = dict[str, str | None](users)
    if tokens and account not in tokens:
        raise ServerError(f"{database.parent} belongs to another account")
    if tokens and tokens[account] != token:
        raise ServerError(f"{database.parent} was made with another token")
