"""Every check of a corpus, run to the end: nothing stops at the first fault."""

from communique.checks.run import run

__all__ = ["run"]
