"""Restore the full dataset from a standoff dataset and the source files, and prove every file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from pydantic import ValidationError

from communique.corpus import Original
from communique.dataset.arrays import Row
from communique.dataset.copies import Copy
from communique.dataset.encrypted_notes import SealError, key_of, unseal
from communique.dataset.evaluation.restored import with_questions
from communique.dataset.manifest import read_manifest
from communique.dataset.names import (
    DOCUMENTS,
    FLAVOURED,
    FULL,
    MANIFEST,
    NOTES,
    ORIGINALS,
    STANDOFF,
)
from communique.dataset.parquet import (
    read_features,
    read_group_rows,
    read_metadata,
    read_writer,
    write_table,
)
from communique.dataset.proof import Restored, RestoreError, Written, prove
from communique.dataset.read import NotADatasetError, Released, read_released
from communique.dataset.source_search import Search, find_sources, lines
from communique.dataset.standoff import Key, fill, put_back
from communique.text import UndecodableError, decode, sha256_text
from communique.util.json_values import Object, as_object, objects
from communique.util.plural import counted


@dataclass(frozen=True, slots=True)
class _Source:
    """One document's raw text, its cleaned text, and the text of each block by id."""

    raw: str
    text: str
    blocks: Mapping[str, str]


class SourcesMissingError(RestoreError):
    """Source files are missing or different. The message has a line for each document."""

    def __init__(self, search: Search) -> None:
        self.doc_ids = tuple(search.missing())
        count = f"{len(self.doc_ids)} of {counted(len(search.rows), 'source')}"
        super().__init__("\n  ".join([f"{count} could not be found", *lines(search)]))


def restore(folder: Path, copies: Mapping[str, bytes] | Iterable[Copy]) -> Restored:
    """Restore the files of the full dataset.

    `copies`: the user's files, by any name: the source files, or the HTML files and web archives
    from which they were extracted. The text of such an original is extracted again and must have
    the hash of the source. They are read twice if a source is not found at once.

    No cleaner is used: texts are cut at the offsets in the dataset. Each file is proved byte for
    byte. If this pyarrow is not the one of the release, tables are proved by their content hashes.
    Raises RestoreError (SourcesMissingError names every document without a source),
    NotADatasetError, OSError.
    """
    standoff = read_released(folder)
    if standoff.flavour != STANDOFF:
        raise NotADatasetError(
            f"{folder} is a {standoff.flavour} dataset; only a standoff dataset can be restored"
        )
    search = find_sources(_documents(standoff), _originals(standoff), _as_copies(copies))
    if search.missing():
        raise SourcesMissingError(search)
    sources = {doc_id: _source(row, search.raws[doc_id]) for doc_id, row in search.rows.items()}
    tables = _tables(folder, standoff, sources)
    files = {name: (folder / name).read_bytes() for name in standoff.files if _same(name)}
    full = FULL + "/"
    for name in standoff.files:
        if name.startswith(full) and name != NOTES:
            files[name.removeprefix(full)] = (folder / name).read_bytes()
    return replace(prove(files, tables), notes=tuple(search.notes))


def _as_copies(copies: Mapping[str, bytes] | Iterable[Copy]) -> Iterable[Copy]:
    if not isinstance(copies, Mapping):
        return copies
    named = cast("Mapping[str, bytes]", copies)
    return [Copy(name, data) for name, data in named.items()]


def _originals(release: Released) -> dict[str, Original]:
    """By document, the file from which its source was extracted; older releases name none."""
    listed = as_object(release.manifest.get(ORIGINALS)) or {}
    return {doc_id: _original(doc_id, facts) for doc_id, facts in listed.items()}


def _original(doc_id: str, facts: object) -> Original:
    try:
        return Original.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join([ORIGINALS, doc_id, *map(str, first["loc"])])
        raise NotADatasetError(f"{MANIFEST}, {where}: {first['msg']}") from None


def _same(name: str) -> bool:
    """Whether a file is the same in the standoff and the full dataset."""
    return not name.startswith(FULL + "/") and name not in FLAVOURED


def _documents(release: Released) -> Iterator[Row]:
    for rows in release.tables[DOCUMENTS].values():
        yield from rows


def _tables(folder: Path, standoff: Released, sources: Mapping[str, _Source]) -> dict[str, Written]:
    files = _files(read_manifest(folder / FULL))
    likes = {key: folder / own[0][0] for key, own in _files(standoff.manifest).items()}
    rows: dict[Key, list[Row]] = {(c, s): standoff.tables[c][s] for c, s in files}
    texts = {doc_id: source.text for doc_id, source in sources.items()}
    blocks = {
        f"{d} {b}": text for d, source in sources.items() for b, text in source.blocks.items()
    }
    filled = with_questions(standoff.manifest, fill(standoff.layers, rows, texts, blocks))
    if (folder / NOTES).is_file():
        key = key_of(source.raw for source in sources.values())
        try:
            put_back(filled, unseal((folder / NOTES).read_bytes(), key))
        except SealError as error:
            raise RestoreError(str(error)) from None
    return {
        name: _table(own, likes[key])
        for key, listed in files.items()
        for name, own in _divided(filled[key], listed)
    }


def _files(manifest: Object) -> dict[Key, list[tuple[str, int]]]:
    """The files of each table in order, with their rows."""
    files: dict[Key, list[tuple[str, int]]] = {}
    for table in objects(manifest.get("tables")):
        own = files.setdefault((str(table["config"]), str(table["split"])), [])
        own.append((str(table["file"]), int(str(table["rows"]))))
    return files


def _divided(rows: list[Row], files: Sequence[tuple[str, int]]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each file, as they were divided in the release."""
    start = 0
    for name, number in files:
        yield name, rows[start : start + number]
        start += number


def _table(rows: list[Row], like: Path) -> Written:
    """Write rows as a table with the columns of the table `like`."""
    with TemporaryDirectory() as place:
        path = Path(place) / like.name
        own = read_features(like), path, read_metadata(like), read_group_rows(like)
        table = write_table(rows, *own)
        writers = read_writer(path), read_writer(like)
        return Written(path.read_bytes(), table.content_sha256, *writers)


def _source(row: Row, data: bytes) -> _Source:
    doc_id = row["doc_id"]
    try:
        raw = decode(data)
    except UndecodableError as error:
        raise RestoreError(f"{doc_id}: {error}") from None
    blocks = {block["block_id"]: _surface(block, raw) for block in row["blocks"]}
    inside = [blocks[b["block_id"]] for b in row["blocks"] if b["start"] is not None]
    text = "\n".join(inside)
    if sha256_text(text) != row["text_sha256"]:
        raise RestoreError(f"{doc_id}: the text cut from the source file is not the annotated text")
    return _Source(raw, text, blocks)


def _surface(block: Row, raw: str) -> str:
    return " ".join(raw[start : start + length] for _, start, length in block["pieces"])
