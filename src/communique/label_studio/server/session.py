"""Where an annotator works: a server of their own, or one that is shared."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder
from communique.label_studio.server.client import Client, connect
from communique.label_studio.server.data_dir import write_private
from communique.label_studio.server.lifecycle import (
    Server,
    ServerError,
    migrated,
    start,
    status,
    stop,
)
from communique.util.json_values import parse_object

EXECUTABLE: Final = ".venv-label-studio/bin/label-studio"
SHARED: Final = (
    "A shared server: separate projects keep annotators apart by habit, not by access control;"
    " everybody on it may open, change and delete everything."
)


@dataclass(frozen=True, slots=True)
class Session:
    """A connection; with the password if the server is the annotator's own."""

    client: Client
    password: str | None = field(repr=False)

    @property
    def shared(self) -> bool:
        """Whether others have accounts on the server."""
        return self.password is None


def shared_server(environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Address and key of the shared server that the environment names."""
    url, key = environment.get("LABEL_STUDIO_URL"), environment.get("LABEL_STUDIO_API_KEY")
    return (url.rstrip("/"), key) if url and key else None


def open_session(folder: CorpusFolder, annotator: str) -> Session:
    """Attach to the shared server, else start the annotator's own if it does not run.

    Raises ServerError, LabelStudioError.
    """
    if shared := shared_server():
        return Session(connect(*shared), None)
    home = folder.state_dir()
    executable = _executable(folder)
    template = migrated(executable, home / "template")
    account = _account(home / annotator, annotator)
    user = (account["account"], account["password"], account["token"])
    server = start(executable, home / annotator, *user, template=template)
    return Session(connect(server.url, server.token), account["password"])


def running(folder: CorpusFolder, annotator: str) -> Server | None:
    """The annotator's own server if it runs."""
    return status(folder.state_dir() / annotator)


def close_session(folder: CorpusFolder, annotator: str) -> bool:
    """Stop the annotator's own server; False if it did not run."""
    return stop(folder.state_dir() / annotator)


def _executable(folder: CorpusFolder) -> Path:
    named = os.environ.get("COMMUNIQUE_LABEL_STUDIO")
    path = Path(named) if named else folder.root / EXECUTABLE
    if not path.is_file():
        raise ServerError(f"no Label Studio at {path}; scripts/setup --label-studio installs it")
    return path


def _account(home: Path, annotator: str) -> dict[str, str]:
    """The annotator's account, made once and kept readable by its owner alone."""
    path = home / "account.json"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = {
            "account": f"{annotator}@example.org",
            "password": secrets.token_urlsafe(12),
            "token": secrets.token_hex(20),
        }
        write_private(path, made)
    try:
        return parse_object(path.read_bytes())
    except ValueError:
        raise ServerError(f"{path} is damaged; restore it, or move {home} away") from None
