"""Render the templates of the package."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from communique.util.markdown import one_line


def render(name: str, **values: object) -> str:
    """Render a template; a value that it lacks is an error."""
    environment = Environment(
        loader=PackageLoader("communique", "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["one_line"] = one_line
    return environment.get_template(name).render(**values)
