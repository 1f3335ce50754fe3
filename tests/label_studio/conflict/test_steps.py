"""Merge conflicts that git made in exports and decisions: the steps that are told resolve them."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.label_studio.conflict.differences import Differences
from communique.label_studio.conflict.explain import explain_conflict
from communique.records import annotation_id
from communique.util.merge_conflict import has_conflict
from conflicts import DECIDED, FILE, OWN, THIRD, compared, one, three, two
from paths import SRC
from voters import Task, longer, without

ASK = "communique adjudicate --interactive --adjudicator judge --layer names"
LOG = "annotations/pull.json"


class Repository:
    """A corpus in a folder of a repository, and the commands that a message tells."""

    def __init__(self, path: Path) -> None:
        self.path, self.root = path, path / "data"
        tools = path.parent / "tools"
        tools.mkdir()
        tool = tools / "communique"
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m communique "$@"\n')
        tool.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(SRC),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def run(self, command: str, code: int | None = 0) -> str:
        """What a command says on both streams, in the corpus folder."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert code in (None, done.returncode), (command, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def begin(self, style: str) -> None:
        self.run("git init --quiet --initial-branch=main ..")
        self.run("git config user.name Ann && git config user.email ann@example.org")
        self.run(f"git config merge.conflictStyle {style}")
        (self.root / ".gitignore").write_text(".label-studio/\n")
        self.commit()

    def commit(self) -> None:
        self.run("git add . && git commit --quiet --message change")

    def bring(self, tasks: list[Task], person: str = "ann-1") -> None:
        """An export arrives as it does from Label Studio, and is committed."""
        given = self.path.parent / "given.json"
        given.write_text(json.dumps(tasks))
        self.run(f"communique import {given} --layer names --account {person}={person}")
        self.commit()

    def merge(self, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
        self.run("git checkout --quiet -b other")
        theirs()
        self.run("git checkout --quiet main")
        ours()
        assert "CONFLICT" in self.run("git merge other", code=1)

    def explained(self, file: str, annotator: str | None) -> tuple[str, list[list[str]]]:
        """The message, and the commands of each step."""
        told = explain_conflict((self.root / file).read_bytes(), file, "names", annotator)
        assert told is not None
        steps = re.split(r"(?<!\S)\d\. ", told[1])[1:]
        return told[0], [re.findall(r"`([^`]+)`", step) for step in steps]

    def keep(self, command: str) -> None:
        """Keep a side of the export, and the same of what was noted when it arrived."""
        self.run(command)
        self.run(command.replace(FILE, LOG))

    def documents(self) -> list[str]:
        return [t["data"]["doc_id"] for t in json.loads((self.root / FILE).read_bytes())]

    def finish(self, steps: list[list[str]], file: str) -> None:
        """The last two steps: check, add, commit; nothing is left of the conflict."""
        assert steps[-2][0] == "communique check"
        said = self.run(steps[-2][0])
        assert "0 errors" in said
        assert "export-edited" not in said
        for leftover in ("ours.json", "theirs.json"):
            (self.root / leftover).unlink(missing_ok=True)
        add, commit, *_ = steps[-1]
        self.run(add)
        self.run(f"{commit} --message merged")
        assert self.run("git status --porcelain") == ""
        assert not has_conflict((self.root / file).read_bytes())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three documents, no annotation yet."""
    made = Repository(tmp_path / "repository")
    mini.write_corpus(made.root)
    broken.add_second(made.root, splits="{train: [one, three], test: [two]}")
    digest = sha256(THIRD.encode()).hexdigest()
    (made.root / "corpus/raw/three.txt").write_text(THIRD)
    with (made.root / "corpus/sources.yaml").open("a") as file:
        file.write(f"- {{doc_id: three, file: three.txt, sha256: {digest}, language: en}}\n")
    made.run("communique clean")
    return made


def decide(repository: Repository, *answers: str, ask: str = ASK) -> None:
    """Answer what is open, item by item, each for the reason that is offered."""
    lines = "".join(f"{answer}\n" if answer == "s" else f"{answer}\n\n" for answer in answers)
    repository.run(f"printf '{lines}' | {ask}")


def by_uid(decisions: str) -> dict[str, dict[str, Any]]:
    return {d["uid"]: d for d in json.loads(decisions)["decisions"]}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
class TestSteps:
    @pytest.mark.parametrize("style", ["merge", "diff3"])
    @pytest.mark.parametrize("before", [[], [one()]])
    def test_both_sides_are_joined(self, repository: Repository, style: str, before: list[Task]):
        repository.begin(style)
        if before:
            repository.bring(before)
        repository.merge(
            lambda: repository.bring([*before, two()]),
            lambda: repository.bring([*before, three()]),
        )
        message, (keep, join, *_, check, commit) = repository.explained(FILE, "ann-1")
        assert "Ours is HEAD, theirs is other" in message
        assert "Documents only in ours: two (1 region)" in message
        assert "Documents only in theirs: three (1 region)" in message
        assert "different" not in message
        repository.keep(keep[0])
        for command in join:
            repository.run(command)
        names = [t["data"]["doc_id"] for t in before]
        assert repository.documents() == sorted([*names, "two", "three"])
        repository.finish([check, commit], FILE)

    @pytest.mark.parametrize("side", ["ours", "theirs"])
    def test_one_side_is_kept(self, repository: Repository, side: str):
        repository.begin("merge")
        repository.merge(
            lambda: repository.bring([one(), two()]), lambda: repository.bring([one(), three()])
        )
        _, (keep, *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(keep[0].replace("--ours", f"--{side}"))
        assert repository.documents() == ["one", "two" if side == "ours" else "three"]
        repository.finish([check, commit], FILE)

    @pytest.mark.parametrize("before", [[], [one()]])
    def test_what_both_answer_differently_is_decided_by_the_annotator(
        self, repository: Repository, before: list[Task]
    ):
        repository.begin("diff3")
        if before:
            repository.bring(before)
        repository.merge(
            lambda: repository.bring([longer(one()), two()]),
            lambda: repository.bring([without(one(), "r2"), three()]),
        )
        message, steps = repository.explained(FILE, "ann-1")
        assert annotation_id(*OWN, "r:r2") in message
        keep, (*show, join), (annotate, pull, again, *_), check, commit = steps
        repository.keep(keep[0])
        for command in show:
            repository.run(command)
        refused = repository.run(join, code=2)
        assert "different work of ann-1 on names: one (ours.json, theirs.json:" in refused
        assert (annotate, pull) == ("communique annotate ann-1 --pass 1", "communique pull ann-1")
        repository.run(f"communique import {FILE} --layer names")  # in place of Label Studio
        repository.run(again)
        assert repository.documents() == ["one", "three", "two"]
        stored = json.loads((repository.root / FILE).read_bytes())
        assert compared(stored, [longer(one()), two(), three()]) == Differences()
        repository.finish([check, commit], FILE)

    def test_what_git_merged_by_itself_is_not_lost(self, repository: Repository):
        repository.begin("merge")
        repository.bring([one()])
        repository.merge(
            lambda: repository.bring([one(), two()]),
            lambda: repository.bring([longer(one()), three()]),
        )
        message, (keep, (*show, join), *_) = repository.explained(FILE, "ann-1")
        assert annotation_id(*OWN, "r:r2") not in message
        repository.keep(keep[0])
        for command in show:
            repository.run(command)
        assert "different work of ann-1 on names: one (" in repository.run(join, code=2)

    def test_a_conflict_that_was_committed_comes_back(self, repository: Repository):
        repository.begin("merge")
        repository.merge(lambda: repository.bring([two()]), lambda: repository.bring([three()]))
        repository.run("git add . && git commit --quiet --message merged")
        _, ((keep, _, _, begin), join, *_, check, commit) = repository.explained(FILE, "ann-1")
        assert begin == f"git checkout --merge -- {FILE}"
        repository.keep(begin)
        repository.keep(keep)
        for command in join:
            repository.run(command)
        assert repository.documents() == ["three", "two"]
        repository.finish([check, commit], FILE)

    def test_an_export_edited_by_the_merge_is_recorded_anew(self, repository: Repository):
        repository.begin("merge")
        repository.bring([broken.by("ann-2", one())], "ann-2")

        def theirs() -> None:
            repository.bring([two()])
            repository.bring([broken.by("ann-2", longer(one()))], "ann-2")

        repository.merge(lambda: repository.bring([three()]), theirs)
        _, (keep, join, *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(keep[0])
        for command in join:
            repository.run(command)
        other = FILE.replace("ann-1", "ann-2")
        assert f"export-edited {other}" in repository.run(check[0])
        repository.run(f"{check[1]} {other} --layer names")
        repository.finish([check, [f"{commit[0]} {other}", commit[1]]], FILE)

    @pytest.mark.parametrize("style", ["merge", "diff3"])
    def test_decisions_of_the_other_side_are_open_again(self, repository: Repository, style: str):
        broken.edit(
            repository.root / "schema/corpus.yaml",
            "registry:\n",
            "  - {id: judge, type: human, role: adjudicator}\nregistry:\n",
        )
        repository.begin(style)
        repository.bring([one()])
        given = broken.by("ann-2", without(without(longer(one()), "r3"), "r4"))
        repository.bring([given], "ann-2")
        repository.run("communique adjudicate")
        repository.commit()
        repository.merge(
            lambda: (decide(repository, "s", "s", "1"), repository.commit()),
            lambda: (decide(repository, "s", "r", "r"), repository.commit()),
        )
        ours, theirs = (
            by_uid(repository.run(f"git show :{stage}:./{DECIDED}")) for stage in (2, 3)
        )
        (lost,) = theirs.keys() - ours.keys()
        (apart,) = (uid for uid in ours if ours[uid] != theirs.get(uid))
        message, steps = repository.explained(DECIDED, None)
        assert f"Only in theirs: {lost} (document one: rejected person" in message
        assert f"In both, but different: {apart} (document one: kept place" in message
        assert all(c in message for c in (*theirs[lost]["candidates"], *ours[apart]["candidates"]))
        first, (keep, *_), (adjudicate,), (*_, ask), (check, *commit) = steps
        assert first == []
        repository.run(keep)
        queue = json.loads(repository.run(f"{adjudicate} --json"))[0]["queue"]
        assert theirs[lost]["candidates"] in [item["candidates"] for item in queue]
        decide(repository, "s", "r", ask=ask.replace("NAME", "judge"))
        assert by_uid((repository.root / DECIDED).read_text()) == {**ours, lost: theirs[lost]}
        repository.finish([[check], commit], DECIDED)

    def test_a_new_clone_has_the_two_sides_in_its_history(self, repository: Repository):
        repository.begin("merge")
        repository.merge(lambda: repository.bring([two()]), lambda: repository.bring([three()]))
        repository.run("git add . && git commit --quiet --message merged")
        repository.run("git clone --quiet .. ../../clone")
        repository.root = repository.path.parent / "clone/data"
        repository.run("git config user.name Ann && git config user.email ann@example.org")
        _, (_, (*show, join), *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(f"git checkout HEAD^1 -- {FILE}")
        for command in show:
            repository.run(command.replace(":2:", "HEAD^1:").replace(":3:", "HEAD^2:"))
        repository.run(join)
        assert repository.documents() == ["three", "two"]
        repository.finish([check, commit[:2]], FILE)
