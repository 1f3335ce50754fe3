"""Small helpers that do not depend on corpora, layers or annotations."""
