"""Files that are rendered from the schema. They are never edited; a check keeps them current."""
