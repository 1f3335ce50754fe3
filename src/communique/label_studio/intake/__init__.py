"""Bring exports into the corpus: split by annotator, remove accounts, compare, store."""
