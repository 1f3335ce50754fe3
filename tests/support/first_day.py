"""What docs/tutorials/annotate.md describes: the first day of an annotator, step by step.

The article is the one of `invented`. `shot(name, box)` is called where the page has a picture; a
box is left, top, width and height in the window, or None for the whole window.
"""

import re
from collections.abc import Callable
from typing import Final

from cost import Counting
from person import Person

NAME: Final = "ann-4"
WINDOW: Final = {"width": 1366, "height": 768}
Box = tuple[int, int, int, int]
Shot = Callable[[str, Box | None], None]
PROJECTS: Final = {"entities": 1, "stance": 2, "framing": 3}
WORK: Final = (0, 48, 1046, 570)  # the text and the form
DIALOG: Final = (318, 24, 730, 744)


def open_layer(person: Person, layer: str, shot: Shot | None = None) -> None:
    """Open the next task as the printed address does, and close the guideline."""
    page = person.page
    page.set_viewport_size(WINDOW)
    page.goto(f"{person.url}/projects/{PROJECTS[layer]}/data?labeling=1")
    page.wait_for_selector(".lsf-richtext__line")
    page.wait_for_selector("text=Labeling Instructions")
    page.wait_for_timeout(800)
    if shot:
        shot("annotate-guideline", DIALOG)
    person.press("Escape")
    page.wait_for_selector("text=Labeling Instructions", state="hidden")
    page.wait_for_timeout(500)


def document(person: Person) -> str:
    """The document that is open."""
    heading = person.page.get_by_text(re.compile("^(pact|sudmark)$")).locator("visible=true").first
    heading.wait_for()
    return heading.inner_text()


def regions(person: Person) -> list[str]:
    """The words that are marked."""
    return sorted(set(person.page.locator(".htx-highlight").all_inner_texts()))


def fill(person: Person, words: str, *keys: str) -> None:
    """Click the words, press the key of each choice (or of the choice with this name), and Esc."""
    person.click_words(words)
    for key in keys:
        one = key if re.fullmatch(r"(Shift\+)?.", key) else Counting(person).key_of(key)
        person.press(one)
    person.press("Escape")


def submit(person: Person) -> None:
    """Ctrl+Enter, until the server has it and the document is gone from the page."""
    heading = person.page.get_by_text(document(person), exact=True).locator("visible=true").first
    with person.page.expect_response(
        lambda r: "/annotations" in r.url and r.request.method == "POST"
    ) as answer:
        person.press("Control+Enter")
    assert answer.value.status == 201
    heading.wait_for(state="hidden")
    person.page.wait_for_timeout(800)


def correct(person: Person, shot: Shot) -> None:
    """Open the second document from the list, give the missing id, and press *Update*."""
    page = person.page
    page.goto(f"{person.url}/projects/{PROJECTS['entities']}/data")
    row = page.get_by_text("sudmark", exact=True).locator("visible=true").first
    row.wait_for()
    page.wait_for_timeout(800)
    row.click()
    page.wait_for_selector(".htx-highlight")
    page.wait_for_timeout(1000)
    person.click_words("Lena Ode")
    person.press(Counting(person).key_of("Lena Ode"))
    shot("annotate-update", (240, 90, 806, 678))
    person.press("Escape")
    with page.expect_response(lambda r: r.request.method == "PATCH") as answer:
        page.click('button:has-text("Update")')
    assert answer.value.status == 200


def entities(person: Person, shot: Shot) -> None:
    """Both documents; in the second, a name is left without its id."""
    open_layer(person, "entities", shot)
    for _ in range(2):
        {"pact": _entities_of_pact, "sudmark": _entities_of_sudmark}[document(person)](person, shot)
        submit(person)


def _entities_of_pact(person: Person, shot: Shot) -> None:
    shot("annotate-page", None)
    person.mark("Tom Reed", "1")
    fill(person, "Tom Reed", "Tom Reed")
    person.mark("Orsa on", "3")  # a wrong border
    person.press("Control+z")
    assert regions(person) == ["Tom Reed"]
    person.mark("Orsa", "3")
    person.click_words("Orsa")
    shot("annotate-form", WORK)
    person.press("q", Counting(person).key_of("Orsa"), "Alt+m")
    person.page.keyboard.type("A visit and talks: literal or mixed?")
    shot("annotate-note", (0, 48, 1366, 365))
    person.press("Enter", "Escape")
    person.mark("Harbour Pact", "8")
    fill(person, "Harbour Pact", "Harbour Pact")


def _entities_of_sudmark(person: Person, shot: Shot) -> None:
    person.mark("Sudmark", "3")
    fill(person, "Sudmark", "Sudmark")
    person.mark("Lena Ode", "1")  # without its id


def stance(person: Person, shot: Shot) -> None:
    """A stance in each document."""
    open_layer(person, "stance")
    for _ in range(2):
        if document(person) == "pact":
            person.mark("reckless patrols by Eastmark", "2")
            person.click_words("reckless patrols")
            holder = Counting(person).key_of("Westmark")
            person.press("Shift+!", holder, "r", "a", "z")
            person.page.set_viewport_size({**WINDOW, "height": 1000})  # the whole form
            shot("annotate-stance", (0, 48, 1046, 870))
            person.page.set_viewport_size(WINDOW)
            person.press("Escape")
        else:
            person.mark("hopes to join it", "1")
            fill(person, "hopes to join it", "Shift+2", "Sudmark", "r", "a", "x")
        submit(person)


def framing(person: Person, shot: Shot) -> None:
    """Every paragraph gets a frame; the paragraphs are marked already."""
    open_layer(person, "framing")
    for _ in range(2):
        pact = document(person) == "pact"
        count = person.page.locator(".lsf-richtext__line").count() - 1
        for number in range(count):
            person.press("Alt+.", "r", "8" if number == 2 else "z")
            if number == 2:
                person.press("Shift+R", "z")
                shot("annotate-framing", (0, 48, 1046, 600))
        person.press("Escape")
        person.choose("external_reputation")
        if pact:
            person.page.mouse.move(
                300, 700
            )  # away from the choice, or its definition covers others
            shot("annotate-document", (0, 48, 1046, 470))
        submit(person)
