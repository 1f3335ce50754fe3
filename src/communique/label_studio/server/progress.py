"""The progress of annotators, read from their servers."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from communique.corpus import CorpusFolder
from communique.label_studio.server.client import connect
from communique.label_studio.server.projects import find_projects, next_task_url
from communique.label_studio.server.session import running, shared_server
from communique.schema import Schema


@dataclass(frozen=True, slots=True)
class Progress:
    """One project: `done` of `tasks`. Without a `url` the annotator's server is not running."""

    annotator: str
    url: str | None = None
    layer: str | None = None
    pass_: int | None = None
    done: int | None = None
    tasks: int | None = None

    @property
    def next_url(self) -> str | None:
        """The page of the next unfinished task; None if there is none."""
        return next_task_url(self.url) if self.url and self.done != self.tasks else None


def progress(folder: CorpusFolder, schema: Schema, annotator: str) -> Iterator[Progress]:
    """The progress of each project of an annotator. Starts no server. Raises LabelStudioError."""
    server = running(folder, annotator)
    shared = shared_server()
    where = shared or ((server.url, server.token) if server else None)
    if where is None:
        yield Progress(annotator)
        return
    site = server.site if server and not shared else where[0]
    with closing(connect(*where)) as client:
        for layer, pass_, project_id in find_projects(client, schema, annotator):
            url = f"{site}/projects/{project_id}"
            yield Progress(annotator, url, layer.name, pass_, *client.progress(project_id))
