"""Records to a Hugging Face dataset: features, rows, parquet, card, manifest."""

from communique.dataset.build import BuildError, Built, build

__all__ = ["BuildError", "Built", "build"]
