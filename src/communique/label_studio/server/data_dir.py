"""The data directory of a server: its owner, its state file, and its lock."""

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
_PORT = "port"  # of the last server; it outlives the state file


class ServerError(RuntimeError):
    """The server could not be created, started or reached. The message says why."""


@dataclass(frozen=True)
class Server:
    """The address of a running server, and the account that can use it.

    `url` is for this program. `host` is the server's own name below `localhost`, for browsers;
    empty if the server was started without one.
    """

    url: str
    token: str = field(repr=False)
    data_dir: Path
    pid: int
    port: int
    account: str
    host: str = ""

    @property
    def site(self) -> str:
        """The address for a browser."""
        return f"http://{self.host}:{self.port}" if self.host else self.url


def write_state(server: Server) -> None:
    """Write the state file, readable only by its owner."""
    write_private(server.data_dir / STATE, asdict(server) | {"data_dir": str(server.data_dir)})
    (server.data_dir / _PORT).write_text(f"{server.port}\n")


def last_port(data_dir: Path) -> int:
    """The port of the server that ran here last; 0 if it is not known."""
    if state := read_state(data_dir):
        return state.port
    try:
        port = int((data_dir / _PORT).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0
    return port if 0 < port < 65536 else 0


def write_private(path: Path, data: Mapping[str, object]) -> None:
    """Write JSON that only its owner can read, completely or not at all. Raises OSError."""
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
    """Read the state file; None if it is missing or damaged."""
    try:
        state = json.loads((data_dir / STATE).read_text("utf-8"))
        return Server(**state | {"data_dir": Path(state["data_dir"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def private_file(path: Path) -> TextIO:
    """Create a file that only its owner can read, open for writing text."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def tail(text: str) -> str:
    """The last 20 lines of a text."""
    return "\n".join(text.strip().splitlines()[-20:])


@contextmanager
def locked(directory: Path) -> Generator[None]:
    """Lock the directory, so that no other process starts a server in it.

    It is created if needed, and only its owner can read it. The lock ends with the process.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(directory / ".lock", fallback_to_soft=False):
        yield


def refuse_stranger(database: Path, account: str, token: str) -> None:
    """Refuse another account, because it could read and edit the owner's work.

    A state file with this account and token proves the owner. The database alone does not: Label
    Studio creates the account with a random token first, so a start that was interrupted leaves
    another token behind. Raises ServerError.
    """
    state = read_state(database.parent)
    if not database.exists() or (state and (state.account, state.token) == (account, token)):
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
        raise ServerError(f"{database.parent} was created with another token")
