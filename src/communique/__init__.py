"""Communiqué: raw articles in, a versioned annotated dataset out."""

__version__ = "0.1.0"
