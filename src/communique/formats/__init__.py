"""Formats of other tools: one module a format. What a format cannot hold is counted."""
