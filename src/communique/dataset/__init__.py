"""Build a Hugging Face dataset from records: features, rows, Parquet, card, manifest."""
