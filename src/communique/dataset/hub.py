"""A released dataset to a hub: one commit, then the tag, by the hub's own client."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from communique.dataset.names import MANIFEST
from communique.dataset.read import Released, read_released

_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_KEPT: Final = ".gitattributes"  # the hub's own


class HubError(ValueError):
    """The hub refuses, or holds something else than it should."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, or would be: files that are new or other, files that go, commit and tag."""

    repository: str
    version: str
    flavour: str
    tag: str
    private: bool
    put: tuple[str, ...]
    delete: tuple[str, ...]
    commit: str | None


@dataclass(frozen=True, slots=True)
class _Remote:
    """What a hub has of a repository: its branch's commit, its tags, the files of the branch."""

    head: str | None
    tags: tuple[str, ...]
    files: tuple[str, ...]


def publish(
    folder: Path, repository: str, *, private: bool = True, dry_run: bool = False
) -> Published:
    """Publish a dataset's folder. Whoever was interrupted runs it again: what the hub has is not
    sent twice, and a commit without its tag gets it. The token is the client's own affair.

    Raises HubError (unreachable, refused, the tag is there, the branch moved meanwhile),
    NotADatasetError, OSError.
    """
    release = read_released(folder)
    if not _REPOSITORY.fullmatch(repository):
        raise HubError(f"{repository!r} is not OWNER/NAME; say whose it is, as OWNER/NAME")
    import huggingface_hub

    api = cast("Any", huggingface_hub).HfApi()
    with _speaking(repository):
        if not dry_run:
            api.create_repo(repository, repo_type="dataset", private=private, exist_ok=True)
        remote = _look(api, repository)
        whole = remote.head is not None and _is_there(api, repository, folder)
        plan = _plan(release, folder, repository, private, remote, whole)
        if plan.tag in remote.tags:
            raise HubError(f"{repository} has {plan.tag} already; a version is published once")
        if dry_run:
            return plan
        commit = remote.head if whole else _send(api, repository, folder, release, remote.head)
        api.create_tag(repository, repo_type="dataset", tag=plan.tag, revision=commit)
    return replace(plan, commit=commit)


def _look(api: Any, repository: str) -> _Remote:
    if not api.repo_exists(repository, repo_type="dataset"):
        return _Remote(None, (), ())
    refs = api.list_repo_refs(repository, repo_type="dataset")
    head = next((b.target_commit for b in refs.branches if b.name == "main"), None)
    files = api.list_repo_files(repository, repo_type="dataset")
    return _Remote(head, tuple(t.name for t in refs.tags), tuple(files))


def _plan(
    release: Released, folder: Path, repository: str, private: bool, remote: _Remote, whole: bool
) -> Published:
    local = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    gone = sorted(set(remote.files) - set(local) - {_KEPT})
    return Published(
        repository,
        release.version,
        release.flavour,
        f"v{release.version}",
        private,
        () if whole else tuple(local),
        tuple(gone),
        None,
    )


def _is_there(api: Any, repository: str, folder: Path) -> bool:
    """Whether the branch holds this very dataset: its manifest names every file's hash."""
    import huggingface_hub

    errors = cast("Any", huggingface_hub).errors
    try:
        path = api.hf_hub_download(
            repository, MANIFEST, repo_type="dataset", revision="main", force_download=True
        )
    except (errors.EntryNotFoundError, errors.LocalEntryNotFoundError):
        return False
    return Path(path).read_bytes() == (folder / MANIFEST).read_bytes()


def _send(api: Any, repository: str, folder: Path, release: Released, parent: str | None) -> str:
    done = api.upload_folder(
        repo_id=repository,
        repo_type="dataset",
        folder_path=folder,
        delete_patterns="*",
        parent_commit=parent,
        commit_message=f"Release {release.version}",
    )
    return str(done.oid)


@contextmanager
def _speaking(repository: str) -> Generator[None]:
    """Turn what the client says into our words; it names addresses, never a token."""
    import huggingface_hub

    errors = cast("Any", huggingface_hub).errors
    try:
        yield
    except errors.HfHubHTTPError as error:
        status = getattr(error.response, "status_code", None)
        if status == 412:
            raise HubError(
                f"{repository} has changed meanwhile; look at it and run again"
            ) from None
        if status in (401, 403):
            raise HubError(
                f"{repository}: not allowed; log in to the hub, or set its token"
            ) from None
        raise HubError(f"{repository}: {str(error).splitlines()[0]}") from None
    except (*_unreachable(), errors.OfflineModeIsEnabled, errors.HFValidationError) as error:
        raise HubError(f"{repository}: {str(error).splitlines()[0]}") from None


def _unreachable() -> list[type[Exception]]:
    """What says that the hub cannot be reached, by the libraries that its client may speak through:
    it lets their exceptions through and has changed them before.
    """
    names = [name for name in ("httpx2", "httpx", "requests") if find_spec(name)]
    found = [import_module(name) for name in names]
    return [getattr(m, "RequestException", None) or m.HTTPError for m in found]
