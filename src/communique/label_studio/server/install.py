"""The Label Studio server in an environment of its own, in a folder of the user's cache.

It never shares an environment with this package. The packages and their hashes come from one lock
file: `requirements/label-studio.txt` in a clone, and the same file inside an installed package.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from communique.label_studio.server.data_dir import ServerError, tail
from communique.label_studio.server.pip_run import (
    DOWNLOAD_MB,
    ON_DISK_MB,
    PipOutput,
    Report,
    measuring,
)
from communique.util.reporting import reporting

NAMED_BY: Final = "COMMUNIQUE_LABEL_STUDIO"
DOWNLOAD: Final = f"about {DOWNLOAD_MB} MB"
ON_DISK: Final = f"about {ON_DISK_MB // 1000} GB"
_LOCK: Final = "requirements/label-studio.txt"
_MARK: Final = "installed.txt"  # a copy of the lock, written last
# Settings of pip that would install to another place or give another program's packages.
_MISLEADING: Final = (
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_USER",
    "PIP_ROOT",
    "PYTHONPATH",
    "PYTHONHOME",
)


@dataclass(frozen=True, slots=True)
class Installation:
    """An environment for one lock and one version of Python."""

    folder: Path
    lock: bytes

    @property
    def executable(self) -> Path:
        """The server's command."""
        return self.folder / "bin" / "label-studio"

    @property
    def is_complete(self) -> bool:
        """Whether all of the lock is installed."""
        mark = self.folder / _MARK
        return self.executable.is_file() and mark.is_file() and mark.read_bytes() == self.lock

    def others(self) -> list[Path]:
        """Environments beside it, for another lock or another Python."""
        beside = self.folder.parent.glob(f"*/{_MARK}")
        return sorted(p.parent for p in beside if p.parent != self.folder)


def cache_folder(
    environment: Mapping[str, str] = os.environ,
    system: str = sys.platform,
    home: Path | None = None,
) -> Path:
    """The user's cache folder of this program: below XDG_CACHE_HOME, else where the system has it.

    >>> cache_folder({"XDG_CACHE_HOME": "/tmp/cache"}, "darwin").as_posix()
    '/tmp/cache/communique'
    >>> cache_folder({}, "darwin", Path("/Users/ann")).as_posix()
    '/Users/ann/Library/Caches/communique'
    """
    home = home or Path.home()
    named = environment.get("XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():  # a relative one is to be ignored
        return Path(named) / "communique"
    if system == "darwin":
        return home / "Library" / "Caches" / "communique"
    if system == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "communique"
    return home / ".cache" / "communique"


def server_lock() -> bytes:
    """The lock file of the server. Raises ServerError if the package was installed without it."""
    package = Path(str(files("communique")))
    for path in (package / _LOCK, package.parent.parent / _LOCK):
        if path.is_file():
            return path.read_bytes()
    raise ServerError(f"this installation of communique lacks {_LOCK}; install communique again")


def installation(cache: Path | None = None, lock: bytes | None = None) -> Installation:
    """The environment that belongs to the lock and to this Python, installed or not."""
    content = server_lock() if lock is None else lock
    name = f"{sha256(content).hexdigest()[:12]}-py{sys.version_info.major}.{sys.version_info.minor}"
    return Installation((cache or cache_folder()) / "label-studio" / name, content)


def install(wanted: Installation, report: Report) -> bool:
    """Install the server; False if it was installed already. `report` is told what happens.

    Two installations at once wait for each other, and one that was interrupted starts again.
    Raises ServerError with the end of pip's output, OSError.
    """
    if sys.platform == "win32":
        raise ServerError(
            "the annotation server cannot be run on Windows;"
            " use Linux, macOS or the Windows Subsystem for Linux"
        )
    wanted.folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{wanted.folder}.lock", fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report("another installation is running; waiting for it")
        lock.acquire()
    try:
        if wanted.is_complete:
            return False
        _install(wanted, report)
    finally:
        lock.release()
    return True


def _install(wanted: Installation, report: Report) -> None:
    folder = wanted.folder
    shutil.rmtree(folder, ignore_errors=True)
    report("making the environment")
    _run([sys.executable, "-P", "-m", "venv", str(folder)], lambda _: None)
    requirements = folder / "requirements.txt"
    requirements.write_bytes(wanted.lock)
    install_packages(folder, requirements, report)
    if not wanted.executable.is_file():
        raise ServerError(f"{wanted.executable} is missing although its packages are installed")
    requirements.rename(folder / _MARK)


def install_packages(folder: Path, lock: Path, report: Report) -> None:
    """Install the packages of a lock into an environment. Raises ServerError."""
    # A lock is complete, and some versions of pip fail if two packages need the same extra.
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--progress-bar", "off"]
    command += ["--require-hashes", "--no-deps", "-r", str(lock)]
    output = PipOutput(len(re.findall(rb"(?m)^[\w.-]+==", lock.read_bytes())), report)
    with measuring(folder, output):
        _run(command, output)


def _run(command: list[str], line_read: Callable[[str], None]) -> None:
    """Run to the end, and hand on each line of the output. Raises ServerError if it fails."""
    environment = {k: v for k, v in os.environ.items() if k not in _MISLEADING}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    environment |= {"PYTHONSAFEPATH": "1"}  # run no module of the working folder
    lines: list[str] = []
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            line_read(lines[-1])
    if process.returncode:
        said = tail("\n".join(lines))
        raise ServerError(
            f"the server could not be installed; the end of the output:\n{said}\n"
            "`communique annotate --install` starts again."
        )


def main(arguments: list[str]) -> int:
    """`python -m … FOLDER LOCK` installs a lock into an environment that is there. For scripts."""
    folder, lock = map(Path, arguments)
    try:
        with reporting() as report:
            install_packages(folder, lock, report)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
