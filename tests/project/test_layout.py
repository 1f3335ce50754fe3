"""The layout: imports run one way, tests mirror packages, nothing names the corpus or a host."""

import ast
import re
from pathlib import Path

from paths import ROOT, SRC, TESTS

PACKAGE = SRC / "communique"
# Every package, in the order of the flow: each imports only from packages that stand before it.
ORDER = (
    *("version", "util", "text", "schema", "agreement", "problems", "records", "corpus"),
    *(
        "cleaning",
        "extraction",
        "engines",
        "adjudication",
        "assessment",
        "label_studio",
        "workspace",
    ),
    *(
        "rendering",
        "dataset",
        "formats",
        "scoring",
        "audit",
        "versions",
        "checks",
        "site",
        "workflow",
        "release",
    ),
    *("notebook", "adjudication_page"),
    *("__init__", "commands", "__main__"),
)
# What these know of the rest, although more stands before them.
NARROW = {
    "text": set[str](),
    "schema": set[str](),
    "agreement": set[str](),
    "problems": set[str](),
    "cleaning": {"text", "util"},
    "records": {"problems", "schema", "text", "util"},
    "corpus": {"problems", "schema", "text", "util"},
    "engines": {"cleaning", "extraction", "text", "util", "version"},
    "adjudication": {"records", "schema", "text"},
    "adjudication_page": {"adjudication", "records", "schema", "util", "workflow"},
    "assessment": {"agreement", "records", "schema", "util"},
}
# Folders of tests that belong to no single package, and why.
NO_PACKAGE = {
    "project": "tests of the whole repository: layout, corpus, README, every verb on every corpus",
    "docs": "the blocks of README and docs/ do what their pages say",
    "scripts": "tests of what lies in scripts/, which is not in the package",
    "browser": "pages, server and reader at once, in a browser (mark `browser`)",
}
# Folders beside them, which hold no tests: helpers, corpora, exports, and what scripts/bench runs.
SHARED = {"support", "corpora", "exports", "bench"}
CORPUS = frozenset(
    {
        *("blinken", "austin", "tokyo", "seoul", "koreas", "trilateral", "nuclear", "alliance"),
        *("stance", "framing", "heritage", "npr"),
    }
)  # names of countries and agencies are in the cleaner's lists, as in everybody's


def _module(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path, *, everywhere: bool) -> set[str]:
    tree = ast.parse(path.read_text())
    nodes = ast.walk(tree) if everywhere else iter(tree.body)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("communique"):
            found |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("communique")}
    return found


MODULES = {_module(p): p for p in PACKAGE.rglob("*.py")}


def _package(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def test_every_package_has_its_place():
    there = {p.name for p in PACKAGE.iterdir() if p.is_dir() and list(p.glob("*.py"))}
    there |= {p.stem for p in PACKAGE.glob("*.py")}
    assert there == set(ORDER)


def test_imports_run_one_way():
    wrong = [
        f"{name} imports {target}"
        for name, path in MODULES.items()
        for target in _imports(path, everywhere=True) & MODULES.keys()
        if target != "communique" and _package(target) != _package(name)
        if ORDER.index(_package(target)) > ORDER.index(_package(name))
        or _package(target) not in NARROW.get(_package(name), {_package(target)})
    ]
    assert wrong == []


def test_modules_do_not_import_in_circles():
    graph = {
        n: {t for t in _imports(p, everywhere=False) if t in MODULES and t != n}
        for n, p in MODULES.items()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                if not (name.startswith(target + ".")):  # a package's own parts
                    visit(target, (*path, name))
            done.add(name)

    for module in sorted(MODULES):
        visit(module, ())


def _misplaced(tests: Path) -> list[str]:
    """Files below `tests` in a folder that mirrors no package and is not named above."""
    packages = {p.parent.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("__init__.py")}
    allowed = (packages - {"."}) | NO_PACKAGE.keys()
    files = (p.relative_to(tests) for p in tests.rglob("*.py") if p.name != "conftest.py")
    return sorted(
        file.as_posix()
        for file in files
        if file.parts[0] not in SHARED
        if file.parent.as_posix() not in allowed or not file.name.startswith("test_")
    )


def test_tests_lie_where_their_package_does():
    assert _misplaced(TESTS) == []
    assert [f for f in (*NO_PACKAGE, *SHARED) if not (TESTS / f).is_dir()] == []
    assert [p.name for f in SHARED for p in (TESTS / f).rglob("test_*.py")] == []


def test_a_test_that_lies_elsewhere_is_named(tmp_path: Path):
    for name in ("test_a.py", "text/test_b.py", "text/helper.py", "label_studio/nowhere/test_c.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    wanted = ["label_studio/nowhere/test_c.py", "test_a.py", "text/helper.py"]
    assert _misplaced(tmp_path) == wanted


def test_the_code_knows_nothing_of_this_corpus():
    """No string of the code, docstrings included, has a word that belongs to this corpus."""
    found = [
        f"{path.relative_to(PACKAGE)}: {word}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in CORPUS & set(re.findall(r"[a-z]+", node.value.lower()))
    ]
    assert found == []


def test_the_locks_name_no_host():
    locks = list((ROOT / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        assert "://" not in lock.read_text(), lock.name
        assert "--hash=sha256:" in lock.read_text()
