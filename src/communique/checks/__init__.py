"""The checks of a corpus. All of them run: no problem stops the others."""

from communique.checks.run import run

__all__ = ["run"]
