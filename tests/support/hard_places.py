"""Places where a command cannot do what it wants to: a folder that is read-only, a disk that is
full, a limit on the size of files. Each runs a command there and gives what is left afterwards.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from paths import SRC

Done = subprocess.CompletedProcess[str]
Place = Callable[[Path, Sequence[str], "Setting"], Done]

# `$1` is the folder, what follows the command. Mounts end with the process.
_READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 97
cd "$1" && shift && exec "$@"
"""
# The folder is copied onto a small disk of its own, and what is left of it comes back.
_FULL = """
folder=$1 && shift
mount -t tmpfs -o size=8m none "$BESIDE/disk" && cp -a "$folder/." "$BESIDE/disk/" || exit 97
mkdir -p "$BESIDE/disk/dist" && cat /dev/zero > "$BESIDE/disk/dist/.filler" 2>/dev/null
mount --bind "$BESIDE/disk" "$folder" && cd "$folder" || exit 97
"$@"
code=$?
cd / && rm "$folder/dist/.filler" && cp -a "$folder/." "$BESIDE/after/" || exit 97
exit $code
"""


@dataclass(frozen=True)
class Setting:
    """What a command is given beside its arguments; `beside` is a folder that is not the corpus."""

    beside: Path
    stdin: str = ""
    more: Mapping[str, str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(SRC), **(self.more or {})}


def communique(*arguments: str) -> list[str]:
    """The command as a person's shell would run it."""
    return [sys.executable, "-m", "communique", *arguments]


def can_mount() -> bool:
    """Whether this user may mount something in a namespace of its own."""
    trial = [*_namespace(), "sh", "-c", "mount -t tmpfs none /mnt"]
    return subprocess.run(trial, capture_output=True).returncode == 0


def read_only(root: Path, command: Sequence[str], setting: Setting) -> Done:
    """The folder on a read-only mount, as binds root, too."""
    return _in_namespace(_READ_ONLY, root, command, setting)


def full_disk(root: Path, command: Sequence[str], setting: Setting) -> Done:
    """The folder on a disk without a free byte. What the command left of it takes its place."""
    for name in ("disk", "after"):
        (setting.beside / name).mkdir()
    done = _in_namespace(_FULL, root, command, setting)
    root.rename(setting.beside / "before")
    (setting.beside / "after").rename(root)
    return done


def small_files(root: Path, command: Sequence[str], setting: Setting) -> Done:
    """No file, wherever it is, may hold a single byte more than it has."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return _run(command, setting, cwd=root, before=limit)


def anywhere(root: Path, command: Sequence[str], setting: Setting) -> Done:
    """Nothing in the way."""
    return _run(command, setting, cwd=root)


def _namespace() -> list[str]:
    return ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]


def _in_namespace(script: str, root: Path, command: Sequence[str], setting: Setting) -> Done:
    done = _run([*_namespace(), "sh", "-c", script, "sh", str(root), *command], setting)
    assert done.returncode != 97, done.stderr  # the place itself could not be made
    return done


def _run(
    command: Sequence[str],
    setting: Setting,
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
) -> Done:
    return subprocess.run(
        command,
        cwd=cwd,
        input=setting.stdin,
        capture_output=True,
        text=True,
        env={**setting.environment, "BESIDE": str(setting.beside)},
        preexec_fn=before,
    )
