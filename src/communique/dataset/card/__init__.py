"""The dataset card: metadata for the loader, and information for readers."""

from communique.dataset.card.render import CardFacts, render_card

__all__ = ["CardFacts", "render_card"]
