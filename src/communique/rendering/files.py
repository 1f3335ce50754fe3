"""The rendered files of a schema: Label Studio pages, the shape of records, the list of checks."""

import json

from communique.label_studio.writing.labeling_config import render_page
from communique.problems.catalogue import CATALOGUE, ON_ARRIVAL, STAGES, Entry
from communique.records.json_schema import record_schema
from communique.schema import Schema


def rendered_files(schema: Schema) -> dict[str, str]:
    """File name below `schema/rendered/` to content."""
    pages = {f"{layer.name}.xml": render_page(schema, layer) for layer in schema.layers}
    records = json.dumps(record_schema(schema), ensure_ascii=False, indent=1) + "\n"
    return {**pages, "record.schema.json": records, "checks.md": _checks_page()}


def _checks_page() -> str:
    lines = [
        "# Problems that Communiqué reports",
        "",
        "`communique check` exits with 1 if and only if one of them is an error; with `--strict`",
        "if there is any. `--only ID` looks for some of them alone, `--ignore ID` leaves some out.",
    ]
    for stage, title in STAGES.items():
        lines += ["", f"## {title}"]
        for entry in CATALOGUE.values():
            lines += _entry(entry) if entry.stage == stage else []
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> list[str]:
    seen = " Seen when an export arrives (`pull`, `import`)." if entry.id in ON_ARRIVAL else ""
    drops = " Stops every verb but `check`." if entry.drops else ""
    return [
        "",
        f"### `{entry.id}` ({entry.level})",
        "",
        f"{entry.what} {entry.why}{seen}{drops}",
        "",
        f"- For example: `{entry.example}`",
        f"- To mend it: {entry.fix}",
    ]
