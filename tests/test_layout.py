"""The house: imports run one way, nothing names the corpus, locks name no host."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "communique"
# Rooms that may be imported only from what stands to their right in the flow.
FORBIDDEN = {
    "text": {"schema", "cleaning", "corpus", "label_studio", "checks", "dataset", "commands"},
    "schema": {"text", "cleaning", "corpus", "label_studio", "checks", "dataset", "commands"},
    "cleaning": {"schema", "corpus", "extraction", "label_studio", "checks", "dataset", "commands"},
    "corpus": {"cleaning", "extraction", "label_studio", "checks", "dataset", "commands"},
    "extraction": {"cleaning", "label_studio", "checks", "dataset", "commands"},
    "label_studio": {"cleaning", "checks", "dataset", "commands"},
    "dataset": {"cleaning", "label_studio", "checks", "commands"},
    "checks": {"cleaning", "commands"},
}


def _module(path: Path) -> str:
    parts = path.relative_to(SRC.parent).with_suffix("").parts
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


MODULES = {_module(p): p for p in SRC.rglob("*.py")}


def test_no_room_imports_what_comes_after_it():
    wrong = [
        f"{name} imports {target}"
        for name, path in MODULES.items()
        if (room := name.split(".")[1] if name.count(".") else "") in FORBIDDEN
        for target in _imports(path, everywhere=True)
        if target.count(".") and target.split(".")[1] in FORBIDDEN[room]
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


def test_the_code_knows_nothing_of_this_corpus():
    words = ("blinken", "austin", "tokyo", "seoul", "stance", "framing", "heritage", "npr", "afp")
    found = [
        f"{path.name}: {word}"
        for path in SRC.rglob("*.py")
        for word in words
        if word in path.read_text().lower().split()
    ]
    assert found == []


def test_the_locks_name_no_host():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name
        assert "--hash=sha256:" in lock.read_text()
