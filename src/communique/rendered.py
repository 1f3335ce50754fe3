"""Everything that is rendered from the schema: never edited, checked to be current."""

import json

from communique.catalogue import CATALOGUE, ON_ARRIVAL, STAGES, Entry
from communique.corpus import CorpusFolder, write_atomic
from communique.json_schema import record_schema
from communique.label_studio.page import render_page
from communique.schema import Schema


def rendered_files(schema: Schema) -> dict[str, str]:
    """File name below `schema/rendered/` to content."""
    pages = {f"{layer.name}.xml": render_page(schema, layer) for layer in schema.layers}
    records = json.dumps(record_schema(schema), ensure_ascii=False, indent=1) + "\n"
    return {**pages, "record.schema.json": records, "checks.md": _checks_page()}


def write_rendered(folder: CorpusFolder, schema: Schema) -> list[str]:
    """Write `schema/rendered/`, and nothing else stays there; the names of the files."""
    wanted = rendered_files(schema)
    for path in folder.rendered.glob("*"):
        if path.is_file() and path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        write_atomic(folder.rendered / name, content)
    return [folder.relative(folder.rendered / name) for name in wanted]


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
    return [
        "",
        f"### `{entry.id}` ({entry.level})",
        "",
        f"{entry.what} {entry.why}{seen}",
        "",
        f"- For example: `{entry.example}`",
        f"- To mend it: {entry.fix}",
    ]
