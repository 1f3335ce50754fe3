"""docs/reference/problems.md: every kind of problem."""

from collections.abc import Iterator

from communique.checks.catalogue import KINDS
from communique.problems import ProblemKind
from communique.problems.kind import STAGES
from reference_pages.markdown import NOTE, code

INTRODUCTION = """# Problems

`communique check` prints these problems. `--only ID` looks for one of them alone, and `--ignore ID`
leaves it out. `pull`, `import` and `annotate --check` print them too, for what they read.

- An *error* must be fixed: `check` exits with 1, and `build` and `release` write nothing.
- A *warning* may be right or wrong; look at it. `check --strict` also exits with 1 for a warning.

Each section says what the problem is, why it matters, what the tool prints (an example), and how to
fix it. The file `schema/rendered/checks.md` of your corpus has the same list."""


def problems_page() -> str:
    """The page."""
    lines = [INTRODUCTION, "", NOTE]
    for stage, title in STAGES.items():
        lines += ["", f"## {title}"]
        for kind in KINDS.values():
            lines += _section(kind) if kind.stage == stage else []
    return "\n".join(lines) + "\n"


def _section(kind: ProblemKind) -> Iterator[str]:
    yield from ("", f"### `{kind.id}`", "")
    yield f"**{kind.level.capitalize()}.** {' '.join([kind.what, kind.why, *_notes(kind)])}"
    yield from ("", f"- Example: {code(kind.example)}", f"- Fix: {kind.fix}")


def _notes(kind: ProblemKind) -> Iterator[str]:
    if kind.drops:
        yield "Every command but `check` stops, because something could not be read."
    if kind.on_import:
        yield "Only `pull` and `import` report it."
