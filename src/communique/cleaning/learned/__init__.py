"""The line model, which estimates how likely each line is content, from its context."""

from communique.cleaning.learned.model import KINDS, Model, load_model, model_sha256
from communique.cleaning.learned.scores import Scores, line_scores

__all__ = ["KINDS", "Model", "Scores", "line_scores", "load_model", "model_sha256"]
