"""Write `.zenodo.json`: what Zenodo's deposit form would ask, in its names for the fields."""

import json
from collections.abc import Mapping
from typing import Any

from communique.corpus.citation import creators
from communique.schema import Schema
from communique.util.json_values import strings


def zenodo_text(
    citation: Mapping[str, Any],
    kept: Mapping[str, Any],
    schema: Schema,
    version: str,
    released: str,
) -> str:
    """Return the file for a version (`released` is YYYY-MM-DD).

    What the maintainers wrote (`kept`) stays, except version and date. Missing fields come from
    CITATION.cff, and then from the schema. Without authors there, there are no creators.
    """
    title = citation.get("title") or schema.title or schema.name
    licence = schema.licenses.get("annotations") or citation.get("license")
    made = {
        "title": title,
        "upload_type": "dataset",
        "description": citation.get("abstract") or schema.description or title,
        "creators": list(creators(citation)),
        "access_right": "open",
        "license": str(licence).lower() if licence else None,
        "keywords": strings(citation.get("keywords")) or [layer.name for layer in schema.layers],
    }
    present = {key: value for key, value in made.items() if value}
    whole = {**present, **kept, "version": version, "publication_date": released}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
