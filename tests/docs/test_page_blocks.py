"""The runner of the pages: what it refuses, and when output is what a page expects."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from page_blocks import Page, PageError, pages, read_page
from page_run import PageRun


def page(folder: Path, *lines: str) -> Page:
    path = folder / "page.md"
    path.write_text("\n".join(("# A page", "", *lines, "")), encoding="utf-8")
    return read_page(path, folder)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain Python: these pages need no `communique`."""
    folder = tmp_path_factory.mktemp("programs")
    program = folder / "page-python"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def follow(tmp_path: Path, programs: Path) -> Callable[..., Path]:
    """`follow(*lines)`: run a page of these lines; the folder of its reader."""

    def run(*lines: str) -> Path:
        folder = tmp_path / "reader"
        folder.mkdir()
        with PageRun(folder, tmp_path / "beside", programs) as reader:
            reader.run(page(tmp_path, *lines))
        return folder

    return run


def fence(language: str, *content: str) -> tuple[str, ...]:
    return (f"```{language}", *content, "```")


def test_readme_and_all_pages_below_docs_are_read():
    names = {p.as_posix().rpartition("docs/")[2] for p in pages()}
    assert {"formats.md", "scoring.md"} <= names
    assert any(name.endswith("README.md") for name in names)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (fence("", "communique check"), "the language of a block is ''"),
        (fence("bash", "communique check"), "the language of a block is 'bash'"),
        (["words", "", "    communique check"], "an indented block"),
        (["<!-- notrun: needs a network -->", *fence("text", "x")], "the comment above"),
        (["<!-- not run: no time -->", *fence("console", "$ true")], "not run 'no time'"),
        (["<!-- not run: needs minutes -->", *fence("console", "$ true")], "name the test"),
        (["<!-- not run: needs minutes; tests/a.py -->", *fence("console", "$ x")], "no tests/a"),
        (["<!-- mark: slow -->"], "mark 'slow'"),
        (["<!-- start: here -->"], "start 'here'"),
    ],
)
def test_a_page_that_breaks_a_rule_is_refused(tmp_path: Path, lines: list[str], words: str):
    with pytest.raises(PageError, match=words):
        page(tmp_path, *lines)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (fence("console", "$ echo 1", "2"), "\\+1"),
        (fence("console", "$ printf 'a\\nb\\n'", "a"), "\\+b"),
        (fence("console", "$ false", "$ echo 1"), "exit code 1, not 0"),
        (["<!-- exit: 2 -->", *fence("console", "$ false")], "exit code 1, not 2"),
        (["<!-- exit: 1 -->", *fence("console", "$ true")], "exit code 0, not 1"),
        (fence("console", "echo 1"), "begins with"),
        (fence("python", "a = 1", "assert a == 2"), r"page\.md.*, line 5, in"),
        (fence("pycon", ">>> 1 + 1", "3"), "Expected:\n    3\nGot:\n    2"),
        (fence("json", "{a: 1}"), "Expecting property name"),
        (fence("yaml", "a: [1"), "page.md:4"),
        (fence("toml", "a = "), "page.md:4"),
        (["<!-- check: schema -->", *fence("yaml", "gates: {entities: {spans: much}}")], "gates"),
        (["<!-- check: cleaning -->", *fence("yaml", "document: {}")], "document"),
        (["<!-- check: label map -->", *fence("yaml", "labels: {a: b}")], "layer"),
        (
            ["<!-- check: predictions -->", *fence("json", '{"communique": "x"}')],
            r"page\.md:5 \(json\): .*is not valid under any of the given schemas",
        ),
        (["<!-- check: poem -->", *fence("yaml", "a: 1")], "check 'poem'"),
        ([*fence("python", "print(1)"), "", "<!-- output -->", *fence("text", "2")], r"\+1"),
        (["<!-- not run: needs a network -->", *fence("console", "$ if true")], "syntax error"),
    ],
)
def test_a_block_that_does_something_else_is_named(
    follow: Callable[..., Path], lines: list[str], words: str
):
    with pytest.raises(PageError, match=words):
        follow(*lines)


def test_dots_stand_for_lines_and_an_ellipsis_for_characters(follow: Callable[..., Path]):
    follow(*fence("console", "$ seq 9; echo in 12 s", "1", "...", "9", "in … s"))


def test_a_command_without_output_below_it_may_print_anything(follow: Callable[..., Path]):
    follow(*fence("console", "$ echo 1", "$ echo 2 >&2", "2"))


def test_a_command_goes_on_after_a_backslash_and_after_a_prompt(follow: Callable[..., Path]):
    follow(
        *fence(
            "console", "$ echo 1 \\", "    2", "1 2", "$ for i in a; do", "> echo $i; done", "a"
        ),
    )


def test_blocks_go_on_where_the_former_one_stopped(follow: Callable[..., Path]):
    folder = follow(
        *("<!-- setup: mkdir corpus -->", ""),
        *fence("console", "$ export WHO=Ann", "$ cd corpus"),
        *("<!-- file: names/who.txt -->", *fence("text", "Ann")),
        *fence("console", "$ cat names/who.txt", "Ann", "$ echo $WHO", "Ann"),
        *fence("python", "from pathlib import Path", "who = Path('names/who.txt').read_text()"),
        *fence("pycon", ">>> who", "'Ann\\n'"),
        *fence("python", "print(who)"),
        *("", "<!-- output -->", *fence("text", "Ann")),
    )
    assert (folder / "corpus/names/who.txt").read_text() == "Ann\n"


def test_answers_are_typed_on_a_terminal(follow: Callable[..., Path]):
    question = "$ read -p 'Who? (a or b): ' who; read -p 'Sure: ' sure; echo $who $sure"
    lines = fence("console", question, "Who? (a or b): b", "Sure:", "b")
    follow("<!-- type: b / -->", *lines)


def test_a_block_in_a_list_is_run(follow: Callable[..., Path]):
    with pytest.raises(PageError, match="exit code 1"):
        follow("1. Do this:", "", "   ```console", "   $ false", "   ```")


def test_a_page_knows_its_marks_and_where_it_starts(tmp_path: Path):
    made = page(tmp_path, "<!-- mark: long -->", "<!-- start: repository -->")
    assert (made.marks, made.start) == ({"long"}, "repository")
