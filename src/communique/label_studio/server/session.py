"""The server on which an annotator works: the annotator's own, or a shared one."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder
from communique.label_studio.server.client import Client, connect, require_sdk
from communique.label_studio.server.data_dir import DATABASE, write_private
from communique.label_studio.server.host_name import host_name
from communique.label_studio.server.install import (
    DOWNLOAD,
    NAMED_BY,
    ON_DISK,
    installation,
)
from communique.label_studio.server.lifecycle import (
    Server,
    ServerError,
    migrated,
    start,
    status,
    stop,
)
from communique.util.json_values import parse_object

IN_CLONE: Final = ".venv-label-studio/bin/label-studio"  # what scripts/setup makes
TEMPLATE: Final = "template"  # the folder of the database that every new server copies
SHARED: Final = (
    "This is a shared server. Annotators have separate projects, but no access control protects"
    " them: everyone on the server can open, change and delete everything."
)


@dataclass(frozen=True, slots=True)
class Session:
    """A connection to a server. `site` is the server's address for a browser. `password` is set if
    the server is the annotator's own.
    """

    client: Client
    password: str | None = field(repr=False)
    site: str

    @property
    def shared(self) -> bool:
        """Whether others have accounts on the server."""
        return self.password is None


def shared_server(environment: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Address and API key of the shared server from the environment; None without one."""
    url, key = environment.get("LABEL_STUDIO_URL"), environment.get("LABEL_STUDIO_API_KEY")
    return (url.rstrip("/"), key) if url and key else None


def open_session(folder: CorpusFolder, annotator: str) -> Session:
    """Attach to the shared server if there is one. Otherwise start the annotator's own server.

    Raises ServerError, LabelStudioError.
    """
    if shared := shared_server():
        return Session(connect(*shared), None, shared[0])
    home = folder.state_dir()
    program = require_installed(folder)
    template = migrated(program, home / TEMPLATE)
    account = _account(home / annotator, annotator)
    user = (account["account"], account["password"], account["token"])
    host = host_name(annotator)
    server = start(program, home / annotator, *user, template=template, host=host)
    return Session(connect(server.url, server.token), account["password"], server.site)


def require_installed(folder: CorpusFolder) -> Path:
    """The server's program. Raises ServerError, LabelStudioError if it or its client is missing."""
    program = executable(folder)
    require_sdk()
    return program


def is_first_start(folder: CorpusFolder) -> bool:
    """Whether the database still has to be made, which takes minutes."""
    return not (folder.state_dir() / TEMPLATE / DATABASE).exists()


def running(folder: CorpusFolder, annotator: str) -> Server | None:
    """The annotator's own server if it is running."""
    return status(folder.state_dir() / annotator)


def close_session(folder: CorpusFolder, annotator: str) -> bool:
    """Stop the annotator's own server; False if it was not running."""
    return stop(folder.state_dir() / annotator)


def executable(folder: CorpusFolder) -> Path:
    """The server that is named, else the one in the clone, else the installed one.

    Raises ServerError if there is none.
    """
    if named := os.environ.get(NAMED_BY):
        if Path(named).is_file():
            return Path(named)
        raise ServerError(f"{NAMED_BY} names {named}, which does not exist; unset or correct it")
    if (in_clone := folder.root / IN_CLONE).is_file():
        return in_clone
    installed = installation()
    if installed.is_complete:
        return installed.executable
    raise ServerError(
        "the Label Studio server is not installed; `communique annotate --install` installs it"
        f" (download {DOWNLOAD}, {ON_DISK} on disk)"
    )


def _account(home: Path, annotator: str) -> dict[str, str]:
    """The annotator's account. It is created once, and only its owner can read the file."""
    path = home / "account.json"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        new_account = {
            "account": f"{annotator}@example.org",
            "password": secrets.token_urlsafe(12),
            "token": secrets.token_hex(20),
        }
        write_private(path, new_account)
    try:
        return parse_object(path.read_bytes())
    except ValueError:
        raise ServerError(f"{path} is damaged; restore it, or move {home} away") from None
