"""YAML with line numbers. Every plain scalar stays the string that was typed.

So `no`, `007` and `2021-03` mean what they say; the typed models turn strings into numbers and
truth values where they ask for them. Tags, aliases and duplicate keys are refused: a file from
somebody else can neither build objects nor blow up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from communique.schema.expectations import expectation

Key: TypeAlias = str | int
Lines: TypeAlias = "dict[tuple[Key, ...], int]"  # the line of each key path
Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"
Model = TypeVar("Model", bound=BaseModel)

NULLS = {"", "~", "null", "Null", "NULL"}
_PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a YAML file: where (1-based line, dotted key) and what was expected."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.key or 'file'}: {self.message}"


class YamlError(ValueError):
    """A YAML file that cannot be used, with every fault found in it."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__(f"{path.name}: " + "; ".join(map(str, faults)))
        self.path = path
        self.faults = faults


def misplaced(path: tuple[Key, ...], message: str) -> PydanticCustomError:
    """A validation error that lies at a key below the value being validated."""
    return PydanticCustomError("misplaced", "{why}", {"why": message, "path": list(path)})


def read_model(
    path: Path,
    model: type[Model],
    prepare: Callable[[yaml.Node], None] | None = None,
    *,
    list_key: str | None = None,
) -> Model:
    """Read a YAML file into a typed model; `prepare` may change its node tree before. A file that
    is a list is read as the value of `list_key`.

    Raises YamlError, with lines; OSError if unreadable.
    """
    data, lines = read_yaml(path, prepare, list_key=list_key)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise YamlError(path, _faults(error, lines)) from None


def read_yaml(
    path: Path,
    prepare: Callable[[yaml.Node], None] | None = None,
    *,
    list_key: str | None = None,
) -> tuple[Node, dict[tuple[Key, ...], int]]:
    """The file's plain data and the line of each key path, as in `read_model`.

    Raises YamlError, OSError.
    """
    try:
        root = compose_yaml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise YamlError(path, [Fault(1, "", f"not UTF-8 at byte {error.start}")]) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise YamlError(path, [_syntax_fault(error)]) from None
    if root is not None and prepare is not None:
        prepare(root)
    lines: dict[tuple[Key, ...], int] = {(): 1}
    faults: list[Fault] = []
    start = () if list_key is None or not isinstance(root, yaml.SequenceNode) else (list_key,)
    data = None if root is None else _plain(root, start, lines, faults)
    if faults:
        raise YamlError(path, faults)
    return {list_key: data} if start and list_key else data, lines


def line_of(lines: Lines, *path: Key) -> int:
    """The line of a key path, or of the nearest key above it that the file has."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def compose_yaml(text: str) -> yaml.Node | None:
    """The node tree. Aliases are refused, so that a few lines cannot unfold into gigabytes.

    Raises yaml.YAMLError, RecursionError, ValueError.
    """
    return cast("yaml.Node | None", yaml.compose(text, Loader=_WithoutAliases))  # pyright: ignore[reportUnknownMemberType]


class _WithoutAliases(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # pyright: ignore[reportUnknownMemberType]
            event = cast("Any", self.peek_event())  # pyright: ignore[reportUnknownMemberType]
            problem = "aliases are not allowed"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _syntax_fault(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    return Fault(mark.line + 1 if mark else 1, "", f"not valid YAML: {problem}")


def _plain(
    node: yaml.Node, path: tuple[Key, ...], lines: dict[tuple[Key, ...], int], faults: list[Fault]
) -> Node:
    lines.setdefault(path, node.start_mark.line + 1)
    if node.tag.rsplit(":", 1)[-1] not in _PLAIN_TAGS or not node.tag.startswith("tag:yaml.org"):
        faults.append(Fault(node.start_mark.line + 1, _dotted(path), f"tag {node.tag} not allowed"))
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in NULLS else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, faults) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, faults)
    return None


def _mapping(
    node: yaml.MappingNode,
    path: tuple[Key, ...],
    lines: dict[tuple[Key, ...], int],
    faults: list[Fault],
) -> dict[str, Node]:
    data: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        line = key_node.start_mark.line + 1
        if key in data:
            faults.append(Fault(line, _dotted(here), "key given twice; keep one"))
        lines[here] = line
        data[key] = _plain(value_node, here, lines, faults)
    return data


def _faults(error: ValidationError, lines: dict[tuple[Key, ...], int]) -> list[Fault]:
    errors = error.errors(include_url=False, include_input=False)
    # pydantic counts only sound entries: a list whose entries have errors is short to it.
    inner = {tuple(e["loc"])[:n] for e in errors for n in range(len(e["loc"]))}
    found = [
        Fault(line_of(lines, *_path(e)), _dotted(_path(e)), _expected(e))
        for e in errors
        if not (e["type"] == "too_short" and tuple(e["loc"]) in inner)
    ]
    return sorted(set(found), key=lambda f: (f.line, f.key, f.message))


def _path(error: ErrorDetails) -> tuple[Key, ...]:
    return (*error["loc"], *error.get("ctx", {}).get("path", ()))


def _expected(error: ErrorDetails) -> str:
    return expectation(error["type"], error["msg"], error.get("ctx", {}))


def _dotted(path: tuple[Key, ...]) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).removeprefix(".")
