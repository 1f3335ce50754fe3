"""Records, decisions, and the answers of voters side by side."""

from communique.records.record import (
    Effort,
    Origin,
    PassStatus,
    Record,
    RecordKind,
    Status,
    Values,
    annotation_id,
    annotation_id_prefix,
    mint_uid,
    mint_value_uid,
)

__all__ = [
    "Effort",
    "Origin",
    "PassStatus",
    "Record",
    "RecordKind",
    "Status",
    "Values",
    "annotation_id",
    "annotation_id_prefix",
    "mint_uid",
    "mint_value_uid",
]
