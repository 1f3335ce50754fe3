"""A session saves each answer at once, as the terminal does, and refuses what is out of date."""

from pathlib import Path
from typing import Any

import pytest

import linked
import mini
from communique.adjudication_page.session import PageSession, StaleError, UnfitAnswerError
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.adjudicator_answers import DecisionsChangedError, LayerAnswers
from communique.workspace import Corpus
from voters import corpus, literal, longer, without

DECIDED = "annotations/adjudicated/names.json"
ASK = ("--interactive", "--adjudicator", "judge", "--layer", "names")


def session(root: Path) -> PageSession:
    opened = Corpus.open(root)
    state = AdjudicationState(opened)
    layer = opened.schema.layer("names")
    return PageSession(opened.schema, [LayerAnswers(state, layer, state.resolve(layer), "judge")])


def ids(made: PageSession) -> list[str]:
    return [entry["id"] for entry in made.queue()["entries"]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three items are open."""
    task = mini.names_task()
    return corpus(tmp_path / "c", task, longer(literal(task)), without(literal(task), "r1"))


def test_the_file_is_what_the_terminal_writes(root: Path, tmp_path: Path, communique: Any):
    task = mini.names_task()
    other = corpus(tmp_path / "t", task, longer(literal(task)), without(literal(task), "r1"))
    made = session(root)
    for entry, (choice, why) in zip(
        ids(made), ((1, "boundary"), (None, "guideline-gap"), (1, "missed")), strict=True
    ):
        made.decide(entry, choice, why, made.revision)
    typed = "1\nboundary\nr\nguideline-gap\n1\nmissed\n"
    done = communique("adjudicate", "--corpus", other, *ASK, stdin=typed)
    assert done.returncode == 0, done.stderr
    assert (root / DECIDED).read_bytes() == (other / DECIDED).read_bytes()
    assert (made.decided, made.open) == (3, 0)


def test_relations_follow_when_both_ends_are_decided(tmp_path: Path, communique: Any):
    links = [("r1", "r4", "praises"), ("r3", "r2", "denies")]
    roots = [tmp_path / "a", tmp_path / "b"]
    for root in roots:
        linked.corpus(root, links, [("r1", "r4", "denies")])
    made = session(roots[0])
    first, second = ids(made)
    made.decide(first, None, "spurious", 0)
    made.decide(second, 1, "missed", 1)
    done = communique("adjudicate", "--corpus", roots[1], *ASK, stdin="r\n\n1\n\n")
    assert done.returncode == 0, done.stderr
    assert (roots[0] / linked.DECIDED).read_bytes() == (roots[1] / linked.DECIDED).read_bytes()


def test_undo_takes_the_last_answer_back(root: Path):
    made = session(root)
    first, second, _ = ids(made)
    made.decide(first, 1, "boundary", 0)
    before = (root / DECIDED).read_bytes()
    made.decide(second, 1, "attribute", 1)
    assert made.undo(2) == second
    assert (root / DECIDED).read_bytes() == before
    assert made.undo(3) == first
    with pytest.raises(UnfitAnswerError, match="nothing to undo"):
        made.undo(4)


def test_a_tab_that_has_not_seen_the_last_answer_saves_nothing(root: Path):
    made = session(root)
    first, second, _ = ids(made)
    made.decide(first, 1, "boundary", 0)
    before = (root / DECIDED).read_bytes()
    with pytest.raises(StaleError):
        made.decide(second, 1, "attribute", 0)
    with pytest.raises(StaleError):
        made.undo(0)
    assert (root / DECIDED).read_bytes() == before


def test_an_item_has_one_answer(root: Path):
    made = session(root)
    first = ids(made)[0]
    made.decide(first, 1, "boundary", 0)
    with pytest.raises(UnfitAnswerError, match="decided already"):
        made.decide(first, 2, "boundary", 1)
    assert made.decided == 1


@pytest.mark.parametrize(
    ("entry", "choice", "why"),
    [("0", 1, "label"), (None, 0, "label"), (None, 3, "label"), (None, -1, "label"), (None, 1, "")],
)
def test_an_answer_that_fits_no_item_is_refused(root: Path, entry: str, choice: int, why: str):
    made = session(root)
    with pytest.raises(UnfitAnswerError):
        made.decide(entry or ids(made)[0], choice, why, 0)
    assert (made.decided, made.revision, (root / DECIDED).exists()) == (0, 0, False)


def test_a_file_that_another_program_changed_is_not_overwritten(root: Path, communique: Any):
    made = session(root)
    first, second, _ = ids(made)
    made.decide(first, 1, "boundary", 0)
    communique("adjudicate", "--corpus", root, *ASK, stdin="s\n1\n\nq\n")
    theirs = (root / DECIDED).read_bytes()
    with pytest.raises(DecisionsChangedError, match=DECIDED):
        made.decide(second, None, "spurious", 1)
    assert (root / DECIDED).read_bytes() == theirs
    assert made.decided == 1


def test_an_answer_that_cannot_be_written_is_not_taken(root: Path):
    made = session(root)
    first = ids(made)[0]
    folder = root / "annotations/adjudicated"
    folder.write_text("in the way")
    with pytest.raises(OSError):  # noqa: PT011 - the kind depends on the system
        made.decide(first, 1, "boundary", 0)
    assert (made.decided, made.open) == (0, 3)
    folder.unlink()
    made.decide(first, 1, "boundary", 0)
    assert (made.decided, made.open) == (1, 2)
