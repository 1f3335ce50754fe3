"""Records to a Hugging Face dataset: features, rows, parquet, card, manifest."""
