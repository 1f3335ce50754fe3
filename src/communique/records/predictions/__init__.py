"""`predictions/1`: the labels that any system gives to the units of a dataset, one unit a line."""

from communique.records.predictions.model import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    Header,
    PredictedSpan,
    Prediction,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.places import BlockText, Places
from communique.records.predictions.reader import read_predictions

__all__ = [
    "BlockLabel",
    "BlockSpans",
    "BlockText",
    "GivenSpan",
    "Header",
    "Places",
    "PredictedSpan",
    "Prediction",
    "SentenceLabel",
    "Unit",
    "read_predictions",
]
