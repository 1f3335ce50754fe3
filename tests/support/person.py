"""A person at the page: sign in, open a project, mark words, fill forms, submit."""

import json
import re
from pathlib import Path
from typing import Any

_RANGE = """(phrase) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const at = node.data.indexOf(phrase);
    if (at < 0 || !node.parentElement.closest('[class*=richtext]')) continue;
    node.parentElement.scrollIntoView({block: 'center'});
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + phrase.length);
    const boxes = range.getClientRects(), first = boxes[0], last = boxes[boxes.length - 1];
    return [first.left + 1, first.top + first.height / 2, last.right - 1,
            last.top + last.height / 2];
  }
}"""


class Person:
    """Signed in at the own server of an annotator; `foreign` lists requests to other hosts."""

    def __init__(self, browser: Any, root: Path, annotator: str) -> None:
        home = root / ".label-studio" / annotator
        account = json.loads((home / "account.json").read_text())
        self.url = json.loads((home / "server.json").read_text())["url"]
        self.context = browser.new_context(viewport={"width": 1600, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.foreign: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.goto(f"{self.url}/user/login/")
        self.page.fill("input[name=email]", account["account"])
        self.page.fill("input[name=password]", account["password"])
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda url: "/user/login" not in url)

    def _note(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, project: int, *, guideline: bool = True) -> None:
        """Start labelling, past the guideline if there is one."""
        self.page.goto(f"{self.url}/projects/{project}/data")
        self.page.click('button:has-text("Label All Tasks")')
        self.page.wait_for_selector(".lsf-richtext__line")
        if not guideline:
            return
        self.page.wait_for_selector("text=Labeling Instructions")
        self.press("Escape")
        self.page.wait_for_selector("text=Labeling Instructions", state="hidden")

    def mark(self, phrase: str, key: str) -> None:
        """Press a label's key and drag over the words."""
        self.press(key)
        x0, y0, x1, y1 = self.page.evaluate(_RANGE, phrase)
        self.page.mouse.move(x0, y0)
        self.page.mouse.down()
        self.page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2, steps=4)
        self.page.mouse.move(x1, y1, steps=4)
        self.page.mouse.up()
        self.page.wait_for_timeout(300)

    def click_words(self, phrase: str) -> None:
        """Click into the words."""
        x0, y0, *_ = self.page.evaluate(_RANGE, phrase)
        self.page.mouse.click(x0 + 8, y0)
        self.page.wait_for_timeout(300)

    def press(self, *keys: str) -> None:
        """Press keys one by one."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(150)

    def choose(self, text: str) -> None:
        """Click the first visible choice of this text."""
        self.choices(text)[0].click()

    def choices(self, text: str) -> list[Any]:
        """The visible choices of this text, their hotkeys set aside."""
        whole = re.compile(rf"^{re.escape(text)}(\[.*\])?$")
        found = self.page.get_by_text(whole).locator("visible=true")
        found.first.wait_for()
        return found.all()

    def search(self, text: str, choice: str) -> None:
        """Pick from the one visible searchable list."""
        field = self.page.get_by_text("type to search").locator("visible=true")
        field.first.click(force=True)  # its own input lies over it
        self.page.keyboard.type(text)
        self.page.locator(".ant-select-tree-title").get_by_text(choice, exact=True).first.click()
        self.press("Escape")

    def submit(self) -> None:
        """Submit, and wait until the server has it."""
        with self.page.expect_response(
            lambda r: "/annotations" in r.url and r.request.method == "POST"
        ) as answer:
            self.page.click('button:has-text("Submit")')
        assert answer.value.status == 201

    def close(self) -> None:
        self.context.close()
