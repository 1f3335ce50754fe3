"""docs/tutorials/annotate.md, followed step by step at the real page."""

import json
import re
from pathlib import Path

import pytest

import first_day
import invented
from first_day import NAME
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.long]
SAVED = 5_500  # ms; the page saves a draft within 5 s after a change


def no_picture(name: str, box: first_day.Box | None) -> None:
    """The page is not photographed here."""


def test_a_first_time_annotator_gets_through_the_day_and_goes_on_the_next(
    tmp_path: Path, studio, browser
):
    invented.write_corpus(tmp_path)
    run = studio(tmp_path)
    assert run("annotate", NAME, "--add").stdout.startswith("added ann-4 (human, annotator) to ")
    assert run("render").returncode == 0
    opened = run("annotate", NAME).stdout.splitlines()
    assert opened[0] == "entities     0 of 2 done, 2 new tasks"
    assert opened[3].startswith("next task: http://ann-4.localhost:")

    person = Person(browser, tmp_path, NAME)
    first_day.entities(person, no_picture)
    assert person.page.get_by_text("No More Tasks Left in Queue").count() == 1
    checked = run("annotate", NAME, "--check")
    assert checked.returncode == 1
    assert "  error: 'Lena Ode' in paragraph 1 has no entity id\n" in checked.stdout
    first_day.correct(person, no_picture)
    assert run("annotate", NAME, "--check").stdout == "submitted answers: 0 errors, 0 warnings\n"

    first_day.open_layer(person, "stance")
    person.mark("the pact", "1")
    person.page.wait_for_timeout(SAVED)
    assert run("annotate", NAME, "--stop").stdout.split() == [NAME, "stopped"]
    again = run("annotate", NAME).stdout
    assert re.search(r"^entities +2 of 2 done$", again, re.M)
    assert re.search(r"^stance +0 of 2 done$", again, re.M)
    first_day.open_layer(person, "stance")
    assert first_day.regions(person) == ["the pact"]  # the draft
    person.click_words("the pact")
    person.press("Backspace")
    assert first_day.regions(person) == []
    person.page.wait_for_timeout(SAVED)

    first_day.stance(person, no_picture)
    first_day.framing(person, no_picture)
    person.close()
    pulled = run("pull", NAME)
    assert pulled.returncode == 0, pulled.stdout
    assert pulled.stdout.count("2 of 2 documents finished") == 3
    (note,) = json.loads(run("status", "--json").stdout)["notes"]
    assert (note["words"], note["note"]) == ("Orsa", "A visit and talks: literal or mixed?")
