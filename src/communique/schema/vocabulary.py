"""The entries of a vocabulary: a list of the schema that attributes take their values from."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from communique.schema.attribute import Value, as_value


class Alias(BaseModel):
    """A surface form of an entry, with flags (true or false) that conditions can ask for.

    `metonym`: it can stand for another (a capital).
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, bool]  # pyright: ignore[reportIncompatibleVariableOverride]

    text: str
    metonym: bool = False

    @property
    def flags(self) -> frozenset[str]:
        """The flags that are true."""
        given = {"metonym": self.metonym, **self.__pydantic_extra__}
        return frozenset(name for name, is_set in given.items() if is_set)


def as_alias(value: object) -> object:
    """A bare string is a surface without flags."""
    return {"text": value} if isinstance(value, str) else value


class Entry(Value):
    """One entry of a vocabulary. `type` is the label of the spans that name it, `side` whom an
    actor belongs to, `entity_id` the entry of the registry that it is.
    """

    name: str = ""
    type: str = ""
    side: str = ""
    entity_id: str | None = None
    aliases: tuple[Annotated[Alias, BeforeValidator(as_alias)], ...] = ()

    @property
    def hint(self) -> str:
        """What the page says of it."""
        return self.definition or self.name


class Entity(Entry):
    """One entry of the closed registry that entity attributes point to."""

    type: str  # pyright: ignore[reportGeneralTypeIssues]
    name: str  # pyright: ignore[reportGeneralTypeIssues]


class Actor(Entry):
    """One who can be a holder or a target, tied to a side."""


Entries = tuple[Annotated[Entry, BeforeValidator(as_value)], ...]
