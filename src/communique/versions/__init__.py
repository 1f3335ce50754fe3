"""What changed between two versions of a dataset, and which version it makes."""

from communique.versions.bump import least_bump
from communique.versions.change import Change
from communique.versions.compare import compare

__all__ = ["Change", "compare", "least_bump"]
