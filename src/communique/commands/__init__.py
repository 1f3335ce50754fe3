"""The command line: one module per verb, named by it."""

from communique.commands.app import main

__all__ = ["main"]
