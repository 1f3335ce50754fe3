"""The names of the configs that every dataset has, and its closed lists."""

from typing import Final

DOCUMENTS: Final = "documents"
ANNOTATIONS: Final = "annotations"
DECISIONS: Final = ["single", "unanimous", "majority", "adjudicated"]
STATUSES: Final = ["done", "empty", "skipped", "missing"]
