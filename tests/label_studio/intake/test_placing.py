"""Texts of tasks in the corpus: exact maps for any range, and no traceback for any input."""

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mini
from communique.label_studio.intake.placement import NoPlaceError, part, whole
from communique.workflow.clean import make_document
from foreign import command, on_raw, parts

DOCUMENT = make_document(mini.SOURCE, mini.RAW.encode(), "extracted")
TEXTS = [mini.RAW, mini.RAW.replace("\n", "\r\n"), "\ufeff" + mini.RAW, " \n" + mini.RAW]


def words(text: str) -> str:
    return "".join(text.split())


@given(text=st.sampled_from(TEXTS), start=st.integers(0, 150), length=st.integers(1, 150))
@example(text=TEXTS[0], start=0, length=16)
def test_a_moved_range_has_the_same_words_and_none_is_cut(text: str, start: int, length: int):
    placement = whole(text, DOCUMENT, mini.RAW)
    assert placement is not None
    end = min(start + length, len(text))
    start = min(start, end - 1)
    to = placement.move(start, end)
    surface = text[start:end]
    if isinstance(to, str):
        touches = end > text.index("Leave a comment")
        assert touches or surface[0].isspace() or surface[-1].isspace() or surface[0] == "\ufeff"
    else:
        assert words(DOCUMENT.text[slice(*to)]) == words(surface)


@given(cut=st.integers(1, len(mini.TEXT) - 1))
def test_two_parts_cover_the_text_and_their_ranges_are_those_of_the_whole(cut: int):
    halves = (mini.TEXT[:cut], mini.TEXT[cut:])
    covered = frozenset[int]()
    for offset, half in zip((0, cut), halves, strict=True):
        placement = part(half, DOCUMENT, mini.RAW, offset)
        assert placement.points == tuple(range(offset, offset + len(half)))
        covered |= placement.covered
    assert covered == frozenset(range(len(mini.TEXT)))


@given(text=st.text(alphabet="Ane \r\n\ufeffL", max_size=12), offset=st.none() | st.integers())
def test_any_text_has_a_place_or_none(text: str, offset: int | None):
    assert whole(text, DOCUMENT, mini.RAW) is None
    try:
        placement = part(text, DOCUMENT, mini.RAW, offset)
    except NoPlaceError:
        return
    for index, point in enumerate(placement.points):
        if point is not None and not text[index].isspace():
            assert DOCUMENT.text[point] == text[index]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["one", "one.txt", mini.RAW, mini.TEXT, mini.TEXT[:40], "r1", "r"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
PLACES = [
    *(("data",), ("data", "text"), ("data", "doc_id"), ("data", "key"), ("data", "at")),
    *(("annotations",), ("annotations", 0), ("annotations", 0, "result")),
    *(("annotations", 0, "completed_by"), ("annotations", 0, "was_cancelled")),
    *(("annotations", 0, "lead_time"), ("annotations", 0, "result", 0)),
    *(("annotations", 0, "result", 0, key) for key in ("id", "type", "value", "from_name")),
    *(("annotations", 0, "result", 0, "value", key) for key in ("start", "end", "text", "labels")),
    *(("predictions",), ("drafts",), ("id",)),
]
OPTIONS = [
    [],
    ["--id-key", "key"],
    ["--text-key", "text"],
    ["--id-key", "doc_id", "--offset-key", "at"],
    ["--accept-losses", "--allow-missing-parts"],
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path / "corpus")


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    value=JSON,
    place=st.sampled_from(PLACES),
    which=st.sampled_from(["raw", "parts", "part"]),
    options=st.sampled_from(OPTIONS),
)
def test_any_json_in_a_task_is_taken_or_refused(
    root: Path,
    monkeypatch: Any,
    capsys: Any,
    value: Any,
    place: tuple[Any, ...],
    which: str,
    options: list[str],
):
    shutil.rmtree(root / "annotations", ignore_errors=True)
    tasks = [on_raw(key="one", at=0)] if which == "raw" else deepcopy(parts(key="one", at=0))
    tasks = tasks[1:2] if which == "part" else tasks
    holder: Any = tasks[-1]
    for key in place[:-1]:
        holder = holder[key]
    if isinstance(holder, list) and not holder:
        return
    holder[place[-1]] = value
    file = root.parent / "given.json"
    file.write_text(json.dumps(tasks))
    done = command(
        monkeypatch, capsys, "import", file, "--layer", "names", *options, "--corpus", root
    )
    assert done.returncode in (0, 1, 2)
    assert done.stdout or done.stderr
