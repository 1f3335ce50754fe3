"""Begin a corpus."""

import hashlib
import re
from pathlib import Path
from typing import Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    json: JsonOption = False,
    name: Annotated[
        str | None, typer.Option(help="The corpus's name (default: the folder's).")
    ] = None,
) -> None:
    """Scaffold a corpus: schema, guideline, sources and one document to replace by your own."""
    with refusing():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refusal(f"{folder} exists and is not empty", "Choose another folder.")
        written = scaffold(folder, name or _name(folder))
    if json:
        print_json(written)
        return
    print("\n".join(written))
    print(
        f"\nNext: cd {folder}; put texts into corpus/raw, list them in corpus/sources.yaml,\n"
        "then: communique clean; communique render; communique check; communique build"
    )


def scaffold(folder: Path, name: str) -> list[str]:
    """Write the template files; their names, sorted."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    from communique.util.atomic_write import staged

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    root = files("communique") / "templates" / "new"
    sample = (root / "sample.txt").read_bytes()
    values = {"name": name, "sample_sha256": hashlib.sha256(sample).hexdigest()}
    contents = {"corpus/raw/sample.txt": sample}
    for template, path in TEMPLATES.items():
        text = (root / template).read_text(encoding="utf-8")
        contents[path] = environment.from_string(text).render(values).encode("utf-8")
    with staged({folder / path: data for path, data in contents.items()}):
        (folder / "annotations").mkdir()
    return sorted(contents)


TEMPLATES = {
    "corpus.yaml.j2": "schema/corpus.yaml",
    "guideline.md.j2": "schema/guidelines/names.md",
    "sources.yaml.j2": "corpus/sources.yaml",
    "gitignore.j2": ".gitignore",
}


def _name(folder: Path) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    return plain or "corpus"
