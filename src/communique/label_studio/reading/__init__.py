"""Read raw exports into records. There is one reader for all exports."""
