"""What the source says of an object: its signature or its fields, and its documented members."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cached_property
from typing import Any


def _node(thing: Any) -> Any:
    return ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]


def signature(thing: Any, name: str) -> str:
    """The call of a function or a class, as its source has it."""
    node = _node(thing)
    if isinstance(node, ast.ClassDef):
        return f"class {name}"
    node.args.args = [a for a in node.args.args if a.arg not in ("self", "cls")]
    returns = f" -> {_plain(node.returns)}" if node.returns is not None else ""
    return f"{name}({_plain(node.args)}){returns}"


def _plain(node: ast.AST) -> str:
    """An annotation without the quotes of a forward reference."""
    for part in ast.walk(node):
        for field, value in ast.iter_fields(part):
            if field in ("annotation", "returns") and isinstance(value, ast.Constant):
                setattr(part, field, ast.Name(str(value.value)))
    if isinstance(node, ast.Constant):
        return str(node.value)
    return ast.unparse(node)


def fields(thing: type) -> Iterator[tuple[str, str]]:
    """The fields of a plain class, with their types."""
    for node in _node(thing).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, _plain(node.annotation)


def members(thing: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties of a class, its own and then those it inherits."""
    names: set[str] = set()
    for base in thing.__mro__[:-1]:
        for name, member in vars(base).items():
            inner = _function(member)
            if not name.startswith("_") and name not in names and inner is not None:
                names.add(name)
                yield name, member


def is_property(member: Any) -> bool:
    """Whether a member is used without a call."""
    return isinstance(member, property | cached_property)


def _function(member: Any) -> Any:
    if isinstance(member, property):
        return member.fget
    if isinstance(member, cached_property):
        return member.func
    if isinstance(member, classmethod | staticmethod):
        return member.__func__
    return member if inspect.isfunction(member) else None


def documented(member: Any) -> str:
    """The docstring of an object or a member."""
    return inspect.getdoc(_function(member) or member) or ""


def called(member: Any, name: str) -> str:
    """The signature of a method."""
    return signature(_function(member), name)
