"""Everything that is rendered from the schema: never edited, checked to be current."""
