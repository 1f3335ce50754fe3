"""Make the pictures of docs/images. Run by hand, with Chromium and a Label Studio server:

python tests/support/screenshots.py            all pictures
python tests/support/screenshots.py site       the site alone, without a server

The pictures show the article of `invented`. COMMUNIQUE_LABEL_STUDIO names the server, as always.
"""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

import first_day
import invented
import invented_votes
from communique.workflow.view import write_site
from communique.workspace import Corpus
from paths import ROOT, SRC
from person import Person

IMAGES: Final = ROOT / "docs/images"
COLOURS: Final = 128


def save(png: bytes, path: Path) -> None:
    """Store a picture with few colours: a third of the size, and no difference to see."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def annotation_pictures(browser: Any, root: Path, out: Path) -> None:
    """Walk through the first day of an annotator, and store each picture."""
    invented.write_corpus(root)
    _communique(root, "annotate", first_day.NAME, "--add")
    _communique(root, "render")
    _communique(root, "annotate", first_day.NAME)
    try:
        person = Person(browser, root, first_day.NAME)

        def shot(name: str, box: first_day.Box | None) -> None:
            person.page.wait_for_timeout(500)
            clip = dict(zip(("x", "y", "width", "height"), box, strict=True)) if box else None
            save(person.page.screenshot(clip=clip), out / f"{name}.png")

        first_day.entities(person, shot)
        first_day.correct(person, shot)
        first_day.stance(person, shot)
        first_day.framing(person, shot)
        person.close()
    finally:
        _communique(root, "annotate", first_day.NAME, "--stop")


def site_picture(browser: Any, root: Path, out: Path) -> None:
    """A document of the site; then a paragraph of it with the annotators side by side."""
    documents = invented.write_corpus(root)
    invented_votes.write_votes(root, documents)
    write_site(Corpus.open(root), root / "site", "full")
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.goto((root / "site/documents/pact.html").as_uri())
    page.wait_for_timeout(500)
    save(page.screenshot(), out / "site-document.png")
    page.locator("#show-passes").check()
    page.set_viewport_size({"width": 1200, "height": 672})
    third = page.locator("[data-block-id]:has-text('the anchor of a free ocean')").first
    page.evaluate("y => scrollTo(0, y - 78)", third.bounding_box()["y"])
    page.wait_for_timeout(500)
    save(page.screenshot(), out / "site.png")
    context.close()


def _communique(root: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "communique", *arguments, "--corpus", str(root)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(SRC)})


@contextmanager
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser, TemporaryDirectory() as folder:
        site_picture(browser, Path(folder) / "site", IMAGES)
        if sys.argv[1:] != ["site"]:
            annotation_pictures(browser, Path(folder) / "annotate", IMAGES)


if __name__ == "__main__":
    main()
