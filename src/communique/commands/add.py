"""Add documents."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._documents import InputText, input_texts, tell
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder, Original

WHAT = "Plain text in UTF-8; with the extra `html` also HTML, WARC and WET (.gz, too)."


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=WHAT)],
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Copy texts into corpus/raw byte for byte and list them in corpus/sources.yaml.

    Of HTML and web archives the main text is copied, and the original's hash is listed.
    """
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    with refusing():
        known = _known(folder)
        arrived = [item for path in files for item in input_texts(path)]
        new = [(entry, a) for a in arrived if (entry := _entry(folder, a, known))]
        if not new:
            raise Refusal("nothing to add: all these texts are there already")
        languages = schema.all_languages
        _write(folder, new, languages[0] if len(languages) == 1 else None)
    if json:
        print_json([_shown(entry, item.original) for entry, item in new])
        return
    for entry, _ in new:
        print(f"{entry['doc_id']}: corpus/raw/{entry['file']}")
    print("Complete corpus/sources.yaml, name them in `splits`, then: communique clean")


def _known(folder: "CorpusFolder") -> dict[str, str]:
    """Ids, file names and hashes that are taken, each with the document that has it."""
    from communique.corpus import load_sources

    if not folder.sources.is_file():
        return {}
    documents = load_sources(folder.sources).documents
    return {x: d.doc_id for d in documents for x in (d.doc_id, d.file, d.sha256)}


def _entry(folder: "CorpusFolder", item: InputText, known: dict[str, str]) -> dict[str, str] | None:
    """What is listed of a document; None for a page of an archive whose text is there already."""
    from communique.text import sha256_bytes

    plain = re.sub(r"[^a-z0-9]+", "-", item.stem.lower()).strip("-") or "document"
    doc_id = plain[: 64 - len(item.suffix)] + item.suffix
    entry = {"doc_id": doc_id, "file": item.file, "sha256": sha256_bytes(item.data)}
    if item.suffix and entry["sha256"] in known:
        tell(item.path, f"page {item.suffix[1:]} skipped: its text is there already")
        return None
    if entry["sha256"] in known:
        message = f"{item.path}: its text is document {known[entry['sha256']]} already"
        raise Refusal(message, "There is nothing to add; leave the file out.")
    for what, value in entry.items():
        if value in known or (what == "file" and (folder.raw / value).exists()):
            raise Refusal(f"{item.path}: {what} {value} is there already", "Rename the file.")
    known.update(dict.fromkeys(entry.values(), doc_id))
    return entry


def _write(
    folder: "CorpusFolder", new: Sequence[tuple[dict[str, str], InputText]], language: str | None
) -> None:
    """All raw files and the list, or nothing."""
    from communique.util.atomic_write import write_together

    listed = folder.sources.read_text("utf-8") if folder.sources.is_file() else ""
    files: dict[Path, bytes | str] = {}
    for entry, item in new:
        files[folder.raw / entry["file"]] = item.data
        listed = _listed(listed, {**entry, "language": language or "null"}, item.original)
    write_together({**files, folder.sources: listed})


def _shown(entry: dict[str, str], original: "Original | None") -> dict[str, Any]:
    return {**entry, "original": _stated(original)} if original else entry


def _stated(original: "Original") -> dict[str, str]:
    return original.model_dump(exclude_none=True)


def _listed(text: str, entry: dict[str, str], original: "Original | None") -> str:
    """The YAML with one more document; a file that is a mapping or empty list is begun anew."""
    head = text if text.strip() not in ("", "[]") else ""
    if head and not head.endswith("\n"):
        head += "\n"
    return (
        head
        + (
            f'- doc_id: "{entry["doc_id"]}"\n'
            f'  file: "{entry["file"]}"\n'
            f"  sha256: {entry['sha256']}\n"
            "  author: null\n  publisher: null\n  published: null\n  url: null\n"
            f"  genre: null\n  language: {entry['language']}\n"
            f'  split_group: "{entry["doc_id"]}"\n'
        )
        + (_as_yaml(original) if original else "")
    )


def _as_yaml(original: "Original") -> str:
    """Addresses and names of files are anybody's: YAML itself quotes them."""
    import yaml

    stated = _stated(original)
    is_plain = all(value.isprintable() for value in stated.values())  # else YAML breaks its lines
    text = yaml.safe_dump(stated, allow_unicode=is_plain, sort_keys=False, width=10**6)
    return "  original:\n" + "".join(f"    {line}\n" for line in text.splitlines())
