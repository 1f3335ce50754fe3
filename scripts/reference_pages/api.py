"""docs/reference/api.md: the public Python API, from signatures and docstrings."""

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import communique
import communique.agreement
import communique.scoring
from communique.util.markdown import table
from reference_pages.markdown import NOTE, code
from reference_pages.signatures import called, documented, fields, is_property, members, signature

INTRODUCTION: Final = """# Python API

What is on this page is public: it changes only with an entry in the [changelog](../changelog.md).
Everything else in the package can change at any time.

- All offsets are half-open and count Unicode code points: in Python, `text[start:end]` are the
  words.
- Examples with `>>>` are run by the tests. `corpus_folder` is the folder of a small corpus.
- Systems that predict labels use the [format of predictions](../predictions.md).
  [Evaluate language models](../evaluate-language-models.md) has the tasks for Inspect.
"""


class Section(NamedTuple):
    """A section of the page: the names in it, and for a class the only members that it shows."""

    title: str
    about: str
    names: tuple[str, ...]


CORPUS_MEMBERS: Final = (
    *("annotations", "decisions", "problems", "agreement"),
    *("documents", "schema", "sources", "records", "items", "adjudicated", "raws"),
)
APART: Final = r"Source: |Raises |Returns |Warns |Ingredients: |The value is None |`\w+`: "
# For the test of the blocks of all pages: examples in docstrings are run as doctests.
RUN_ELSEWHERE: Final = "<!-- not run: another test runs it; tests/project/test_doctests.py -->"
HIDDEN: Final = {"frozen_part", "to_json", "of"}  # for the commands alone
SECTIONS: Final = (
    Section(
        "Read a corpus",
        "For notebooks and scripts that work on a corpus, before anything is built.",
        (
            "communique.open",
            "communique.notebook.NotebookCorpus",
            "communique.notebook.AgreementReport",
            "communique.corpus.Document",
            "communique.text.Block",
            "communique.text.OffsetMap",
            "communique.text.SourceMap",
            "communique.problems.Problem",
            "communique.workspace.UnsoundCorpusError",
            "communique.corpus.CorpusNotFoundError",
        ),
    ),
    Section(
        "Load a dataset",
        "For everybody who uses a dataset. [Tables of a dataset](tables.md) has the columns.",
        (
            "communique.load",
            "communique.dataset.load.LoadError",
            "communique.dataset.load.VersionError",
            "communique.dataset.load.NotADatasetError",
            "communique.dataset.load.TextsAbsentWarning",
        ),
    ),
    Section(
        "Score a system",
        "On plain values. [Score a system](../scoring.md) says what each figure means.",
        (
            *(f"communique.scoring.{name}" for name in ("score", "ScoreError")),
            *(
                f"communique.scoring.{name}"
                for name in communique.scoring.__all__
                if name not in ("score", "ScoreError")
            ),
            "communique.records.predictions.PredictedSpan",
        ),
    ),
    Section(
        "Measure agreement",
        "On plain values; only numpy is needed. No value is ever NaN: a measure that cannot be"
        " computed gives the reason.",
        (
            *(f"communique.agreement.{name}" for name in ("Coefficient", "alpha")),
            *(
                f"communique.agreement.{name}"
                for name in communique.agreement.__all__
                if name not in ("Coefficient", "alpha")
            ),
        ),
    ),
)


def api_page() -> str:
    """The page."""
    lines = [INTRODUCTION, NOTE, "", "`communique.__version__` is the version: a string.", ""]
    for section in SECTIONS:
        lines += ["", f"## {section.title}", "", section.about]
        for name in section.names:
            lines += ["", f"### `{name}`", "", *_entry(name)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def public_objects() -> dict[str, Any]:
    """Everything on the page, by its full name."""
    return {name: resolve(name) for section in SECTIONS for name in section.names}


def resolve(name: str) -> Any:
    """The object of a full name."""
    module, _, own = name.rpartition(".")
    return getattr(importlib.import_module(module), own)


def _entry(name: str) -> Iterator[str]:
    thing, short = resolve(name), name.rpartition(".")[2]
    if not inspect.isclass(thing):
        yield from (code(signature(thing, short)), "", markdown(documented(thing)))
        return
    yield markdown(documented(thing))
    if rows := [[code(field), code(kind)] for field, kind in fields(thing)]:
        yield from ("", table(["field", "type"], rows))
    shown = [(n, m) for n, m in members(thing) if _is_shown(name, n)]
    if properties := [(n, m) for n, m in shown if is_property(m)]:
        rows = [[code(n), documented(m).replace("\n", " ")] for n, m in properties]
        yield from ("", table(["attribute", "meaning"], rows))
    for own, member in ((n, m) for n, m in shown if not is_property(m)):
        yield from ("", f"#### `{own}`", "", code(called(member, own)), "")
        yield markdown(documented(member))


def _is_shown(owner: str, member: str) -> bool:
    if owner.endswith(".NotebookCorpus"):
        return member in CORPUS_MEMBERS
    return member not in HIDDEN


def markdown(text: str) -> str:
    """A docstring as Markdown: examples become code, errors and sources paragraphs of their own."""
    text = re.sub(rf"\n(?={APART})", "\n\n", text)
    parts = re.split(r"((?:^>>> .*\n?(?:^(?!\n).+\n?)*)+)", text, flags=re.M)
    return "\n\n".join(
        f"{RUN_ELSEWHERE}\n```python\n{part.rstrip()}\n```" if part[:4] == ">>> " else part.strip()
        for part in parts
        if part.strip()
    )
