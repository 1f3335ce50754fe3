"""Render the files of a schema: Label Studio pages, two JSON Schemas, and checks.md."""

import json
from collections.abc import Collection

from communique.label_studio.writing.labeling_config import render_page
from communique.problems import ProblemKind
from communique.problems.kind import STAGES
from communique.records.json_schema import record_schema
from communique.records.predictions.json_schema import predictions_schema
from communique.schema import Schema


def rendered_files(schema: Schema, kinds: Collection[ProblemKind]) -> dict[str, str]:
    """Return file names below `schema/rendered/` with content; `checks.md` explains `kinds`."""
    pages = {f"{layer.name}.xml": render_page(schema, layer) for layer in schema.layers}
    records = json.dumps(record_schema(schema), ensure_ascii=False, indent=1) + "\n"
    predictions = json.dumps(predictions_schema(schema), ensure_ascii=False, indent=1) + "\n"
    shapes = {"record.schema.json": records, "predictions.schema.json": predictions}
    return {**pages, **shapes, "checks.md": _checks_page(kinds)}


def _checks_page(kinds: Collection[ProblemKind]) -> str:
    lines = [
        "# Problems that Communiqué reports",
        "",
        "`communique check` exits with 1 if it finds an error; with `--strict` also if it finds a",
        "warning. `--only ID` looks for this problem alone, and `--ignore ID` leaves it out.",
    ]
    for stage, title in STAGES.items():
        lines += ["", f"## {title}"]
        for kind in kinds:
            lines += _section(kind) if kind.stage == stage else []
    return "\n".join(lines) + "\n"


def _section(kind: ProblemKind) -> list[str]:
    seen = " Reported by `pull` and `import` alone." if kind.on_import else ""
    drops = " Stops every verb but `check`." if kind.drops else ""
    return [
        "",
        f"### `{kind.id}` ({kind.level})",
        "",
        f"{kind.what} {kind.why}{seen}{drops}",
        "",
        f"- For example: `{kind.example}`",
        f"- To fix it: {kind.fix}",
    ]
