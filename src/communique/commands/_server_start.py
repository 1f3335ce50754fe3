"""What a command says while an annotator's Label Studio starts."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder


@contextmanager
def starting(folder: "CorpusFolder", annotator: str) -> Generator[None]:
    """Say on stderr that the server starts, in a pipe too. Says nothing if it is running.

    Raises ServerError, LabelStudioError if the server or its client is not installed.
    """
    from communique.label_studio.server.session import (
        is_first_start,
        require_installed,
        running,
        shared_server,
    )
    from communique.util.reporting import reporting

    if shared_server() is not None or running(folder, annotator) is not None:
        yield
        return
    require_installed(folder)
    first = "; the first start takes up to 3 minutes" if is_first_start(folder) else ""
    with reporting() as report:
        report(f"starting the server{first}")
        yield
