"""Nothing is written and no figure is printed from a reading that left something out.

Every corpus of tests/corpora, and a sound one broken in further ways, goes through every verb. A
verb that needs what was left out stops, names it, and changes no file.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import broken
from communique.checks import run as check
from communique.checks.catalogue import KINDS
from communique.commands import main
from communique.corpus import write_json
from communique.dataset.statistics import BEGIN, END
from verbs import arriving, committed

PART = {
    "schema-invalid": "schema",
    "sources-invalid": "sources",
    "raw-missing": "raw",
    "raw-unreadable": "raw",
    "clean-missing": "clean",
    "clean-malformed": "clean",
    "path-outside": "files",
    "unreadable-file": "files",
    "export-missing": "files",
    "pull-log-unreadable": "files",
    "decision-malformed": "decisions",
    "vote-missing": "decisions",
}  # every other id that drops something is found in what an export says
COUNTED = {"schema", "sources", "clean", "files", "exports"}
NEEDED = {
    "clean": {"schema", "sources", "raw", "files"},
    "render": COUNTED | {"raw", "decisions"},
    "status": COUNTED | {"decisions"},
    "report": COUNTED | {"raw", "decisions"},
    "agree": COUNTED,
    "adjudicate": COUNTED | {"decisions"},
    "audit": COUNTED | {"decisions"},
    "build": COUNTED | {"raw", "decisions"},
    "view": COUNTED | {"raw", "decisions"},
    "export": COUNTED | {"raw", "decisions"},
    "release": COUNTED | {"raw", "decisions"},
    "annotate": {"schema", "sources", "clean"},
    "import": {"schema", "sources", "clean"},
    "pull": {"schema", "sources", "clean"},
}
DROPS = {kind.id for kind in KINDS.values() if kind.drops}
ON_IMPORT = {kind.id for kind in KINDS.values() if kind.on_import}
CASES = sorted(p.name for p in broken.CORPORA.iterdir() if p.is_dir() and p.name not in ON_IMPORT)


class Done(NamedTuple):
    code: int
    told: str


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Callable[[str, Path], Done]:
    """`verb(name, root)`: the exit code of a verb in this process, and all that it told."""
    monkeypatch.setenv("COMMUNIQUE_LABEL_STUDIO", "/nowhere")  # nothing may get as far as a server

    def run(name: str, root: Path) -> Done:
        arguments = {
            "release": ["1.0.0", "--dry-run"],
            "annotate": ["ann-1"],
            "export": ["jsonl"],
            "import": [str(arriving(root)), "--layer", "names"],
        }
        argv = ["communique", name, *arguments.get(name, ()), "--corpus", str(root)]
        monkeypatch.setattr(sys, "argv", argv)
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return Done(int(code), out + err)

    return run


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a corpus, but for what is rendered from the schema alone."""
    beside = ("schema/rendered", ".git", ".label-studio")
    return {
        name: p.read_bytes()
        for p in root.rglob("*")
        if p.is_file() and not (name := p.relative_to(root).as_posix()).startswith(beside)
    }


def copied(name: str, root: Path) -> Path:
    shutil.copytree(broken.CORPORA / name, root, symlinks=True)
    (root / broken.REPORT).unlink()
    (root / "README.md").write_text(f"# A corpus\n\n{BEGIN}\n{END}\n")
    return root


@pytest.mark.parametrize("name", CASES)
def test_every_corpus_through_every_verb(tmp_path: Path, verb: Any, name: str):
    report = json.loads((broken.CORPORA / name / broken.REPORT).read_text(encoding="utf-8"))
    dropped = {p["id"]: PART.get(p["id"], "exports") for p in report if p["id"] in DROPS}
    for number, (which, needed) in enumerate(NEEDED.items()):
        if which == "release" and not dropped:
            continue  # `tests/commands/test_release.py` cuts sound ones
        root = copied(name, tmp_path / str(number) / "corpus")
        if which == "release":
            committed(root)
        before = snapshot(root)
        done = verb(which, root)
        assert "Traceback" not in done.told
        stops = {id_ for id_, part in dropped.items() if part in needed}
        if which == "status":
            stops -= {"clean-missing"}  # it says itself that cleaning comes next
        if which == "clean" and name == "path-outside":
            continue
        if stops:
            assert done.code in (1, 2), (which, done.told)
            files = {p["file"].rpartition("/")[2] for p in report if p["id"] in stops and p["file"]}
            assert any(word in done.told for word in {*stops, *files}), (which, done.told)
            assert snapshot(root) == before, which


Break = Callable[[Path], None]
EXPORT, DECISIONS = broken.NAMES, broken.DECIDED
CLEAN = "corpus/clean/one.json"


def conflict(file: str) -> Break:
    """Marks of a merge conflict round the file's last line."""

    def fault(root: Path) -> None:
        *head, last, end = (root / file).read_text(encoding="utf-8").split("\n")
        marked = ["<<<<<<< HEAD", last, "=======", last, ">>>>>>> other"]
        (root / file).write_text("\n".join([*head, *marked, end]), encoding="utf-8")

    return fault


def cut(file: str, share: float) -> Break:
    def fault(root: Path) -> None:
        data = (root / file).read_bytes()
        (root / file).write_bytes(data[: int(len(data) * share)])

    return fault


def holding(file: str, content: str) -> Break:
    return lambda root: (root / file).write_text(content, encoding="utf-8") and None


def gone(file: str) -> Break:
    return lambda root: (root / file).unlink()


def garbled(file: str) -> Break:
    def fault(root: Path) -> None:
        data = bytearray((root / file).read_bytes())
        data[len(data) // 2] = 0xFF
        (root / file).write_bytes(bytes(data))

    return fault


SERVER_ERROR = '{"detail": "Not found.", "status_code": 404}'
COUNTING = ("render", "status", "agree", "adjudicate", "audit", "build", "export", "release")
DECIDING = ("render", "status", "adjudicate", "audit", "build", "export", "release")
BREAKS: dict[str, tuple[str, Break, tuple[str, ...]]] = {
    "a merge conflict in an export": (EXPORT, conflict(EXPORT), ("clean", *COUNTING)),
    "an export cut near its end": (EXPORT, cut(EXPORT, 0.97), ("clean", *COUNTING)),
    "an export cut in the middle": (EXPORT, cut(EXPORT, 0.5), ("clean", *COUNTING)),
    "an empty export": (EXPORT, holding(EXPORT, ""), ("clean", *COUNTING)),
    "an error of the server": (EXPORT, holding(EXPORT, SERVER_ERROR), ("clean", *COUNTING)),
    "an export that is not UTF-8": (EXPORT, garbled(EXPORT), ("clean", *COUNTING)),
    "an export of other JSON": (EXPORT, holding(EXPORT, '["a", 1]'), COUNTING),
    "a broken clean file": (CLEAN, cut(CLEAN, 0.5), COUNTING),
    "a clean file of another document": (CLEAN, holding(CLEAN, "[]"), COUNTING),
    "a merge conflict in decisions": (DECISIONS, conflict(DECISIONS), DECIDING),
    "decisions that were cut": (DECISIONS, cut(DECISIONS, 0.5), DECIDING),
    "a vote that is gone": (DECISIONS, gone("annotations/names/ann-2.json"), DECIDING),
    "sources with a merge conflict": (
        broken.SOURCES,
        conflict(broken.SOURCES),
        ("clean", *COUNTING),
    ),
    "a schema with a merge conflict": (broken.YAML, conflict(broken.YAML), ("clean", *COUNTING)),
    "a raw file that is gone": (
        "corpus/raw/one.txt",
        gone("corpus/raw/one.txt"),
        ("clean", "render", "build", "release"),
    ),
}


def voted(root: Path) -> Path:
    """Two annotators who agree, what was decided of it, and a README that quotes figures."""
    broken.voted()(root)
    (root / "README.md").write_text(f"# A corpus\n\n{BEGIN}\n{END}\n")
    return root


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_file_stops_every_verb_that_needs_it(tmp_path: Path, verb: Any, what: str):
    file, fault, verbs = BREAKS[what]
    for which in verbs:
        root = voted(tmp_path / which / "corpus")
        fault(root)
        if which == "release":
            committed(root)
        before = snapshot(root)
        done = verb(which, root)
        assert (done.code in (1, 2), "Traceback" in done.told) == (True, False), (which, done.told)
        assert Path(file).name in done.told, (which, done.told)
        assert snapshot(root) == before, which


def test_the_corpus_that_was_broken_was_sound(tmp_path: Path, verb: Any):
    root = voted(tmp_path / "corpus")
    assert verb("render", root).code == 0
    for which in ("clean", "status", "agree", "adjudicate", "audit", "build"):
        done = verb(which, root)
        assert done.code == 0, (which, done.told)


def test_no_uid_is_retired_because_a_file_is_gone(tmp_path: Path, verb: Any):
    root = voted(tmp_path / "corpus")
    verb("adjudicate", root)
    before = snapshot(root)
    path = root / "annotations/names/ann-2.json"
    kept = path.read_bytes()
    path.unlink()
    assert verb("adjudicate", root).code == 2
    path.write_bytes(kept)
    assert verb("adjudicate", root).code == 0
    assert snapshot(root) == before


def test_a_vote_that_was_withdrawn_is_given_up_on_purpose(tmp_path: Path, communique: Any):
    root = voted(tmp_path / "corpus")
    (root / "annotations/names/ann-2.json").unlink()
    done = communique("adjudicate", "--accept-losses", "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert "vote-missing" not in communique("check", "--corpus", root).stdout


def test_an_annotator_who_became_a_pilot_is_no_lost_vote(tmp_path: Path, verb: Any):
    root = voted(tmp_path / "corpus")
    schema = root / broken.YAML
    broken.edit(schema, "{id: ann-2, type: human}", "{id: ann-2, type: human, role: pilot}")
    assert verb("adjudicate", root).code == 0


@pytest.mark.parametrize("fault", [cut(CLEAN, 0.5), gone(CLEAN), conflict(CLEAN)])
def test_a_lost_clean_text_comes_back_as_the_exports_have_it(
    tmp_path: Path, verb: Any, fault: Break
):
    root = voted(tmp_path / "corpus")
    text = json.loads((root / CLEAN).read_text(encoding="utf-8"))["text"]
    fault(root)
    assert verb("clean", root).code == 0
    assert json.loads((root / CLEAN).read_text(encoding="utf-8"))["text"] == text


@pytest.mark.parametrize("fault", [cut(CLEAN, 0.5), gone(CLEAN)])
def test_a_lost_clean_text_is_not_made_anew_as_another_one(tmp_path: Path, verb: Any, fault: Break):
    root = voted(tmp_path / "corpus")
    for path in (root / "annotations/names").glob("*.json"):
        (task,) = json.loads(path.read_text(encoding="utf-8"))
        task["data"] |= {"text": "Another text", "text_sha256": None}
        write_json(path, [task])
    fault(root)
    before = snapshot(root)
    done = verb("clean", root)
    assert (done.code, "one: Text is frozen" in done.told) == (2, True), done.told
    assert snapshot(root) == before


def test_an_unreadable_export_is_not_called_a_lost_vote_too(tmp_path: Path):
    root = voted(tmp_path / "corpus")
    conflict(EXPORT)(root)
    found = {p.id for p in check(root)}
    assert "unreadable-file" in found
    assert "vote-missing" not in found
