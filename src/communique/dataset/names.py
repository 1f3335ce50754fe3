"""Names of configs and files that every dataset has, and values of its closed lists."""

from typing import Final

from communique.schema.names import MIXED as MIXED

DOCUMENTS: Final = "documents"
DECISIONS: Final = "decisions"
ANNOTATIONS: Final = "annotations"
CODEBOOK: Final = "codebook"
REGISTRY: Final = "registry"
WAYS: Final = ["single", "unanimous", "majority", "adjudicated"]  # how a label was decided
OUTCOMES: Final = ["kept", "rejected"]
KINDS: Final = ["span", "block", "document"]
STATUSES: Final = ["done", "empty", "skipped", "missing"]
ROLES: Final = ["pilot", "annotator", "adjudicator"]
TYPES: Final = ["human", "model", "human+model"]
REASONS: Final = [
    "boundary",
    "label",
    "attribute",
    "missed",
    "spurious",
    "guideline-gap",
    "ambiguous",
]
NONE: Final = "none"
CATCH_ALL: Final = "other"  # a value that means "no other value": nothing to detect
FULL: Final = "full"
STANDOFF: Final = "standoff"
MANIFEST: Final = "manifest.json"
EVALUATIONS: Final = "evaluations"  # in the manifest
ORIGINALS: Final = "originals"  # in the manifest
AGREEMENT: Final = "agreement.json"
CROISSANT: Final = "croissant.json"
FLAVOURED: Final = ("README.md", CROISSANT, MANIFEST)  # differ between flavours
NOTES: Final = "full/notes.sealed"
