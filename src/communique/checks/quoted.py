"""Splits fit the documents, and what documents quote is what the data say."""

from collections.abc import Iterator

from communique.adjudicated import MalformedDecisionsError
from communique.catalogue import problem
from communique.checks.state import State
from communique.corpus.documents import MalformedDocumentError
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.splits import SplitError, place_documents
from communique.problems import Problem
from communique.quoted import quoting_files
from communique.schema import YamlError
from communique.schema.yaml_file import read_yaml
from communique.text import UndecodableError


def splits_fit(state: State) -> Iterator[Problem]:
    """`splits-invalid`. Without sources: silent."""
    if state.schema is None or state.sources is None:
        return
    try:
        place_documents(state.schema, state.active)
    except SplitError as error:
        yield problem("splits-invalid", str(error), file=state.folder.relative(state.folder.schema))


def numbers_current(state: State) -> Iterator[Problem]:
    """`numbers-stale`. Silent where the corpus cannot be counted: other checks say why."""
    if state.schema is None or state.sources is None or not state.folder.raw.is_dir():
        return
    try:
        quoting = quoting_files(state.folder)
    except (OSError, SplitError, UndecodableError, NeedsAdjudicationError, MalformedDocumentError):
        return
    except MalformedDecisionsError:
        return
    for name, (text, wanted) in quoting.items():
        if text != wanted:
            yield problem("numbers-stale", file=name)


def versions_agree(state: State) -> Iterator[Problem]:
    """`version-differs`: CITATION.cff names the schema's version and date. Without it: silent."""
    path = state.folder.root / "CITATION.cff"
    if state.schema is None or not path.is_file():
        return
    try:
        data, lines = read_yaml(path)
    except YamlError as error:
        yield problem("version-differs", str(error), file=path.name)
        return
    wanted = {"version": state.schema.version, "date-released": state.schema.released}
    for key, value in wanted.items():
        said = data.get(key) if isinstance(data, dict) else None
        if said is not None and value is not None and said != value:
            message = f"{key} is {said}, in the schema {value}"
            yield problem("version-differs", message, file=path.name, at=f"line {lines[key,]}")
