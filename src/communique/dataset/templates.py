"""Render the templates of the package."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from communique.util.markdown import one_line


def render(name: str, **values: object) -> str:
    """Render a template; a value that it lacks is an error."""
    return environment().get_template(name).render(**values)


@cache
def environment() -> Environment:
    """The templates, each compiled once."""
    made = Environment(
        loader=PackageLoader("communique", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["one_line"] = one_line
    return made
