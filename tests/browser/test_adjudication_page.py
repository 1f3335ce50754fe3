"""An adjudicator at the page, by keyboard alone: every open item, one answer each, nothing lost."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mini
import open_items
from communique.corpus import Source
from paths import SRC
from voters import corpus, longer

pytestmark = pytest.mark.browser

OPEN = 15
LAYER = "stance"
DECIDED = f"annotations/adjudicated/{LAYER}.json"
Start = Callable[..., "Desk"]


class Desk:
    """The command, and a tab of Chromium at its page."""

    def __init__(self, browser: Any, root: Path, by: str, layer: str) -> None:
        arguments = ("adjudicate", "--page", "--adjudicator", by, "--layer", layer)
        self.command = subprocess.Popen(
            [sys.executable, "-m", "communique", *arguments, "--corpus", root],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        assert self.command.stderr is not None
        self.url = next(x.strip() for x in self.command.stderr if "http://" in x)
        self.context = browser.new_context(viewport={"width": 1366, "height": 768})
        self.faults: list[str] = []
        self.page = self.tab()

    def tab(self) -> Any:
        """One more tab at the page."""
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda r: self._note(r.url))
        page.on("pageerror", lambda e: self.faults.append(str(e)))
        page.on("console", lambda m: self.faults.append(m.text) if "Policy" in m.text else None)
        page.goto(self.url)
        page.locator(".card, #done:visible").first.wait_for()
        return page

    def _note(self, url: str) -> None:
        if not url.startswith(self.url) and not url.endswith("/favicon.ico"):
            self.faults.append(url)

    def progress(self) -> str:
        return self.page.inner_text("#progress")

    def press(self, key: str, page: Any = None) -> None:
        """Press a key, and wait until the page has done what it asks for."""
        page = page or self.page
        page.keyboard.press(key)
        wait(page)

    def stop(self) -> str:
        """Stop on the page; what the command says on stderr."""
        self.press("q")
        self.page.keyboard.press("Enter")
        return self.command.communicate(timeout=20)[1]


def wait(page: Any) -> None:
    """Wait until the page has done what was asked for."""
    page.locator('body[aria-busy="false"]').wait_for(state="attached")


@pytest.fixture
def start(browser: Any) -> Iterator[Start]:
    desks: list[Desk] = []

    def begin(root: Path, by: str = "adjudicator-1", layer: str = LAYER) -> Desk:
        desks.append(Desk(browser, root, by, layer))
        return desks[-1]

    yield begin
    for desk in desks:
        desk.context.close()
        desk.command.kill()
        desk.command.wait()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return open_items.corpus(tmp_path / "corpus", LAYER, "000", OPEN)


def in_view(page: Any, selector: str) -> bool:
    """Whether the first such element is wholly in the window."""
    box = page.locator(selector).first.bounding_box()
    size = page.viewport_size
    return (
        box is not None
        and (box["x"] >= 0 and box["x"] + box["width"] <= size["width"])
        and (box["y"] >= 0 and box["y"] + min(box["height"], 24) <= size["height"])
    )


def test_every_open_item_is_reached_by_one_key_with_its_text_in_view(root: Path, start: Start):
    desk = start(root)
    seen: list[str] = []
    for number in range(1, OPEN + 1):
        assert desk.progress() == f"Item {number} of {OPEN} · 0 decided, {OPEN} open"
        assert in_view(desk.page, "#text mark")
        assert in_view(desk.page, ".card")
        seen.append(desk.page.evaluate("item.id"))
        desk.press("n")
    assert len(set(seen)) == OPEN
    assert desk.page.evaluate("item.id") == seen[0]
    desk.press("p")
    assert desk.page.evaluate("item.id") == seen[-1]
    assert desk.faults == []


def test_the_decisions_are_those_of_the_terminal(
    root: Path, tmp_path: Path, start: Start, communique: Any
):
    """Each item gets another answer first, so two that contradict each other were both chosen."""
    desk = start(root)
    typed: list[str] = []
    for number in range(OPEN):
        answers = desk.page.evaluate("item.answers.length")
        chosen = number % (answers + 1)
        key = str(chosen) if chosen else "r"
        for pressed in ("1", "r", key, "Enter"):
            desk.press(pressed)
        typed.append(f"{key}\n\n")
        assert desk.page.evaluate("queue.revision") == number + 1
    assert desk.page.get_by_role("heading", name="Everything is decided.").is_visible()
    assert f"Stopped. {OPEN} decided and saved, 0 open." in desk.stop()
    assert desk.command.returncode == 0
    other = open_items.corpus(tmp_path / "other", LAYER, "000", OPEN)
    ask = ("--interactive", "--adjudicator", "adjudicator-1", "--layer", LAYER)
    done = communique("adjudicate", "--corpus", other, *ask, stdin="".join(typed))
    assert done.returncode == 0, done.stderr
    assert (root / DECIDED).read_bytes() == (other / DECIDED).read_bytes()
    assert "open" not in done.stdout


def test_a_command_that_is_killed_loses_only_the_item_in_hand(root: Path, start: Start):
    desk = start(root)
    for _ in range(5):
        desk.press("1")
        desk.press("Enter")
    desk.press("1")
    saved = (root / DECIDED).read_bytes()
    desk.command.kill()
    desk.command.wait()
    desk.press("Enter")
    assert "The command has ended" in desk.page.get_by_role("alert").inner_text()
    assert (root / DECIDED).read_bytes() == saved
    by = [d["by"] for d in json.loads(saved)["decisions"]]
    again = start(root)
    assert again.progress() == f"Item 1 of {OPEN - 5} · 0 decided, {OPEN - 5} open"
    after = [d["by"] for d in json.loads((root / DECIDED).read_text())["decisions"]]
    assert after == by


def test_a_second_tab_cannot_save_over_the_first(root: Path, start: Start):
    desk = start(root)
    other = desk.tab()
    desk.press("2", other)
    desk.press("1")
    desk.press("Enter")
    saved = (root / DECIDED).read_bytes()
    desk.press("Enter", other)
    assert "Another tab has answered" in other.get_by_role("alert").inner_text()
    assert (root / DECIDED).read_bytes() == saved
    assert other.inner_text("#progress") == f"Item 2 of {OPEN} · 1 decided, {OPEN - 1} open"
    desk.press("1", other)
    desk.press("Enter", other)
    assert (root / DECIDED).read_bytes() != saved


def test_reason_undo_and_cancel_by_keyboard(root: Path, start: Start):
    desk = start(root)
    first = desk.page.evaluate("item.id")
    before = (root / DECIDED).read_bytes()
    desk.press("1")
    desk.press("Escape")
    desk.press("Enter")
    assert (root / DECIDED).read_bytes() == before
    desk.press("1")
    suggested = desk.page.evaluate("document.activeElement.value")
    desk.press("ArrowRight")
    reason = desk.page.evaluate("document.activeElement.value")
    assert reason != suggested
    desk.press("Enter")
    known = json.loads(before)["decisions"]
    (new,) = [d for d in json.loads((root / DECIDED).read_text())["decisions"] if d not in known]
    assert (new["by"], new["reason"]) == ("adjudicator-1", reason)
    desk.press("u")
    assert desk.page.evaluate("item.id") == first
    assert json.loads((root / DECIDED).read_text())["decisions"] == known


def test_text_of_the_corpus_stays_text(
    tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
):
    hostile = "<img src=x onerror=alert(1)></p><script>alert(1)</script>&amp;"
    for name in ("RAW", "TEXT"):
        text = getattr(mini, name).replace("the team in Paris", f"{hostile} in Paris")
        monkeypatch.setattr(mini, name, text)
    digest = hashlib.sha256(mini.RAW.encode()).hexdigest()
    source = Source(doc_id="one", file="one.txt", sha256=digest, language="en")
    monkeypatch.setattr(mini, "SOURCE", source)
    root = corpus(tmp_path / "c", mini.names_task(), longer(mini.names_task()))
    desk = start(root, "judge", "names")
    assert hostile in desk.page.inner_text("#text")
    assert desk.page.locator("#text img, #text script").count() == 0
    assert desk.faults == []


def test_the_page_fits_the_window_in_light_and_dark(root: Path, start: Start, tmp_path: Path):
    desk = start(root)
    page = desk.page
    desk.press("n")
    desk.press("1")
    for width, height in ((800, 600), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for selector in (
            "#title",
            "#text mark",
            ".card",
            "#save",
            "#reasons input",
            "#keys button",
        ):
            assert in_view(page, selector), (width, selector)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            shade = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, shade[4:-1].split(","))) < 200) == (scheme == "dark")
            page.screenshot(path=str(tmp_path / f"{scheme}-{width}.png"))
    print(f"screenshots in {tmp_path}")


def test_a_screen_reader_is_told_what_there_is(root: Path, start: Start):
    page = start(root).page
    assert page.get_by_role("main").is_visible()
    assert page.get_by_role("region", name="Text").is_visible()
    assert page.evaluate("document.activeElement.id") == "title"
    cards = page.get_by_role("region", name="Answers").get_by_role("button")
    assert cards.count() == page.evaluate("item.answers.length") + 1
    cards.first.click()
    assert cards.first.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("radio").count() == len(page.evaluate("queue.reasons"))
    page.get_by_role("button", name="Keep answer 1").click()
    wait(page)
    assert page.get_by_role("status").inner_text().startswith("Saved.")
