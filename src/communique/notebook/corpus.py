"""A corpus opened for a notebook or a script."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from communique.checks import run
from communique.notebook.report import AgreementReport
from communique.problems import Problem
from communique.records.decision import AdjudicatedDecision
from communique.schema import Layer
from communique.workflow.agree import assess_corpus
from communique.workspace import Corpus

if TYPE_CHECKING:
    import pandas as pd


class NotebookCorpus(Corpus):
    """A corpus on disk. `communique.open` makes it.

    Each attribute and method raises UnsoundCorpusError if a file that it needs cannot be read
    completely. The error lists the problems. Only `problems()` does not raise it. Files that change
    later are not read again: open the corpus again.

    >>> import communique
    >>> corpus = communique.open(corpus_folder)
    >>> corpus.schema.name, sorted(corpus.documents)
    ('mini', ['one', 'two'])
    >>> corpus.annotations("names").columns[:4].to_list()
    ['annotation_id', 'layer', 'doc_id', 'block_id']
    """

    def annotations(self, layer: str | None = None) -> "pd.DataFrame":
        """Return a DataFrame with one row for each record, of one layer or of all layers.

        Offsets are half-open and count code points: `start` and `end` in the cleaned text,
        `raw_start` and `raw_end` in the raw text. They are null for document values. `is_vote` is
        true if the record counts for agreement and adjudication.

        Raises KeyError for an unknown layer.
        """
        from communique.notebook.frames import annotations_frame

        votes = (r.annotation_id for item in self.items for r in item.records)
        return annotations_frame(
            self.schema, self._layers(layer), self.records, self.documents, votes
        )

    def decisions(self, layer: str | None = None) -> "pd.DataFrame":
        """Return a DataFrame with one row for each adjudicated item, of one layer or of all layers.

        Rejected items are included.

        Raises KeyError for an unknown layer.
        """
        from communique.notebook.frames import decisions_frame

        decided: Mapping[str, Iterable[AdjudicatedDecision]] = {
            name: adjudicated.decisions for name, adjudicated in self.adjudicated.items()
        }
        return decisions_frame(self._layers(layer), decided, self.documents)

    def problems(self) -> list[Problem]:
        """Return the problems that `communique check` prints. Raises OSError."""
        return run(self)

    def agreement(self, layer: str | None = None) -> AgreementReport:
        """Return the agreement report of the voting annotators, of one layer or of all layers.

        Raises KeyError for an unknown layer.
        """
        names = {x.name for x in self._layers(layer)}
        data = assess_corpus(self)
        return AgreementReport(
            {**data, "layers": [x for x in data["layers"] if x["layer"] in names]}
        )

    def _layers(self, name: str | None) -> list[Layer]:
        return list(self.schema.layers) if name is None else [self.schema.layer(name)]
