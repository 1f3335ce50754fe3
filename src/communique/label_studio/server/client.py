"""The few things we ask of a Label Studio server, through its SDK, on plain data.

No request is repeated by itself: what the server answers with an error may still have been stored.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from communique.label_studio.server.data_dir import private_file
from communique.text import sha256_text
from communique.util.plural import counted

TIMEOUT = 900  # seconds; Community makes a snapshot inside the request
BATCH = 250
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
    """The server could not be reached, refused, or did something else than it was asked."""


@dataclass(frozen=True)
class Client:
    """A connection to one server as one account."""

    url: str
    account: str
    sdk: Any = field(repr=False)
    transport: Any = field(repr=False)

    def close(self) -> None:
        """Let go of the connection."""
        self.transport.close()

    def ensure_project(
        self,
        title: str,
        label_config: str,
        instruction: str,
        settings: Mapping[str, Any] | None = None,
    ) -> int:
        """Id of the project of exactly this title, made or brought up to date if need be.

        `settings` are fields of the API, over those of `PROJECT`.
        """
        wanted = {**PROJECT, **(settings or {}), "label_config": label_config.strip()}
        # The server rewrites the instruction's HTML, so what was given is known by its hash.
        wanted["description"] = f"guideline {sha256_text(instruction)[:16]}"
        found = self.find_project(title)
        with _asking(f"project {title!r}"):
            if found is None:
                wanted["expert_instruction"] = instruction
                return self.sdk.projects.create(title=title, **wanted).id
            kept = self.sdk.projects.get(found)
            changed = {k: v for k, v in wanted.items() if getattr(kept, k, None) != v}
            if "description" in changed:
                changed["expert_instruction"] = instruction
            if changed:
                self.sdk.projects.update(found, **changed)
            return found

    def find_project(self, title: str) -> int | None:
        """Id of the project of exactly this title, or None."""
        return self.find_projects(title, [title]).get(title)

    def find_projects(self, part: str, titles: Sequence[str]) -> dict[str, int]:
        """Ids of those projects of exactly these titles, asked for at once by a common part."""
        with _asking(f"project {part!r}"):
            listed = [(p.title, p.id) for p in self.sdk.projects.list(title=part)]
        kept = [(title, project_id) for title, project_id in listed if title in titles]
        for title, count in Counter(title for title, _ in kept).items():
            if count > 1:
                raise LabelStudioError(f"{self.url} has {count} projects {title!r}")
        return dict(kept)

    def label_config(self, project_id: int) -> str:
        """The project's page as the server has it."""
        with _asking(f"project {project_id}"):
            return cast("str", self.sdk.projects.get(project_id).label_config)

    def progress(self, project_id: int) -> tuple[int, int]:
        """How many tasks have an annotation, and how many tasks there are."""
        with _asking(f"project {project_id}"):
            project = self.sdk.projects.get(project_id)
            return project.num_tasks_with_annotations or 0, project.task_number or 0

    def tasks(self, project_id: int) -> dict[str, int]:
        """Task id of each document; of two tasks of one document, the newer."""
        return {key[0]: task_id for task_id, key in sorted(self._keys(project_id)) if key[0]}

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, Any]]) -> int:
        """Import the tasks whose `data.doc_id` and `data.text_sha256` are not there; how many.

        Raises LabelStudioError if the project does not hold exactly those more afterwards.
        """
        before = self._keys(project_id)
        there = {key for _, key in before}
        asked = {_key(task["data"]): dict(task) for task in tasks}
        if not all(all(key) for key in asked):
            raise LabelStudioError("a task needs data.doc_id and data.text_sha256")
        new = {key: task for key, task in asked.items() if key not in there}
        waiting = iter(new.values())
        while batch := list(islice(waiting, BATCH)):
            with _asking(f"import into project {project_id}"):
                self.sdk.projects.import_tasks(project_id, request=batch)
        after = self._keys(project_id) if new else before
        if len(after) != len(before) + len(new) or not new.keys() <= {key for _, key in after}:
            raise LabelStudioError(
                f"project {project_id} held {counted(len(before), 'task')},"
                f" was given {len(new)} more and holds {len(after)}"
            )
        return len(new)

    def submit(
        self,
        task_id: int,
        result: Sequence[Mapping[str, Any]],
        lead_time: float | None,
        ground_truth: bool = False,
        *,
        replace: bool = False,
    ) -> int:
        """Id of the annotation. A task that has one, not cancelled, is refused, or with `replace`
        gets the result in its place.
        """
        with _asking(f"annotation of task {task_id}"):
            there = self.sdk.annotations.list(id=task_id)
            finished = [annotation for annotation in there if not annotation.was_cancelled]
            if finished and not replace:
                raise LabelStudioError(f"task {task_id} has an annotation already")
            if finished and (known := finished[-1].id) is not None:
                self.sdk.annotations.update(id=known, result=[dict(row) for row in result])
                return known
            made = self.sdk.annotations.create(
                id=task_id,
                result=[dict(row) for row in result],
                ground_truth=ground_truth,
                **({} if lead_time is None else {"lead_time": lead_time}),
            )
        return made.id

    def snapshot(self, project_id: int, path: Path) -> None:
        """Write the whole project as a JSON export, checked against the server's md5 of it.

        It holds e-mail addresses: the file is its owner's alone. The server is told to forget it,
        but keeps its own copy on disk.
        """
        digest = hashlib.md5(usedforsecurity=False)
        exports = self.sdk.projects.exports
        with _asking(f"snapshot of project {project_id}"):
            made = exports.create(
                id=project_id, title="communique", serialization_options=_SNAPSHOT
            )
            if made.status != "completed":
                raise LabelStudioError(f"snapshot of project {project_id}: {made.status}")
            with private_file(path) as file:
                for data in exports.download(project_id, made.id, export_type="JSON"):
                    digest.update(data)
                    file.buffer.write(data)
            with suppress(_api_error()):
                exports.delete(project_id, made.id)
        if made.md5 and made.md5 != digest.hexdigest():
            raise LabelStudioError(f"snapshot of project {project_id} was damaged on its way")

    def _keys(self, project_id: int) -> list[tuple[int, tuple[str, str]]]:
        """Task id, and document id and hash, of every task of the project."""
        with _asking(f"tasks of project {project_id}"):
            listed = self.sdk.tasks.list(project=project_id, include="id,data", page_size=BATCH)
            return [(task.id, _key(task.data)) for task in listed]


def connect(url: str, token: str) -> Client:
    """A client that is known to be let in. Raises LabelStudioError if it is not."""
    try:
        import httpx
        from label_studio_sdk import LabelStudio
    except ModuleNotFoundError as error:
        raise LabelStudioError(
            "no SDK: scripts/setup --label-studio, or the extra communique[label-studio]"
        ) from error
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


def _key(data: Mapping[str, Any]) -> tuple[str, str]:
    """What makes a task the same on a second import; both empty in a task that is not ours."""
    return str(data.get("doc_id", "")), str(data.get("text_sha256", ""))


def _api_error() -> type[Exception]:
    from label_studio_sdk.core.api_error import ApiError

    return ApiError


@contextmanager
def _asking(what: str) -> Generator[None]:
    """Say in one line what the server or the way to it had against a request."""
    import httpx
    from label_studio_sdk.core.api_error import ApiError

    try:
        yield
    except ApiError as error:
        body: Any = error.body  # an object, or the text of a page
        said = body
        with suppress(AttributeError):
            said = body.get("validation_errors") or body.get("detail")
        plain = _ADDRESS.sub("(an account)", str(said)[:300])
        raise LabelStudioError(f"{what}: {error.status_code}, {plain}") from error
    except httpx.HTTPError as error:
        raise LabelStudioError(f"{what}: {error}") from error
