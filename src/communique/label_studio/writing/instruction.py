"""Convert a guideline to the HTML that Label Studio shows before the first task."""

from markdown_it import MarkdownIt


def instruction(guideline: str) -> str:
    """The Markdown text as HTML. Raw HTML in it is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(guideline)
