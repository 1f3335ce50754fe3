"""Cleaning: what of a raw text is the article, and what each part of it is."""

from communique.cleaning.clean import (
    NAME,
    VERSION,
    CleanText,
    clean,
    config_sha256,
    kept_lines,
)
from communique.cleaning.families import CATALOGUE
from communique.cleaning.rule import POLICIES, REASONS, Rule

__all__ = [
    "CATALOGUE",
    "NAME",
    "POLICIES",
    "REASONS",
    "VERSION",
    "CleanText",
    "Rule",
    "clean",
    "config_sha256",
    "kept_lines",
]
