"""Cutting a version: what is demanded of it, what it consists of, and the step that makes it."""
