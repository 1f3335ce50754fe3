"""Cleaning: separate the article from boilerplate, and find the type of each block."""

from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.by_hand import ByHand
from communique.cleaning.clean import CleanText, clean, clean_many
from communique.cleaning.config_hash import NAME, VERSION, config_sha256
from communique.cleaning.kept_lines import kept_lines, lines_and_blocks
from communique.cleaning.rule import POLICIES, REASONS, Rule, policy_name

__all__ = [
    "BOILERPLATE_RULES",
    "NAME",
    "POLICIES",
    "REASONS",
    "VERSION",
    "ByHand",
    "CleanText",
    "Rule",
    "clean",
    "clean_many",
    "config_sha256",
    "kept_lines",
    "lines_and_blocks",
    "policy_name",
]
