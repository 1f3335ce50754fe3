"""Splits fit the documents, and what documents quote is what the data say."""

from collections.abc import Iterator

from communique.catalogue import problem
from communique.checks.state import State
from communique.corpus.documents import MalformedDocumentError
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.splits import SplitError, place_documents
from communique.problems import Problem
from communique.quoted import quoting_files
from communique.text import UndecodableError


def splits_fit(state: State) -> Iterator[Problem]:
    """`splits-invalid`. Without sources: silent."""
    if state.schema is None or state.sources is None:
        return
    try:
        place_documents(state.schema, [s for s in state.sources if s.status == "active"])
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
    for name, (text, wanted) in quoting.items():
        if text != wanted:
            yield problem("numbers-stale", file=name)
