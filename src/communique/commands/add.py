"""Add documents."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Plain text in UTF-8.")],
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Copy texts into corpus/raw byte for byte and list them in corpus/sources.yaml."""
    from communique.corpus import write_atomic

    folder, schema = open_corpus(corpus)
    with refusing():
        known = _known(folder)
        new = [_entry(folder, path, known) for path in files]
        language = schema.all_languages[0] if len(schema.all_languages) == 1 else None
        listed = folder.sources.read_text("utf-8") if folder.sources.is_file() else ""
        for entry, path in zip(new, files, strict=True):
            write_atomic(folder.raw / entry["file"], path.read_bytes())
            listed = _listed(listed, {**entry, "language": language or "null"})
        write_atomic(folder.sources, listed)
    if json:
        print_json(new)
        return
    for entry in new:
        print(f"{entry['doc_id']}: corpus/raw/{entry['file']}")
    print("Complete corpus/sources.yaml, name them in `splits`, then: communique clean")


def _known(folder: "CorpusFolder") -> set[str]:
    """Ids, file names and hashes that are taken."""
    from communique.corpus import load_sources

    if not folder.sources.is_file():
        return set()
    documents = load_sources(folder.sources).documents
    return {x for d in documents for x in (d.doc_id, d.file, d.sha256)}


def _entry(folder: "CorpusFolder", path: Path, known: set[str]) -> dict[str, str]:
    from communique.text import UndecodableError, decode, sha256_bytes

    data = path.read_bytes()
    try:
        decode(data)
    except UndecodableError as error:
        raise Refusal(f"{path}: {error}", "Convert it to UTF-8 without NUL.") from None
    doc_id = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:64] or "document"
    entry = {"doc_id": doc_id, "file": path.name, "sha256": sha256_bytes(data)}
    for what, value in entry.items():
        if value in known or (what == "file" and (folder.raw / value).exists()):
            raise Refusal(f"{path}: {what} {value} is there already", "Rename the file.")
    known.update(entry.values())
    return entry


def _listed(text: str, entry: dict[str, str]) -> str:
    """The YAML with one more document; a file that is a mapping or empty list is begun anew."""
    head = text if text.strip() not in ("", "[]") else ""
    if head and not head.endswith("\n"):
        head += "\n"
    return head + (
        f'- doc_id: "{entry["doc_id"]}"\n'
        f'  file: "{entry["file"]}"\n'
        f"  sha256: {entry['sha256']}\n"
        "  author: null\n  publisher: null\n  published: null\n  url: null\n"
        f"  genre: null\n  language: {entry['language']}\n"
        f'  split_group: "{entry["doc_id"]}"\n'
    )
