"""The programs that a page runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from page_run import environment
from page_server import PageServer


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder with `communique` and `page-python`; their process is started once."""
    folder = tmp_path_factory.mktemp("programs")
    with PageServer(folder, environment(folder)) as server:
        yield server.bin
