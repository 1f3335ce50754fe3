"""The corpus in a notebook: annotations and decisions as DataFrames, agreement as a report."""

from communique.notebook.corpus import NotebookCorpus
from communique.notebook.report import AgreementReport

__all__ = ["AgreementReport", "NotebookCorpus"]
