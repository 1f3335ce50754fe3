"""Release a version: its gates, its files, and the transaction that commits and tags it."""
