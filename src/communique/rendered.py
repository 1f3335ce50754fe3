"""Everything that is rendered from the schema: never edited, checked to be current."""

import json

from communique.catalogue import CATALOGUE
from communique.json_schema import record_schema
from communique.label_studio.page import render_page
from communique.schema import Schema


def rendered_files(schema: Schema) -> dict[str, str]:
    """File name below `schema/rendered/` to content."""
    pages = {f"{layer.name}.xml": render_page(schema, layer) for layer in schema.layers}
    records = json.dumps(record_schema(schema), ensure_ascii=False, indent=1) + "\n"
    return {**pages, "record.schema.json": records, "checks.md": _checks_page()}


def _checks_page() -> str:
    rows = [
        f"| `{e.id}` | {e.level} | {e.what} | {e.fix} |"
        for e in sorted(CATALOGUE.values(), key=lambda e: (e.level, e.id))
    ]
    head = [
        "# Problems that `communique check` reports",
        "",
        "| id | level | what | how to mend it |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"
