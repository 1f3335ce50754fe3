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


def committed(root: Path) -> None:
    """Make the corpus a repository, as a release needs one."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All"]):
        user = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
        subprocess.run(["git", "-C", str(root), *user, *arguments], check=True)
