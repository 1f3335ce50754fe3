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
    """A corpus on disk; see `communique.open`.

    Everything raises UnsoundCorpusError, which has the problems, where something that it needs
    cannot be read whole; `problems()` raises nothing for bad content. Files that change later are
    not read again: open the corpus once more.
    """

    def annotations(self, layer: str | None = None) -> "pd.DataFrame":
        """Every annotator's decisions, a row each; one layer's, or all. Offsets are code points,
        half-open, into the document's text (`start`, `end`) and its raw text; null for a value of
        the whole document. `is_vote`: it counts in agreement and adjudication.

        Raises KeyError for an unknown layer.
        """
        from communique.notebook.frames import annotations_frame

        votes = (r.annotation_id for item in self.items for r in item.records)
        return annotations_frame(
            self.schema, self._layers(layer), self.records, self.documents, votes
        )

    def decisions(self, layer: str | None = None) -> "pd.DataFrame":
        """The adjudicated decisions, a row each, rejected ones too; one layer's, or all.

        Raises KeyError for an unknown layer.
        """
        from communique.notebook.frames import decisions_frame

        decided: Mapping[str, Iterable[AdjudicatedDecision]] = {
            name: found.decisions for name, found in self.adjudicated.items()
        }
        return decisions_frame(self._layers(layer), decided, self.documents)

    def problems(self) -> list[Problem]:
        """What `communique check` prints. Raises OSError."""
        return run(self)

    def agreement(self, layer: str | None = None) -> AgreementReport:
        """How far the voting annotators agree; on one layer, or on all.

        Raises KeyError for an unknown layer.
        """
        names = {x.name for x in self._layers(layer)}
        data = assess_corpus(self)
        return AgreementReport(
            {**data, "layers": [x for x in data["layers"] if x["layer"] in names]}
        )

    def _layers(self, name: str | None) -> list[Layer]:
        return list(self.schema.layers) if name is None else [self.schema.layer(name)]
