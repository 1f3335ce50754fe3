"""The way to the page in a browser: links, two annotators, a server that is killed, corrections."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

import mini
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser]
SAVED = 5_500  # ms; the page saves a draft within 5 s after a change


class Guest(Person):
    """Comes by a link, as it is printed, and signs in where the link leads."""

    def __init__(self, context: Any, root: Path, annotator: str, link: str) -> None:
        account = json.loads((root / f".label-studio/{annotator}/account.json").read_text())
        self.context, self.page, self.foreign = context, context.new_page(), []
        self.page.set_default_timeout(20_000)
        self.page.goto(link)
        self.page.fill("input[name=email]", account["account"])
        self.page.fill("input[name=password]", account["password"])
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".lsf-richtext__line")
        self.page.wait_for_timeout(500)

    def who(self) -> str:
        asked = "fetch('/api/current-user/whoami').then(r => r.json())"
        return self.page.evaluate(asked)["email"]

    def regions(self) -> list[str]:
        """The words of the regions on the page."""
        return self.page.locator(".htx-highlight").all_inner_texts()


def links(run: Any, annotator: str) -> dict[str, str]:
    """The link to the next task of each layer."""
    opened = run("annotate", annotator, "--json")
    assert opened.returncode == 0, opened.stderr
    return {p["layer"]: p["next_url"] for p in json.loads(opened.stdout)["projects"]}


def test_two_annotators_work_at_once_each_by_a_link_to_the_next_task(
    tmp_path: Path, studio, browser
):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    guests = [Guest(context, root, name, links(run, name)["names"]) for name in ("ann-1", "ann-2")]
    for guest in guests:
        guest.page.reload()
        guest.page.wait_for_selector(".lsf-richtext__line")
    assert [guest.who() for guest in guests] == ["ann-1@example.org", "ann-2@example.org"]
    first = guests[0]
    assert first.page.locator("text=Label All Tasks").count() == 0
    assert first.page.locator(".lsf-richtext").first.bounding_box()["width"] > 400
    first.mark("Paris", "2")
    first.submit()
    context.close()
    (names, frames) = json.loads(run("annotate", "ann-1", "--json").stdout)["projects"]
    assert (names["done"], names["next_url"]) == (1, None)
    assert frames["next_url"].endswith("/projects/2/data?labeling=1")


@pytest.mark.long
def test_a_killed_server_loses_no_more_than_five_seconds(tmp_path: Path, studio, browser):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    guest = Guest(context, root, "ann-1", links(run, "ann-1")["names"])
    guest.mark("Paris", "2")
    guest.press("Escape")
    guest.page.wait_for_timeout(SAVED)
    guest.mark("Rome", "2")
    guest.press("Escape")
    os.kill(_state(root)["pid"], signal.SIGKILL)
    again = links(run, "ann-1")["names"]

    other = context.new_page()  # as after a restart of the whole machine
    other.goto(again)
    other.wait_for_selector(".htx-highlight")
    assert other.locator(".htx-highlight").all_inner_texts() == ["Paris"]
    other.close()

    guest.mark("Monday", "2")  # the tab that was open all the time
    guest.press("Escape")
    guest.page.wait_for_timeout(SAVED)
    assert sorted(guest.regions()) == ["Monday", "Paris", "Rome"]
    guest.page.reload()
    guest.page.wait_for_selector(".htx-highlight")
    assert sorted(guest.regions()) == ["Monday", "Paris", "Rome"]
    context.close()


def _state(root: Path) -> dict[str, Any]:
    return json.loads((root / ".label-studio/ann-1/server.json").read_text())


@pytest.mark.long
def test_submitted_work_is_corrected_asked_about_and_pulled(tmp_path: Path, studio, browser):
    task = mini.names_task()
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    run = studio(root)
    links(run, "ann-1")
    port = _state(root)["port"]
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    link = f"http://ann-1.localhost:{port}/projects/1/data?task=1"
    guest = Guest(context, root, "ann-1", link)
    guest.page.wait_for_selector(".htx-highlight")
    assert len(guest.regions()) == 4
    guest.mark("Monday", "2")
    guest.click_words("Monday")
    guest.press("Alt+m")
    guest.page.locator("textarea").first.fill("Is a day a place?")
    guest.press("Enter", "Escape")
    with guest.page.expect_response(lambda r: r.request.method == "PATCH") as answer:
        guest.page.click('button:has-text("Update")')
    assert answer.value.status == 200
    context.close()
    done = run("pull", "ann-1")
    assert done.returncode == 0, done.stdout
    (pulled,) = json.loads((root / "annotations/names/ann-1.json").read_text())
    assert {r["id"] for r in mini.annotation(pulled)["result"]} > {"r1", "r2", "r3", "r4"}
    notes = json.loads(run("status", "--json").stdout)["notes"]
    assert [(n["words"], n["note"]) for n in notes] == [("Monday", "Is a day a place?")]
