"""Every package that the code imports is declared, and every one that is declared is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SOURCES = sorted((ROOT / "src/communique").rglob("*.py"))
OWN = {"communique", "communique_core"}  # the core is the second wheel of this repository
# What an extra is for: these alone may import its packages, and only when they are used.
EXTRAS = {
    "evaluate": ("audit", "scoring/baselines"),
    "formats": ("formats",),
    "harness": ("scoring/harness",),
    "html": ("cleaning/markup", "extraction"),
    "label-studio": ("label_studio/server",),
    "scale": ("engines/datatrove",),
}


# A package whose classes rest on an extra. Only functions of other packages import it.
WHOLE = "engines/datatrove"


def _name(requirement: str) -> str:
    """The name of a distribution, as the index compares it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip())[0]).lower()


def _declared(requirements: Iterable[str]) -> set[str]:
    return {_name(r) for r in requirements}


DECLARED = _declared(PROJECT["dependencies"])
OPTIONAL = {x: _declared(r) for x, r in PROJECT["optional-dependencies"].items()}
FOUND = {
    module: {_name(d) for d in distributions}
    for module, distributions in packages_distributions().items()
}


def _imports(tree: ast.AST) -> Iterator[str]:
    """Top-level names of modules of other distributions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            names = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
        else:
            continue
        yield from (n.split(".")[0] for n in names)


def _others(tree: ast.AST) -> set[str]:
    return {n for n in _imports(tree) if n not in sys.stdlib_module_names and n not in OWN}


IMPORTS = {p.relative_to(ROOT / "src/communique"): ast.parse(p.read_text()) for p in SOURCES}


def _extra(path: Path) -> set[str]:
    """Distributions that a module may import beside those that are always there."""
    extras = (x for x, places in EXTRAS.items() if any(map(path.is_relative_to, places)))
    return {d for x in extras for d in OPTIONAL[x]}


def test_what_is_imported_is_declared():
    wrong = [
        f"{path} imports {name}"
        for path, tree in IMPORTS.items()
        for name in sorted(_others(tree))
        if not FOUND.get(name, {_name(name)}) & (DECLARED | _extra(path))
    ]
    assert wrong == []


def test_what_is_declared_is_imported():
    names = {name for tree in IMPORTS.values() for name in _others(tree)}
    imported = {d for name in names for d in FOUND.get(name, {_name(name)})}
    assert DECLARED - imported == set()
    assert set().union(*OPTIONAL.values()) - imported == set()
    assert OPTIONAL.keys() == EXTRAS.keys()


def test_an_extra_is_imported_only_when_it_is_used():
    optional = set().union(*OPTIONAL.values()) - DECLARED
    wrong = [
        f"{path} imports {name} at once"
        for path, tree in IMPORTS.items()
        if not path.is_relative_to(WHOLE)
        for statement in tree.body
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.Try)
        for name in _others(statement)
        if FOUND.get(name, {name}) <= optional
    ]
    assert wrong == []


def test_a_package_that_rests_on_an_extra_is_imported_only_when_it_is_used():
    module = f"communique.{WHOLE.replace('/', '.')}"
    wrong = [
        path.as_posix()
        for path, tree in IMPORTS.items()
        if not path.is_relative_to(WHOLE)
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(module)
    ]
    assert wrong == []
