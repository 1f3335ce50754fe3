"""`communique new`: make a new corpus."""

import hashlib
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing
from communique.version import VERSION


def run(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A new or empty folder, or an empty git repository."),
    ],
    json: JsonOption = False,
    name: Annotated[
        str | None, typer.Option(help="The name of the corpus. Default: the name of the folder.")
    ] = None,
) -> None:
    """Make a new corpus with a schema, a guideline, one sample document, and a workflow.

    Replace the sample document with your own documents. The workflow reviews pull requests on a
    forge.
    """
    with refusing():
        if folder.exists() and not _is_empty(folder):
            raise Refusal(f"{folder} exists and is not empty", "Choose another folder.")
        written = scaffold(folder, name or _name(folder))
    if json:
        print_json(written)
        return
    print("\n".join(written))
    print(
        f"\nNext: cd {quote(str(folder))}; edit schema/corpus.yaml; `communique add FILE` for each"
        " text;\nthen `communique clean`, `communique render` and `communique check`.\n"
        "To annotate: `communique annotate --install` once, then `communique annotate ann-1`."
    )


def scaffold(folder: Path, name: str) -> list[str]:
    """Write the files of a new corpus. Returns their names, sorted."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    from communique.util.atomic_write import staged

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    root = files("communique") / "templates" / "new"
    sample = (root / "sample.txt").read_bytes()
    digest = hashlib.sha256(sample).hexdigest()
    values = {"name": name, "sample_sha256": digest, "version": VERSION}
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
    "citation.cff.j2": "CITATION.cff",
    "readme.md.j2": "README.md",
    "workflow.yml.j2": ".github/workflows/corpus.yml",
}


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and all(path.name == ".git" for path in folder.iterdir())


def _name(folder: Path) -> str:
    from communique.util.slug import slug

    return slug(folder.resolve().name) or "corpus"
