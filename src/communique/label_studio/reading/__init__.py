"""Raw exports to records: one reader for every export, whoever made it."""
