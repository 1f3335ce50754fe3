"""The pages of the guidelines and of the codebook."""

from collections.abc import Iterator, Mapping
from typing import Final

from communique.dataset.facts import CorpusFacts
from communique.dataset.names import STANDOFF
from communique.site.frame import Frame
from communique.site.guide.anchors import CODEBOOK, GUIDELINES, guideline_path
from communique.site.guide.codebook import codebook
from communique.site.guide.markdown import headings, to_html
from communique.site.page import Page, page
from communique.text.overlap import runs, words

RUN: Final = 6  # words of a document that a site without texts does not quote


def guide_pages(frame: Frame, facts: CorpusFacts, guidelines: Mapping[str, str]) -> Iterator[Page]:
    """Yield the codebook, the list of the guidelines, and a page for each of them.

    `guidelines` are Markdown by file name. A site without texts leaves out a guideline that quotes
    six words in a row of a document, and says so.
    """
    quoting = _quoting(facts, guidelines) if frame.flavour == STANDOFF else set[str]()
    shown = {name: text for name, text in guidelines.items() if name not in quoting}
    paths = {name: guideline_path(name) for name in shown}
    layers = codebook(facts.schema)
    yield page(CODEBOOK, "codebook.html", frame=frame, layers=layers, paths=paths)
    listed = [
        {
            "path": paths.get(name),
            "name": name,
            "title": _title(name, text) if name in shown else name,
            "layers": [x.title for x in layers if x.guideline == name],
        }
        for name, text in guidelines.items()
    ]
    yield page(GUIDELINES, "guidelines.html", frame=frame, guidelines=listed)
    for name, text in shown.items():
        yield _guideline(frame, name, text, paths, [x for x in layers if x.guideline == name])


def _guideline(
    frame: Frame, name: str, text: str, paths: Mapping[str, str], layers: object
) -> Page:
    def linked(href: str) -> str | None:
        file, _, part = href.partition("#")
        if not file:
            return f"#{part}"
        path = paths.get(file.removeprefix("./"))
        return None if path is None else f"../{path}"

    return page(
        paths[name],
        "guideline.html",
        frame=frame,
        title=_title(name, text),
        has_title=any(tag == "h1" for tag, _ in headings(text)),
        html=to_html(text, linked),
        layers=layers,
    )


def _title(name: str, text: str) -> str:
    return next((words for tag, words in headings(text) if tag == "h1"), name.removesuffix(".md"))


def _quoting(facts: CorpusFacts, guidelines: Mapping[str, str]) -> set[str]:
    """The guidelines that have a run of six words of a document."""
    known = {run for d in facts.documents.values() for run in runs(words(d.text), RUN)}
    return {n for n, text in guidelines.items() if not known.isdisjoint(runs(words(text), RUN))}
