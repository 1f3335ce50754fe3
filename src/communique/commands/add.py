"""`communique add`: add documents to the corpus."""

import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._documents import InputText, codec_of, input_texts, print_note
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
    from communique.schema import Schema

LANGUAGE_HELP = "Language of all these texts, like en or pt-BR. Default: what a page states."
ENCODING_HELP = "Charset of all these files. Default: UTF-8; a page states its own."
FILES_HELP = "Plain text in UTF-8. With the extra `html` also HTML, WARC and WET (.gz, too)."
FIXES = {
    "doc_id": "Rename the file: its name gives the doc_id.",
    "file": "Rename the file.",
    "sha256": "Leave this file out: its text is already in corpus/raw.",
}


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=FILES_HELP)],
    corpus: CorpusOption = None,
    language: Annotated[str | None, typer.Option(metavar="TAG", help=LANGUAGE_HELP)] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help=ENCODING_HELP)] = None,
    json: JsonOption = False,
) -> None:
    """Copy texts into corpus/raw byte for byte, and list them in corpus/sources.yaml.

    From HTML and web archives, the command extracts the main text and records the hash of the
    original. With --encoding, it converts plain text to UTF-8.
    """
    opened = open_corpus(corpus)
    folder = opened.folder
    _require_language(language)
    codec = None if encoding is None else codec_of(encoding)
    with refusing():
        taken = _taken(folder)
        texts = [text for path in files for text in input_texts(path, codec)]
        new = [(entry, text) for text in texts if (entry := _entry(folder, text, taken))]
        if not new:
            raise Refusal("nothing to add: the corpus already has all of these texts")
        _write(folder, new, language)
    _note_languages(opened.schema, new, language)
    if json:
        print_json([_with_original(entry, text.original) for entry, text in new])
        return
    for entry, _ in new:
        print(f"{entry['doc_id']}: corpus/raw/{entry['file']}")
    print(
        "Next: complete the new entries in corpus/sources.yaml, and add the documents to `splits`"
    )
    print("in the schema. Then run `communique clean`.")


def _taken(folder: "CorpusFolder") -> dict[str, str]:
    """Map the ids, file names and hashes that the corpus already has to their documents."""
    from communique.corpus import load_sources

    if not folder.sources.is_file():
        return {}
    documents = load_sources(folder.sources).documents
    return {x: d.doc_id for d in documents for x in (d.doc_id, d.file, d.sha256)}


def _entry(folder: "CorpusFolder", text: InputText, taken: dict[str, str]) -> dict[str, str] | None:
    """Return the entry of a document; None for a page of an archive whose text is not new."""
    from communique.text import sha256_bytes

    doc_id = _new_id(folder, text, taken)
    entry = {"doc_id": doc_id, "file": text.file, "sha256": sha256_bytes(text.data)}
    if text.suffix and entry["sha256"] in taken:
        print_note(text.path, f"page {text.suffix[1:]} skipped: the corpus already has its text")
        return None
    if entry["sha256"] in taken:
        message = f"{text.path}: its text is document {taken[entry['sha256']]} already"
        raise Refusal(message, "There is nothing to add; leave the file out.")
    for key, value in entry.items():
        if value in taken or (key == "file" and (folder.raw / value).exists()):
            raise Refusal(f"{text.path}: the corpus already has the {key} {value}", FIXES[key])
    taken.update(dict.fromkeys(entry.values(), doc_id))
    return entry


def _new_id(folder: "CorpusFolder", text: InputText, taken: dict[str, str]) -> str:
    """Return an id from the name of the file.

    Two different names can give one id, above all in other scripts; the later one gets a number.
    A file of the same name is another matter: it is refused.
    """
    from communique.util.slug import slug

    plain = slug(text.stem) or "document"
    is_same_file = text.file in taken or (folder.raw / text.file).exists()
    for number in itertools.count(1):
        suffix = text.suffix + (f"-{number}" if number > 1 else "")
        doc_id = plain[: 64 - len(suffix)].rstrip("-") + suffix
        if doc_id not in taken or is_same_file:
            return doc_id
    raise AssertionError("unreachable")


def _require_language(tag: str | None) -> None:
    from communique.schema.names import LANGUAGE

    if tag is not None and not re.fullmatch(LANGUAGE, tag, re.ASCII | re.IGNORECASE):
        raise Refusal(f"{tag!r} is not a language tag", "Give a tag like en, ru or pt-BR.")


def _write(
    folder: "CorpusFolder", new: Sequence[tuple[dict[str, str], InputText]], language: str | None
) -> None:
    """Write all raw files and the list of sources, or nothing."""
    from communique.util.atomic_write import write_together

    listed = folder.sources.read_text("utf-8") if folder.sources.is_file() else ""
    files: dict[Path, bytes | str] = {}
    for entry, text in new:
        files[folder.raw / entry["file"]] = text.data
        stated = _scalar(language or text.language)
        listed = _listed(listed, {**entry, "language": stated}, text.original)
    write_together({**files, folder.sources: listed})


def _note_languages(
    schema: "Schema", new: Sequence[tuple[dict[str, str], InputText]], given: str | None
) -> None:
    """Say which languages the schema does not list, before `check` says it."""
    known = [tag.lower() for tag in schema.all_languages]
    for _, text in new:
        tag = given or text.language
        if tag and known and not any(f"{tag.lower()}-".startswith(f"{k}-") for k in known):
            print_note(
                text.path, f"its language is {tag}; add it to `languages` in schema/corpus.yaml"
            )


def _scalar(tag: str | None) -> str:
    """Return a language as YAML; the tag for Norwegian would be read as a boolean."""
    return "null" if tag is None else f'"{tag}"' if tag.lower() == "no" else tag


def _with_original(entry: dict[str, str], original: "Original | None") -> dict[str, Any]:
    return {**entry, "original": _original_json(original)} if original else entry


def _original_json(original: "Original") -> dict[str, Any]:
    return original.model_dump(exclude_none=True, mode="json")


def _listed(text: str, entry: dict[str, str], original: "Original | None") -> str:
    """Return the YAML with one more document. An empty file or empty list starts anew."""
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
            "  split_group: null\n"
        )
        + (_as_yaml(original) if original else "")
    )


def _as_yaml(original: "Original") -> str:
    """Return the YAML of an original. yaml quotes the values, because anyone can choose them."""
    import yaml

    fields = _original_json(original)
    code = fields.pop("code", None)  # numbers, which are easier to read on one line
    is_plain = all(value.isprintable() for value in fields.values())  # else YAML breaks its lines
    text = yaml.safe_dump(fields, allow_unicode=is_plain, sort_keys=False, width=10**6)
    text += f"code: {code}\n" if code else ""
    return "  original:\n" + "".join(f"    {line}\n" for line in text.splitlines())
