"""Running a page: its blocks in order, in one folder, as a reader would."""

import os
import re
import subprocess
import sys
from pathlib import Path

from page_blocks import SETUP, Block, Page
from page_check import check_content
from page_console import check_syntax, compare, run_console
from page_python import Interpreter
from paths import ROOT

# The `>>> ` examples of these pages are those of docstrings, which test_doctests.py runs.
GENERATED = "docs/reference/"


class PageRun:
    """One reader who follows a page in `folder`; `beside` is for what the reader does not see."""

    def __init__(self, folder: Path, beside: Path, programs: Path) -> None:
        """`programs` is the folder with `communique` and `page-python`."""
        self.folder = folder
        self.state = beside / "state"
        self.env = environment(beside, programs)
        self.python = Interpreter("page-python", self.env)
        self.printed = ""

    def __enter__(self) -> "PageRun":
        return self

    def __exit__(self, *error: object) -> None:
        self.python.close()

    def run(self, page: Page) -> None:
        """Run or check every block. Raises PageError at the first that does something else."""
        for block in page.blocks:
            self.run_block(block)

    def run_block(self, block: Block) -> None:
        check_content(block)
        if block.language == "pycon" and block.page.startswith(GENERATED):
            return
        if "not run" in block.notes:
            if block.language == "console":
                check_syntax(block)
        elif "file" in block.notes:
            path = self._cwd() / block.notes["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        elif "edit" in block.notes:
            path = self._cwd() / block.notes["edit"]
            path.write_text(edited(path.read_text("utf-8"), block.content), encoding="utf-8")
        elif block.language == "console":
            run_console(block, self.folder, self.env, self.state)
        elif block.language == SETUP:
            text = "$ " + block.content.replace("\n", "\n> ").removesuffix("> ")
            shell = Block(block.page, block.line, "console", text)
            run_console(shell, self.folder, self.env, self.state)
        elif block.language in ("python", "pycon"):
            self.printed = self.python.run(block, self._cwd())
        elif "output" in block.notes:
            compare(str(block), tuple(block.content.splitlines()), self.printed)

    def _cwd(self) -> Path:
        """Where the shell of the page is."""
        if not self.state.exists():
            return self.folder
        program = ["bash", "-c", f". {self.state}; pwd"]
        return Path(subprocess.check_output(program, text=True).rstrip("\n"))


def edited(text: str, keys: str) -> str:
    """YAML whose top-level keys are those of `keys` where it has them; the others stay."""
    for key, entry in re.findall(r"^(\w+:)(.*?\n)(?=\w|\Z)", keys, re.M | re.S):
        former = re.search(rf"^{key}.*?\n(?=^\S|\Z)", text, re.M | re.S)
        start, end = former.span() if former else (len(text), len(text))
        text = f"{text[:start]}{key}{entry}{text[end:]}"
    return text


def environment(beside: Path, *programs: Path) -> dict[str, str]:
    """What a page's commands know: the repository, its `communique`, and an empty home."""
    home = beside / "home"
    home.mkdir(parents=True, exist_ok=True)
    path = (*programs, Path(sys.executable).parent, os.environ["PATH"])
    kept = ("LANG", "LC_ALL", "TMPDIR", "LABEL_STUDIO", "COMMUNIQUE_LABEL_STUDIO")
    return {
        **{k: os.environ[k] for k in kept if k in os.environ},
        "PATH": os.pathsep.join(map(str, path)),
        "HOME": str(home),
        "COMMUNIQUE_ROOT": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "HF_HUB_OFFLINE": "1",
        "GIT_AUTHOR_NAME": "A reader",
        "GIT_AUTHOR_EMAIL": "reader@localhost",
        "GIT_COMMITTER_NAME": "A reader",
        "GIT_COMMITTER_EMAIL": "reader@localhost",
    }
