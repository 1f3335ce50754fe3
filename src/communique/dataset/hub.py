"""Publish a released dataset on a hub: one commit, then the tag, through the hub's client."""

import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from communique.dataset.names import MANIFEST
from communique.dataset.read import Released, read_released
from communique.schema.names import VERSION

_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_KEPT: Final = ".gitattributes"  # the hub creates it


class HubError(ValueError):
    """The hub refused, could not be reached, or has unexpected content."""


class UnreachableError(HubError):
    """The hub could not be reached."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, or would be done: files to upload, files to delete, commit and tag.

    `hub_asked` is false if the hub could not be reached for a dry run: then `put` are all files and
    `delete` is empty. `newer` is the highest version on the hub, if it is higher than this one.
    """

    repository: str
    version: str
    flavour: str
    tag: str
    private: bool
    put: tuple[str, ...]
    delete: tuple[str, ...]
    commit: str | None
    hub_asked: bool = True
    newer: str | None = None


class OlderVersionError(HubError):
    """The hub has a newer version, and its branch would go back to older data."""

    def __init__(self, plan: Published) -> None:
        super().__init__(
            f"{plan.repository} has version {plan.newer}; publishing {plan.version} now would put"
            " the older data on its branch main"
        )


@dataclass(frozen=True, slots=True)
class _Remote:
    """A repository on the hub: the commit and files of its branch `main`, and its tags."""

    head: str | None
    tags: tuple[str, ...]
    files: tuple[str, ...]


def publish(
    folder: Path,
    repository: str,
    *,
    private: bool = True,
    dry_run: bool = False,
    older: bool = False,
) -> Published:
    """Publish the folder of a dataset. With `dry_run`, only return what would be done; this needs
    no hub. `older` allows a version that is lower than one on the hub.

    It is safe to run again after an interruption: uploaded files are not sent again, and a commit
    without a tag gets its tag. The hub's client manages the token.
    Raises HubError (the hub cannot be reached or refuses, the tag exists, the branch changed during
    the upload), OlderVersionError, NotADatasetError, OSError.
    """
    release = read_released(folder)
    if not _REPOSITORY.fullmatch(repository):
        raise HubError(f"{repository!r} is not OWNER/NAME; say whose it is, as OWNER/NAME")
    import huggingface_hub

    api = cast("Any", huggingface_hub).HfApi()
    if dry_run:
        return _dry_run(api, release, folder, repository, private)
    with _speaking(repository):
        api.create_repo(repository, repo_type="dataset", private=private, exist_ok=True)
        plan, remote, whole = _planned(api, release, folder, repository, private)
        if plan.newer and not (older or whole):
            raise OlderVersionError(plan)
        commit = remote.head if whole else _send(api, repository, folder, release, remote.head)
        api.create_tag(repository, repo_type="dataset", tag=plan.tag, revision=commit)
    return replace(plan, commit=commit)


def _dry_run(
    api: Any, release: Released, folder: Path, repository: str, private: bool
) -> Published:
    try:
        with _speaking(repository):
            return _planned(api, release, folder, repository, private)[0]
    except UnreachableError:
        plan = _plan(release, folder, repository, private, _Remote(None, (), ()), whole=False)
        return replace(plan, hub_asked=False)


def _planned(
    api: Any, release: Released, folder: Path, repository: str, private: bool
) -> tuple[Published, _Remote, bool]:
    """Return the plan, the repository, and whether its branch has this dataset already."""
    remote = _look(api, repository)
    whole = remote.head is not None and _is_there(api, repository, folder)
    plan = _plan(release, folder, repository, private, remote, whole)
    if plan.tag in remote.tags:
        raise HubError(f"{repository} already has {plan.tag}; a version is published only once")
    return plan, remote, whole


def _newer(release: Released, tags: Iterable[str]) -> str | None:
    """Return the highest version among the tags, if it is higher than the release."""
    versions = [t[1:] for t in tags if t.startswith("v") and re.fullmatch(VERSION, t[1:], re.ASCII)]
    highest = max(versions, key=_number, default=release.version)
    return highest if _number(highest) > _number(release.version) else None


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


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
        newer=_newer(release, remote.tags),
    )


def _is_there(api: Any, repository: str, folder: Path) -> bool:
    """Whether the branch has exactly this dataset. The manifest contains every file's hash."""
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
    """Turn errors of the client into HubError. Its messages contain addresses, never a token."""
    import huggingface_hub

    errors = cast("Any", huggingface_hub).errors
    try:
        yield
    except errors.HfHubHTTPError as error:
        status = getattr(error.response, "status_code", None)
        if status == 412:
            raise HubError(
                f"{repository} changed during the upload; check its commits and run again"
            ) from None
        if status in (401, 403):
            raise HubError(
                f"{repository}: access denied; log in to the hub or set its token"
            ) from None
        raise HubError(f"{repository}: {str(error).splitlines()[0]}") from None
    except (*_unreachable(), errors.OfflineModeIsEnabled) as error:
        raise UnreachableError(f"{repository}: {str(error).splitlines()[0]}") from None
    except errors.HFValidationError as error:
        raise HubError(f"{repository}: {str(error).splitlines()[0]}") from None


def _unreachable() -> list[type[Exception]]:
    """The exceptions that mean that the hub cannot be reached.

    The hub's client passes on exceptions of its HTTP library, and this library has changed before.
    """
    names = [name for name in ("httpx2", "httpx", "requests") if find_spec(name)]
    found = [import_module(name) for name in names]
    return [getattr(m, "RequestException", None) or m.HTTPError for m in found]
