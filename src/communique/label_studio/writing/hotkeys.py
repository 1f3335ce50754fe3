"""The keys of a page: which a choice may have, and the key of a choice that has none."""

from collections.abc import Collection, Iterator
from typing import Final

NO_HOTKEY: Final = "alt+shift+f9"
_LETTERS: Final = "asdfghjklzxcvbnmyiopertwq"  # `u` leaves a region


def digit(index: int) -> str:
    """The key of the label at an index; those after the ninth have none."""
    return str(index + 1) if index < 9 else NO_HOTKEY


def free_keys(taken: Collection[str]) -> Iterator[str]:
    """The letters that have no meaning yet, then those with shift."""
    used = {key.lower() for key in taken}
    every = [*_LETTERS, *(f"shift+{letter}" for letter in _LETTERS)]
    return (key for key in every if key not in used)
