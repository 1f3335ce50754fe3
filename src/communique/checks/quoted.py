"""Splits fit the documents, and what documents quote is what the data say."""

from collections.abc import Iterator

from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.quoted_numbers import quoting_files
from communique.dataset.splits import SplitError, place_documents
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.schema import YamlError
from communique.schema.yaml_file import read_yaml
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError


def splits_fit(corpus: CorpusReading) -> Iterator[Problem]:
    """`splits-invalid`. Without sources: silent."""
    if corpus.schema is None or corpus.sources is None:
        return
    try:
        place_documents(corpus.schema, corpus.active)
    except SplitError as error:
        file = corpus.folder.relative(corpus.folder.schema)
        yield problem("splits-invalid", str(error), file=file)


def numbers_current(corpus: CorpusReading) -> Iterator[Problem]:
    """`numbers-stale`. Silent where the corpus cannot be counted: other checks say why."""
    if corpus.schema is None or corpus.sources is None or not corpus.folder.raw.is_dir():
        return
    try:
        quoting = quoting_files(Corpus.of(corpus))
    except (OSError, SplitError, NeedsAdjudicationError, UnsoundCorpusError):
        return
    for name, (text, wanted) in quoting.items():
        if text != wanted:
            yield problem("numbers-stale", file=name)


def versions_agree(corpus: CorpusReading) -> Iterator[Problem]:
    """`version-mismatch`: CITATION.cff names the schema's version and date. Without it: silent."""
    path = corpus.folder.root / "CITATION.cff"
    if corpus.schema is None or not path.is_file():
        return
    try:
        data, lines = read_yaml(path)
    except YamlError as error:
        yield problem("version-mismatch", str(error), file=path.name)
        return
    wanted = {"version": corpus.schema.version, "date-released": corpus.schema.released}
    for key, value in wanted.items():
        said = data.get(key) if isinstance(data, dict) else None
        if said is not None and value is not None and said != value:
            message = f"{key} is {said}, in the schema {value}"
            yield problem("version-mismatch", message, file=path.name, at=f"line {lines[key,]}")
