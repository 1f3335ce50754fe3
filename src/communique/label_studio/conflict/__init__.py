"""Explain a merge conflict in an export or a file of decisions: the differences and the steps.

Regions are matched by annotation id, decisions by uid. No file is read or written.
"""

from communique.label_studio.conflict.explain import explain_conflict

__all__ = ["explain_conflict"]
