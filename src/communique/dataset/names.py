"""Names of configs and files that every dataset has, and values of its closed lists."""

from typing import Final

DOCUMENTS: Final = "documents"
ANNOTATIONS: Final = "annotations"
DECISIONS: Final = ["single", "unanimous", "majority", "adjudicated"]
STATUSES: Final = ["done", "empty", "skipped", "missing"]
FULL: Final = "full"
STANDOFF: Final = "standoff"
MANIFEST: Final = "manifest.json"
ORIGINALS: Final = "originals"  # in the manifest
CROISSANT: Final = "croissant.json"
FLAVOURED: Final = ("README.md", CROISSANT, MANIFEST)  # differ between flavours
NOTES: Final = "full/notes.sealed"
