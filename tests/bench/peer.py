"""One peer of the cleaner: `peer.py NAME` in .venv-peers, JSON lines `{"id", "text"}` in and out.

A record that has `html` is a real page. For want of it those that read HTML get the lines wrapped,
one `<p>` a line: that leaves them without tags, classes and links, which they decide by.
"""

import html
import json
import sys
from collections.abc import Callable
from typing import Any

Keep = Callable[[dict[str, Any]], str]
LANGUAGES = {
    **{"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"},
    **{"nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "cs": "Czech", "sv": "Swedish"},
}

BLOCKS = {
    *("body", "div", "p", "br", "li", "ul", "ol", "dl", "dt", "dd", "tr", "td", "th", "table"),
    *("pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
}


def justext() -> Keep:
    """jusText's two classifiers, each line a paragraph without links. BSD-2-Clause."""
    from justext import get_stoplist
    from justext.core import PathInfo, classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    def keep(record: dict[str, Any]) -> str:
        lines = record["text"].split("\n")
        paragraphs = [Paragraph(PathInfo()) for _ in lines]
        for paragraph, line in zip(paragraphs, lines, strict=True):
            paragraph.append_text(line)
        classify_paragraphs(paragraphs, get_stoplist(LANGUAGES.get(record["lang"], "English")))
        revise_paragraph_classification(paragraphs)
        pairs = zip(paragraphs, lines, strict=True)
        return "\n".join(line for paragraph, line in pairs if not paragraph.is_boilerplate)

    return keep


def c4() -> Keep:
    """datatrove's C4 filter, its line rules alone. Apache-2.0.

    What throws away whole pages is off; that includes counting sentences, the only part that
    needs a tokenizer and its data.
    """
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    off: dict[str, Any] = {"filter_lorem_ipsum": False, "filter_curly_bracket": False}
    rules = C4QualityFilter(min_num_sentences=-1, **off)

    def keep(record: dict[str, Any]) -> str:
        document = Document(text=record["text"], id=record["id"])
        return document.text if rules.filter(document) is True else ""

    return keep


def trafilatura() -> Keep:
    """Its defaults, but for comments. Apache-2.0."""
    from trafilatura import extract

    return lambda record: extract(page(record), include_comments=False) or ""


def resiliparse() -> Keep:
    """Main content as plain text. Apache-2.0."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda record: extract_plain_text(page(record), main_content=True)


def readability() -> Keep:
    """The text of its summary, a line a block. Apache-2.0."""
    from lxml.html import fromstring
    from readability import Document

    def keep(record: dict[str, Any]) -> str:
        summary = fromstring(Document(page(record)).summary())
        for element in summary.iter():
            edge = "\n" if element.tag in BLOCKS else ""
            element.text = edge + " ".join((element.text or "").split("\n"))
            element.tail = edge + " ".join((element.tail or "").split("\n"))
        return summary.text_content()

    return keep


def page(record: dict[str, Any]) -> str:
    """The real page, or the lines as the least HTML that holds them."""
    if "html" in record:
        return record["html"]
    lines = (f"<p>{html.escape(line)}</p>" for line in record["text"].split("\n"))
    return "<html><body>\n" + "\n".join(lines) + "\n</body></html>"


PEERS: dict[str, Callable[[], Keep]] = {
    f.__name__: f for f in (justext, c4, trafilatura, resiliparse, readability)
}


def main(name: str) -> None:
    """Answer each line of stdin; a page that the peer fails on counts as all dropped."""
    keep = PEERS[name]()
    for line in sys.stdin.buffer:
        record = json.loads(line)
        try:
            answer = {"text": keep(record)}
        except Exception as error:
            answer = {"text": "", "fault": repr(error)}
        print(json.dumps({"id": record["id"], **answer}))


if __name__ == "__main__":
    main(sys.argv[1])
