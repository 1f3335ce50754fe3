"""The learned line model: how likely a line in its context is content."""

from communique.cleaning.learned.model import KINDS, Model, load_model, model_sha256
from communique.cleaning.learned.scores import Scores, line_scores

__all__ = ["KINDS", "Model", "Scores", "line_scores", "load_model", "model_sha256"]
