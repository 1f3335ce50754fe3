"""The server's own environment: installed once, whole, from hashed packages. Needs no network."""

import base64
import hashlib
import subprocess
import sys
import threading
import tomllib
import zipfile
from pathlib import Path

import pytest

from communique.corpus import CorpusFolder
from communique.label_studio.server import client, session
from communique.label_studio.server.data_dir import ServerError
from communique.label_studio.server.install import (
    Installation,
    cache_folder,
    install,
    installation,
    server_lock,
)
from paths import ROOT, SRC

LOCK = ROOT / "requirements/label-studio.txt"


def hashed(text: str) -> str:
    """The hash of a file as a wheel records it."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A lock of one small package that has the command of the server."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = wheels / "label_studio-1.0-py3-none-any.whl"
    info = "label_studio-1.0.dist-info"
    files = {
        "label_studio_stub.py": "def main():\n    print('a server')\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: label-studio\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nlabel-studio = label_studio_stub:main\n",
    }
    record = "".join(f"{name},sha256={hashed(text)},{len(text)}\n" for name, text in files.items())
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(name, text)
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"label-studio==1.0 --hash=sha256:{digest}\n".encode()


def answer(made: Installation) -> str:
    return subprocess.run([made.executable], capture_output=True, text=True, check=True).stdout


def test_it_is_installed_once_and_again_only_if_it_is_not_whole(tmp_path: Path, lock: bytes):
    wanted, steps = installation(tmp_path / "cache", lock), list[str]()
    assert not wanted.is_complete
    assert install(wanted, steps.append)
    assert steps[0] == "making the environment"
    assert "downloading package 1 of at most 1" in steps or "unpacking" in steps[-1]
    assert (answer(wanted), wanted.is_complete) == ("a server\n", True)
    steps.clear()
    assert not install(wanted, steps.append)
    assert steps == []

    (wanted.folder / "installed.txt").unlink()  # as if it had been interrupted
    for module in wanted.folder.rglob("label_studio_stub.py"):
        module.unlink()
    assert not wanted.is_complete
    assert install(wanted, steps.append)
    assert answer(wanted) == "a server\n"


def test_two_at_once_install_once(tmp_path: Path, lock: bytes):
    wanted, made, steps = installation(tmp_path / "cache", lock), list[bool](), list[str]()
    both = [
        threading.Thread(target=lambda: made.append(install(wanted, steps.append)))
        for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(made) == [False, True]
    assert steps.count("making the environment") == 1
    assert "another installation is running; waiting for it" in steps


def test_a_package_with_another_hash_is_refused(tmp_path: Path, lock: bytes):
    other = lock.replace(lock[-65:-60], b"00000")
    wanted = installation(tmp_path / "cache", other)
    with pytest.raises(ServerError, match=r"(?s)hash.*annotate --install"):
        install(wanted, lambda _: None)
    assert not wanted.is_complete


def test_another_lock_is_another_environment(tmp_path: Path, lock: bytes):
    first = installation(tmp_path, lock)
    install(first, lambda _: None)
    second = installation(tmp_path, lock + b"\n")
    assert (second.folder != first.folder, second.is_complete) == (True, False)
    assert second.others() == [first.folder]


def test_the_cache_is_the_platforms_unless_xdg_names_one():
    home = Path("/home/ann")
    assert cache_folder({}, "linux", home) == home / ".cache/communique"
    assert cache_folder({}, "darwin", home) == home / "Library/Caches/communique"
    assert cache_folder({"XDG_CACHE_HOME": "/c"}, "linux", home) == Path("/c/communique")
    assert cache_folder({"XDG_CACHE_HOME": "c"}, "linux", home) == home / ".cache/communique"
    assert cache_folder({"LOCALAPPDATA": "/l"}, "win32", home) == Path("/l/communique")


def test_the_lock_is_one_file_that_the_wheel_takes_along():
    """No copy of it can differ: the build puts this very file where the installed package looks."""
    assert server_lock() == LOCK.read_bytes()
    copies = [p for p in SRC.rglob("*.txt") if b"label-studio==" in p.read_bytes()]
    assert copies == []
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    taken = build["targets"]["wheel"]["force-include"]
    assert taken == {"requirements/label-studio.txt": "communique/requirements/label-studio.txt"}
    assert "/requirements/label-studio.txt" in build["targets"]["sdist"]["include"]


def test_an_installed_package_reads_the_lock_beside_its_modules(tmp_path: Path):
    """Laid out as in a wheel, without the clone around it."""
    package = tmp_path / "communique"
    subprocess.run(["cp", "-r", SRC / "communique", package], check=True)
    program = (
        "from communique.label_studio.server.install import server_lock\n"
        "import sys; sys.stdout.buffer.write(server_lock())"
    )
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}"]
    command[-1] = command[-1].replace(repr(str(SRC)), repr(str(tmp_path)))
    done = subprocess.run(command, capture_output=True)
    assert b"lacks requirements/label-studio.txt" in done.stderr
    (package / "requirements").mkdir()
    (package / "requirements/label-studio.txt").write_bytes(LOCK.read_bytes())
    done = subprocess.run(command, capture_output=True)
    assert done.stdout == LOCK.read_bytes(), done.stderr


def test_the_client_that_is_advised_is_the_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert list(client.SDK) == project["optional-dependencies"]["label-studio"]


def test_the_server_is_named_or_found(tmp_path: Path, lock: bytes, monkeypatch: pytest.MonkeyPatch):
    folder = CorpusFolder(tmp_path / "corpus")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("COMMUNIQUE_LABEL_STUDIO", raising=False)
    with pytest.raises(ServerError, match="`communique annotate --install` installs it"):
        session.executable(folder)
    monkeypatch.setattr("communique.label_studio.server.install.server_lock", lambda: lock)
    install(installation(), lambda _: None)
    assert session.executable(folder) == installation().executable
    in_clone = folder.root / ".venv-label-studio/bin/label-studio"
    in_clone.parent.mkdir(parents=True)
    in_clone.touch()
    assert session.executable(folder) == in_clone
    monkeypatch.setenv("COMMUNIQUE_LABEL_STUDIO", str(tmp_path / "nowhere"))
    with pytest.raises(ServerError, match="COMMUNIQUE_LABEL_STUDIO names"):
        session.executable(folder)
