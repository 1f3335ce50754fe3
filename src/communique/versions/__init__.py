"""Compare two versions of a dataset, and find the version number that the changes need."""

from communique.versions.bump import least_bump
from communique.versions.change import Change
from communique.versions.compare import compare

__all__ = ["Change", "compare", "least_bump"]
