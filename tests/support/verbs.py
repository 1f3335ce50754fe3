"""What a verb takes beside a corpus: an export from elsewhere, a repository."""

import subprocess
from pathlib import Path

import broken
import mini
from communique.corpus import write_json


def arriving(root: Path) -> Path:
    """An export from elsewhere, sound in itself."""
    path = root.parent / "arriving.json"
    write_json(path, [broken.by("ann-2", mini.names_task())])
    return path


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, whatever the user's settings are. Returns its output, stripped."""
    user = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    command = ["git", "-C", str(root), *user, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path, message: str = "All") -> None:
    """Commit everything in a repository."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def committed(root: Path) -> None:
    """Make the corpus a repository, as a release needs one."""
    git(root, "init", "-q")
    commit(root)
