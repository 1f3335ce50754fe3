"""Values chosen in a tree: each is a path from the root, and its last part is the value.

If the schema lists a whole path (`Europe/Georgia`), that is the value. So two parts of a tree that
have the same name can be told apart.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from communique.label_studio.reading.problem_kinds.layers import AMBIGUOUS_VALUE
from communique.problems import Fault

Path = tuple[str, ...]
Paths = Mapping[tuple[str, str], Collection[Path]]  # by control and value
_SEPARATOR: Final = "/"


def tree_values(given: Any, allowed: Collection[str]) -> tuple[Any, list[Path]]:
    """The values of a row, and the paths of which only the last part was kept.

    Paths of one row that end alike are whole values. What is not a path is returned as it is.
    """
    if not isinstance(given, list | tuple):
        return given, []
    items = list(cast("Sequence[Any]", given))
    paths = {path for item in items if (path := _path(item))}
    ends = [path[-1] for path in paths]
    values: list[Any] = []
    shortened: list[Path] = []
    for item in items:
        path = _path(item)
        whole = _SEPARATOR.join(path)
        if path and (whole in allowed or ends.count(path[-1]) > 1):
            values.append(whole)
            continue
        values.append(path[-1] if path else item)
        if len(path) > 1:
            shortened.append(path)
    return values, shortened


def _path(item: Any) -> Path:
    """The parts of a path; () if it is none."""
    if not isinstance(item, list | tuple):
        return ()
    parts = tuple(cast("Sequence[Any]", item))
    return parts if all(isinstance(part, str) for part in parts) else ()


def ambiguous_values(paths: Paths) -> Iterator[Fault]:
    """The values that stand for several paths of a file."""
    for (control, value), found in sorted(paths.items()):
        if len(found) > 1:
            listed = ", ".join(sorted(_SEPARATOR.join(path) for path in found))
            yield AMBIGUOUS_VALUE, f"{control}: {value!r} is the end of several paths: {listed}"
