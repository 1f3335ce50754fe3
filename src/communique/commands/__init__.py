"""The command line. Each command has one module, which has its name."""

from communique.commands.app import main

__all__ = ["main"]
