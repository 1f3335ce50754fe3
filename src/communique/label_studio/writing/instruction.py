"""A guideline in Markdown as the HTML that Label Studio shows before the first task."""

from markdown_it import MarkdownIt


def instruction(guideline: str) -> str:
    """HTML of the text; raw HTML in it is shown, not run."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(guideline)
