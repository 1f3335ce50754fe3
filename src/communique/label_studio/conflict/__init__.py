"""A merge conflict in an export or in a file of decisions: what the two sides differ in, by id, and
how to take both. Regions are joined by annotation id, decisions by uid; no file is read or written.
"""

from communique.label_studio.conflict.explain import explain_conflict

__all__ = ["explain_conflict"]
