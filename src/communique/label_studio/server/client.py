"""Requests to a Label Studio server, through its SDK, with plain data.

No request is repeated automatically: a request that failed may still have been stored.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from shlex import quote
from typing import Any, cast
from urllib.parse import urlsplit

from communique.label_studio.server.data_dir import private_file
from communique.text import sha256_text
from communique.util.plural import counted

SDK = ("httpx>=0.27", "label-studio-sdk>=2.1.2,<3")  # the extra `label-studio` of this package
TIMEOUT = 900  # seconds; the Community edition makes a snapshot during the request
BATCH = 250
NO_SDK = (
    "the client of Label Studio is not installed. Install it, then run the command again:\n"
    f"  {quote(sys.executable)} -m pip install {' '.join(map(quote, SDK))}"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
PROJECT: Mapping[str, Any] = {
    "show_instruction": True,
    "show_skip_button": False,
    "maximum_annotations": 1,
    "enable_empty_annotation": True,
}
_SNAPSHOT: Mapping[str, Any] = {
    "drafts": {"only_id": False},
    "predictions": {"only_id": False},
    "annotations__completed_by": {"only_id": False},
}


class LabelStudioError(RuntimeError):
    """The server could not be reached, refused a request, or did something unexpected."""


@dataclass(frozen=True)
class Client:
    """A connection of one account to one server."""

    url: str
    account: str
    sdk: Any = field(repr=False)
    transport: Any = field(repr=False)

    def close(self) -> None:
        """Close the connection."""
        self.transport.close()

    def ensure_project(
        self,
        title: str,
        label_config: str,
        instruction: str,
        settings: Mapping[str, Any] | None = None,
    ) -> int:
        """Create or update the project with exactly this title. Return its id.

        `settings` are fields of the API that override those of `PROJECT`.
        """
        wanted = {**PROJECT, **(settings or {}), "label_config": label_config.strip()}
        # The server rewrites the instruction's HTML, so a hash shows whether it has changed.
        wanted["description"] = f"guideline {sha256_text(instruction)[:16]}"
        project_id = self.find_project(title)
        with _asking(f"project {title!r}"):
            if project_id is None:
                wanted["expert_instruction"] = instruction
                return self.sdk.projects.create(title=title, **wanted).id
            existing = self.sdk.projects.get(project_id)
            changed = {k: v for k, v in wanted.items() if getattr(existing, k, None) != v}
            if "description" in changed:
                changed["expert_instruction"] = instruction
            if changed:
                self.sdk.projects.update(project_id, **changed)
            return project_id

    def find_project(self, title: str) -> int | None:
        """Id of the project with exactly this title, or None."""
        return self.find_projects(title, [title]).get(title)

    def find_projects(self, part: str, titles: Sequence[str]) -> dict[str, int]:
        """Ids of the projects with exactly these titles. `part` is text that all titles contain."""
        with _asking(f"project {part!r}"):
            listed = [(p.title, p.id) for p in self.sdk.projects.list(title=part)]
        kept = [(title, project_id) for title, project_id in listed if title in titles]
        for title, count in Counter(title for title, _ in kept).items():
            if count > 1:
                raise LabelStudioError(
                    f"{self.url} has {count} projects named {title!r}; rename or delete all but one"
                )
        return dict(kept)

    def label_config(self, project_id: int) -> str:
        """The label config of the project on the server."""
        with _asking(f"project {project_id}"):
            return cast("str", self.sdk.projects.get(project_id).label_config)

    def progress(self, project_id: int) -> tuple[int, int]:
        """The number of tasks with an annotation, and the number of all tasks."""
        with _asking(f"project {project_id}"):
            project = self.sdk.projects.get(project_id)
            return project.num_tasks_with_annotations or 0, project.task_number or 0

    def tasks(self, project_id: int) -> dict[str, int]:
        """The task id of each document; if a document has two tasks, the newer one."""
        return {key[0]: task_id for task_id, key in sorted(self._keys(project_id)) if key[0]}

    def import_tasks(
        self, project_id: int, tasks: Sequence[Mapping[str, Any]], *, finished: bool = False
    ) -> int:
        """Import tasks whose `data.doc_id` and `data.text_sha256` are new. Return their number.

        `finished` tasks bring their annotations. The page does not show their predictions.
        Raises LabelStudioError if the project does not contain exactly these new tasks afterwards.
        """
        before = self._keys(project_id)
        existing = {key for _, key in before}
        by_key = {_key(task["data"]): dict(task) for task in tasks}
        if not all(all(key) for key in by_key):
            raise LabelStudioError("a task needs data.doc_id and data.text_sha256")
        new = {key: task for key, task in by_key.items() if key not in existing}
        if not finished:
            self._require_one_version(project_id, new.values())
        waiting = iter(new.values())
        while batch := list(islice(waiting, BATCH)):
            with _asking(f"import into project {project_id}"):
                self.sdk.projects.import_tasks(project_id, request=batch)
        after = self._keys(project_id) if new else before
        if len(after) != len(before) + len(new) or not new.keys() <= {key for _, key in after}:
            raise LabelStudioError(
                f"project {project_id} had {counted(len(before), 'task')}, {len(new)} more"
                f" should have been imported, and now it has {len(after)}; check the project"
            )
        return len(new)

    def _require_one_version(self, project_id: int, tasks: Iterable[Mapping[str, Any]]) -> None:
        """Refuse predictions that the page would not show. A project shows those of one
        `model_version`: the last of its first import.
        """
        new: set[str] = {
            str(p.get("model_version")) for task in tasks for p in task.get("predictions", ())
        }
        if not new:
            return
        with _asking(f"project {project_id}"):
            shown: str | None = self.sdk.projects.get(project_id).model_version
        listed = sorted(new | {shown} if shown else new)
        if len(listed) > 1:
            raise LabelStudioError(
                f"project {project_id}: the page shows the pre-annotations of one model version"
                f" only, and there would be {' and '.join(listed)}; nothing was imported. Use the"
                " former `preannotate` until the project is done. If nobody has worked in it,"
                " delete the project in Label Studio and run the command again"
            )

    def submit(
        self,
        task_id: int,
        result: Sequence[Mapping[str, Any]],
        lead_time: float | None,
        ground_truth: bool = False,
        *,
        replace: bool = False,
    ) -> int:
        """Submit an annotation. Return its id.

        If the task already has an annotation that is not cancelled, `replace` replaces its result.
        Without `replace`, LabelStudioError is raised.
        """
        with _asking(f"annotation of task {task_id}"):
            listed = self.sdk.annotations.list(id=task_id)
            finished = [annotation for annotation in listed if not annotation.was_cancelled]
            if finished and not replace:
                raise LabelStudioError(f"task {task_id} already has an annotation")
            if finished and (existing_id := finished[-1].id) is not None:
                self.sdk.annotations.update(id=existing_id, result=[dict(row) for row in result])
                return existing_id
            created = self.sdk.annotations.create(
                id=task_id,
                result=[dict(row) for row in result],
                ground_truth=ground_truth,
                **({} if lead_time is None else {"lead_time": lead_time}),
            )
        return created.id

    def finished(self, project_id: int) -> dict[int, list[Mapping[str, Any]]]:
        """The rows of the last annotation, not cancelled, of each task that has one."""
        found: dict[int, list[Mapping[str, Any]]] = {}
        with _asking(f"annotations of project {project_id}"):
            listed = self.sdk.tasks.list(project=project_id, fields="all", page_size=BATCH)
            for task in listed:
                made: list[Any] = task.annotations or []
                finished = [a for a in map(_plain, made) if not a.get("was_cancelled")]
                if finished:
                    found[task.id] = max(finished, key=lambda a: a["id"]).get("result") or []
        return found

    def guideline_versions(self, project_id: int) -> Counter[str]:
        """How many tasks were made under each version of the guideline that a task states."""
        stated = (data.get("guideline_version") for _, data in self._data(project_id))
        return Counter(str(version) for version in stated if version)

    def snapshot(self, project_id: int, path: Path) -> None:
        """Write the whole project as a JSON export, and check it against the server's md5.

        The export contains e-mail addresses, so only the owner can read the file. The export is
        deleted on the server, but the server keeps a copy on its disk.
        """
        digest = hashlib.md5(usedforsecurity=False)
        exports = self.sdk.projects.exports
        with _asking(f"snapshot of project {project_id}"):
            created = exports.create(
                id=project_id, title="communique", serialization_options=_SNAPSHOT
            )
            if created.status != "completed":
                raise LabelStudioError(f"snapshot of project {project_id}: {created.status}")
            with private_file(path) as file:
                for data in exports.download(project_id, created.id, export_type="JSON"):
                    digest.update(data)
                    file.buffer.write(data)
            with suppress(_api_error()):
                exports.delete(project_id, created.id)
        if created.md5 and created.md5 != digest.hexdigest():
            raise LabelStudioError(
                f"the snapshot of project {project_id} was damaged in transfer; run again"
            )

    def _keys(self, project_id: int) -> list[tuple[int, tuple[str, str]]]:
        """Task id, document id and text hash of every task of the project."""
        return [(task_id, _key(data)) for task_id, data in self._data(project_id)]

    def _data(self, project_id: int) -> list[tuple[int, Mapping[str, Any]]]:
        with _asking(f"tasks of project {project_id}"):
            listed = self.sdk.tasks.list(project=project_id, include="id,data", page_size=BATCH)
            return [(task.id, task.data) for task in listed]


def connect(url: str, token: str) -> Client:
    """Connect, and check that the server accepts the token. Raises LabelStudioError."""
    require_sdk()
    import httpx
    from label_studio_sdk import LabelStudio

    proxied = urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1")
    transport = httpx.Client(timeout=TIMEOUT, follow_redirects=True, trust_env=proxied)
    sdk = LabelStudio(
        base_url=url, api_key=token, timeout=TIMEOUT, max_retries=0, httpx_client=transport
    )
    try:
        with _asking(url):
            return Client(url, cast("str", sdk.users.whoami().email), sdk, transport)
    except LabelStudioError:
        transport.close()
        raise


def require_sdk() -> None:
    """Check that the SDK can be imported. Raises LabelStudioError, which says how to install it."""
    if find_spec("label_studio_sdk") is None or find_spec("httpx") is None:
        raise LabelStudioError(NO_SDK)


def _key(data: Mapping[str, Any]) -> tuple[str, str]:
    """The document id and text hash that identify a task; both empty if we did not make it."""
    return str(data.get("doc_id", "")), str(data.get("text_sha256", ""))


def _plain(value: Any) -> Mapping[str, Any]:
    """An object of the SDK, or what it left as JSON, as a mapping."""
    return cast("Mapping[str, Any]", value if isinstance(value, dict) else value.model_dump())


def _api_error() -> type[Exception]:
    from label_studio_sdk.core.api_error import ApiError

    return ApiError


@contextmanager
def _asking(what: str) -> Generator[None]:
    """Turn errors of the server or the connection into a LabelStudioError of one line."""
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except ApiError as error:
        body: Any = error.body  # an object, or the text of a page
        detail = body
        with suppress(AttributeError):
            detail = body.get("validation_errors") or body.get("detail")
        plain = _ADDRESS.sub("(an account)", str(detail)[:300])
        raise LabelStudioError(f"{what}: {error.status_code}, {plain}") from error
    except httpx.HTTPError as error:
        raise LabelStudioError(f"{what}: {error}") from error
