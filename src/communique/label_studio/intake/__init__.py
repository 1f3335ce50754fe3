"""Exports on their way into the corpus: split by annotator, without accounts, compared, stored."""
