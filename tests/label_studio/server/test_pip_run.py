"""What the installation of the server says of its progress."""

import threading
from pathlib import Path

from communique.label_studio.server.pip_run import PipOutput, measuring, size_of


def test_packages_and_megabytes_are_counted():
    said: list[str] = []
    read = PipOutput(3, said.append)
    for line in (
        "Collecting a==1 (from -r requirements.txt (line 1))",
        "  Downloading a-1-py3-none-any.whl (12.5 MB)",
        "Collecting b==1",
        "  Using cached b-1-py3-none-any.whl (700 kB)",
        "Looking in links: /wheels",
        "Installing collected packages: a, b",
    ):
        read(line)
    assert said == [
        "downloading package 1 of at most 3",
        "downloading package 1 of at most 3, 12 MB of about 300 MB",
        "downloading package 2 of at most 3, 12 MB of about 300 MB",
        "downloading package 2 of at most 3, 13 MB of about 300 MB",
        "unpacking 2 packages (this takes a few minutes)",
    ]


def test_unpacking_says_how_much_is_there(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("communique.label_studio.server.pip_run._SECONDS", 0.01)
    (tmp_path / "below").mkdir()
    (tmp_path / "below/file").write_bytes(b"x" * 3_000_000)
    assert size_of(tmp_path) == 3_000_000
    said: list[str] = []
    told = threading.Event()

    def report(step: str) -> None:
        said.append(step)
        if ": " in step:
            told.set()

    output = PipOutput(1, report)
    output("Installing collected packages: a")
    with measuring(tmp_path, output):
        assert told.wait(10)
    assert said[1] == "unpacking 0 packages (this takes a few minutes): 3 MB of about 1000 MB"
