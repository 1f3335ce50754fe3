"""The page at work: what it costs, and what it must not let go wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from communique.label_studio import read_export
from communique.label_studio.server import client as label_studio
from communique.problems import Problem
from communique.records import Record
from communique.schema import load_schema
from cost import Cost, Counting
from paths import SRC
from person import Person
from trial import trial_corpus

pytestmark = [pytest.mark.server, pytest.mark.browser]

LAYERS = {"entities": 1, "stance": 2, "framing": 3}
GOALS = {
    "entity without id": Cost(keys=1, drags=1),
    "entity with id": Cost(keys=4, clicks=1, drags=1),
    "stance span, one holder": Cost(keys=8, clicks=1, drags=1),
    "stance span, modality, confidence": Cost(keys=10, clicks=1, drags=1),
    "author's stance of a document": Cost(),
    "framing paragraph": Cost(keys=2),
    "framing paragraph, confidence": Cost(keys=3),
}
RESULT = "JSON.stringify(Htx.annotationStore.selected.serializeAnnotation())"
Desk = Callable[[str], Person]


@pytest.fixture(scope="module")
def desk(
    executable: Path, template: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """`desk(layer)`: a person at the first task of a layer, in a window of 1366 x 768."""
    root = trial_corpus(tmp_path_factory.mktemp("desk"), more_questions=True)
    yield from _desk(executable, template, browser, root)


@pytest.fixture(scope="module")
def plain_desk(
    executable: Path, template: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """As `desk`, without the questions of the coming scheme."""
    root = trial_corpus(tmp_path_factory.mktemp("desk"), more_questions=False)
    yield from _desk(executable, template, browser, root)


def _desk(executable: Path, template: Path, browser: Any, root: Path) -> Iterator[Desk]:
    (root / ".label-studio/template").mkdir(parents=True, mode=0o700)
    shutil.copy(template, root / ".label-studio/template")
    environment = {
        **os.environ,
        "PYTHONPATH": str(SRC),
        "COMMUNIQUE_LABEL_STUDIO": str(executable),
    }
    command = [sys.executable, "-m", "communique", "annotate", "--corpus", str(root)]
    subprocess.run([*command, "pilot-1"], check=True, env=environment, capture_output=True)
    people: list[Person] = []

    def at(layer: str) -> Person:
        person = Person(browser, root, "pilot-1")
        person.page.set_viewport_size({"width": 1366, "height": 768})
        people.append(person)
        person.open(LAYERS[layer])
        return person

    yield at
    for person in people:
        person.close()
    subprocess.run([*command, "--stop"], check=True, env=environment, capture_output=True)


def rows(person: Person, kind: str | None = None) -> list[dict[str, Any]]:
    """The rows that would be submitted now."""
    listed = json.loads(person.page.evaluate(RESULT))
    return [row for row in listed if kind in (None, row["from_name"])]


def labels(person: Person, control: str) -> dict[str, str]:
    return {row["value"]["text"]: row["value"]["labels"][0] for row in rows(person, control)}


def pick(person: Person, words: str, search: str) -> None:
    """Search in the long list of the region on these words, and take the first that is found."""
    page = person.page
    person.click_words(words)
    page.get_by_text("type to search").locator("visible=true").first.click(force=True)
    page.wait_for_timeout(300)
    page.keyboard.type(search)
    page.wait_for_timeout(500)
    page.locator(".ant-select-tree-title").locator("visible=true").first.click()
    page.wait_for_timeout(100)


def entities(person: Person) -> Counting:
    counting = Counting(person)
    with counting.unit("entity without id"):
        counting.mark("China", "3")
    with counting.unit("entity with id"):
        counting.mark("Japan", "3")
        counting.click_words("Japan")
        counting.press(counting.key_of("Japan"), "Escape")
    return counting


def stance(person: Person, name: str, *more: str) -> Counting:
    """`more` are the keys of the target, us_alliances, and of further questions."""
    counting = Counting(person)
    words = "allies"
    with counting.unit(name):
        counting.mark(words, "1")
        counting.click_words(words)
        target, *questions = more
        counting.press(target, counting.key_of("The author of the article"), "q", *questions)
        counting.press("Escape")
    return counting


def framing(person: Person, name: str, *more: str) -> Counting:
    counting = Counting(person)
    with counting.unit(name):
        counting.press("Alt+.", "8", *more)
    return counting


def asserted(*counted: Counting) -> None:
    for counting in counted:
        print(f"\n{counting.costs.table(GOALS)}")
        assert counting.costs.over(GOALS) == []


def test_an_entity_a_stance_and_a_paragraph_cost_no_more_than_their_goals(desk: Desk):
    person = desk("entities")
    asserted(entities(person))
    ids = {r["value"]["text"]: r["value"]["choices"] for r in rows(person, "entity_id__GPE")}
    assert ids == {"Japan": ["gpe:JP"]}

    person = desk("stance")
    asserted(stance(person, "stance span, modality, confidence", "Shift+Y", "a", "z"))
    given = {r["from_name"]: r["value"].get("choices") for r in rows(person)}
    assert given == {
        "polarity": None,
        "target": ["us_alliances"],
        "holder__named": ["AUTHOR"],
        "attribution": ["author"],
        "modality": ["asserted"],
        "confidence": ["sure"],
    }

    person = desk("framing")
    asserted(framing(person, "framing paragraph, confidence", "z"))
    (frames,) = rows(person, "frames")
    assert (frames["value"]["choices"], rows(person, "primary")) == (["security"], [])


def test_two_quick_escapes_leave_a_region_and_relabel_nothing(desk: Desk):
    person = desk("entities")
    person.mark("Korea", "3")
    pick(person, "Korea", "rok")
    for _ in range(2):
        person.page.keyboard.press("Escape")
        person.page.wait_for_timeout(50)
    person.page.keyboard.press("5")
    person.page.wait_for_timeout(200)
    assert labels(person, "entity")["Korea"] == "GPE"
    (found,) = [r for r in rows(person, "entity_id") if r["value"]["text"] == "Korea"]
    assert found["value"]["taxonomy"] == [["gpe:KR"]]  # "rok" is an alias of South Korea

    person = desk("stance")
    person.mark("region", "1")
    pick(person, "region", "critics")  # several holders are possible, so the list stays open
    for _ in range(2):
        person.page.keyboard.press("Escape")
        person.page.wait_for_timeout(60)
    person.page.keyboard.press("2")
    person.page.wait_for_timeout(200)
    assert labels(person, "polarity")["region"] == "favor"


def test_the_page_says_which_region_its_form_is_for(desk: Desk):
    person = desk("entities")
    hint = person.page.get_by_text("Key of a label, then mark the words").locator("visible=true")
    form = person.page.get_by_text("This form is for the framed words").locator("visible=true")
    assert (hint.count(), form.count()) == (1, 0)
    person.mark("United States", "3")
    person.click_words("United States")
    assert (hint.count(), form.count()) == (0, 1)
    assert "marked GPE. Esc leaves them" in form.first.inner_text()
    width = person.page.evaluate(
        "getComputedStyle(document.querySelector('.htx-highlight.__active')).outlineWidth"
    )
    assert width == "2px"
    assert person.page.get_by_text("of 5").locator("visible=true").count() == 1


def test_a_border_can_be_dragged(desk: Desk):
    person = desk("entities")
    person.mark("Asia", "3")
    person.click_words("Asia")
    box = person.page.locator(".htx-highlight.__active area.__resize_right").bounding_box()
    assert box is not None
    mouse = person.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + 30, box["y"] + box["height"] / 2, steps=6)
    mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=6)
    mouse.up()
    person.page.wait_for_timeout(300)
    (found,) = [t for t in labels(person, "entity") if t.startswith("Asia")]
    assert len(found) > len("Asia")


@pytest.mark.parametrize(("width", "least"), [(1920, 650), (1366, 550), (911, 380), (800, 420)])
def test_the_text_has_room_in_every_window(desk: Desk, width: int, least: int):
    """911 is a window of 1366 at 150 %."""
    person = desk("entities")
    person.page.set_viewport_size({"width": width, "height": 768})
    person.page.wait_for_timeout(300)
    box = person.page.locator(".lsf-richtext__container").first.bounding_box()
    assert box is not None
    assert box["width"] >= least
    line = person.page.evaluate(
        "getComputedStyle(document.querySelector('.lsf-richtext__container')).lineHeight"
    )
    assert float(line.removesuffix("px")) >= 26


def test_in_the_dark_nothing_is_white(desk: Desk):
    person = desk("entities")
    person.page.evaluate("document.documentElement.dataset.colorScheme = 'dark'")
    colours = person.page.evaluate(
        "['.bar', '.form'].map(q => getComputedStyle(document.querySelector(q)).backgroundColor)"
    )
    assert all(sum(map(int, c[4:-1].split(", ")[:3])) < 200 for c in colours)


@pytest.mark.long
def test_without_further_questions_the_costs_are_lower(plain_desk: Desk):
    found = [stance(plain_desk("stance"), "stance span, one holder", "Shift+Y", "i")]
    found += [framing(plain_desk("framing"), "framing paragraph")]
    person = plain_desk("stance")
    counting = Counting(person)
    with counting.unit("author's stance of a document"):
        person.submit()  # nothing is obligatory
    asserted(*found, counting)


@pytest.mark.long
def test_a_whole_document_of_each_layer_is_done_submitted_and_read_without_a_problem(
    executable: Path, template: Path, browser: Any, tmp_path: Path
):
    root = trial_corpus(tmp_path / "corpus", more_questions=True)
    schema = load_schema(root / "schema/corpus.yaml")
    served = _desk(executable, template, browser, root)
    desk = next(served)
    person = desk("framing")
    for _ in range(len(rows(person, "unit"))):
        person.press("Alt+.", "8", "z")
    person.press("Escape")
    person.choose("security")
    person.submit()

    person = desk("stance")
    for words, key in (("allies", "1"), ("threats", "2")):
        person.mark(words, key)
        person.click_words(words)
        author = Counting(person).key_of("The author of the article")
        person.press("Shift+1", author, "q", "a", "z", "Escape")
    person.submit()

    person = desk("entities")
    for words, key in (("China", "3"), ("Japan", "3"), ("United States", "3"), ("Asia", "4")):
        person.mark(words, key)
        person.click_words(words)
        person.press(Counting(person).key_of(words), "Escape")
    person.mark("Joe Biden", "1")
    pick(person, "Joe Biden", "joe bi")
    person.press("Escape")
    person.submit()

    state = json.loads((root / ".label-studio/pilot-1/server.json").read_text())
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        read: dict[str, list[Record]] = {}
        for layer, project in LAYERS.items():
            file = tmp_path / layer / "pilot-1.json"
            file.parent.mkdir()
            client.snapshot(project, file)
            found = list(read_export(file, schema))
            faults = [p for p in found if isinstance(p, Problem) and p.id != "unknown-annotator"]
            assert faults == []
            read[layer] = [r for r in found if isinstance(r, Record)]
    next(served, None)
    ids = {r.text: r.attributes["entity_id"] for r in read["entities"]}
    assert ids == {
        "China": "gpe:CN",
        "Japan": "gpe:JP",
        "United States": "gpe:US",
        "Asia": "loc:asia",
        "Joe Biden": "per:joe-biden",
    }
    assert {r.label for r in read["framing"]} == {"security"}
    assert {r.attributes["holders"] for r in read["stance"]} == {("AUTHOR",)}
