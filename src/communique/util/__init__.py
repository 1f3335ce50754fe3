"""Small helpers that know nothing of corpora, layers or annotations."""
