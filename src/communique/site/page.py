"""A file of the site, and the templates that pages are made from."""

from functools import cache
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

MARK: Final = "site.json"  # only `view` writes this file, so that it knows its own folders


class Page(NamedTuple):
    """A file of the site: its path below the site's folder, with `/`, and its bytes."""

    path: str
    content: bytes


@cache
def environment() -> Environment:
    """The templates of the site. Everything that is not marked as HTML is escaped."""
    return Environment(
        loader=PackageLoader("communique", "templates/site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page(path: str, template: str, **values: Any) -> Page:
    """Return a page: a template filled with values. `root` leads from the page to the site."""
    root = "../" * path.count("/")
    html = environment().get_template(template).render(path=path, root=root, **values)
    return Page(path, html.encode("utf-8"))


def asset(name: str) -> Page:
    """Return a file that is the same in every site: a style sheet or a script."""
    loader = environment().loader
    assert loader is not None  # noqa: S101 - environment() sets it
    content, _, _ = loader.get_source(environment(), name)
    return Page(name, content.encode("utf-8"))
