"""Values of a document that the build derives from the spans of a layer."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from communique.schema.attribute import Strict
from communique.schema.names import COLUMN

LEANS: Final = ("mixed", "unclear", "none")  # beside the labels of the layer


def as_facts(value: object) -> object:
    """`{attribute: value}`, as `{attribute: [values]}` is."""
    return (
        {k: [v] if isinstance(v, str) else v for k, v in value.items()}  # pyright: ignore
        if isinstance(value, dict)
        else value
    )


Facts = Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(as_facts)]


class Derived(Strict):
    """A column of `documents`: for each value of the attribute `by`, how many spans have which
    label, and which label they lean to.

    `where`: only spans with one of these values of an attribute. `without`: values of `by` that
    have no entry. `clear`: one span with this value is enough for a lean; of others, two are.
    """

    name: str = Field(pattern=COLUMN)
    definition: str = ""
    where: Facts
    by: str
    without: tuple[str, ...] = ()
    clear: Facts = Field(default_factory=dict)
