"""The learned line model: how likely a line in its context is content."""

from communique.cleaning.learned.model import KINDS, Model, line_scores, load_model, model_sha256

__all__ = ["KINDS", "Model", "line_scores", "load_model", "model_sha256"]
