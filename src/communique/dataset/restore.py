"""Restore the full dataset from a standoff dataset and the source files, and prove every file."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.dataset.arrays import Row
from communique.dataset.encrypted_notes import SealError, key_of, unseal
from communique.dataset.names import DOCUMENTS, FLAVOURED, FULL, NOTES, STANDOFF
from communique.dataset.parquet import Rows, read_features, read_metadata, read_writer, write_table
from communique.dataset.proof import Restored, RestoreError, Written, prove
from communique.dataset.read import NotADatasetError, Released, read_released
from communique.dataset.standoff import Key, fill, put_back
from communique.text import UndecodableError, decode, sha256_text
from communique.util.json_values import objects


@dataclass(frozen=True, slots=True)
class _Source:
    """One document's raw text, its cleaned text, and the text of each block by id."""

    raw: str
    text: str
    blocks: Mapping[str, str]


def restore(folder: Path, raws: Mapping[str, bytes]) -> Restored:
    """Restore the files of the full dataset. `raws`: content of source files by any name.

    No cleaner is used: texts are cut at the offsets in the dataset. Each file is proved byte for
    byte. If this pyarrow is not the one of the release, tables are proved by their content hashes.
    Raises RestoreError, NotADatasetError, OSError.
    """
    standoff = read_released(folder)
    if standoff.flavour != STANDOFF:
        raise NotADatasetError(
            f"{folder} is a {standoff.flavour} dataset; only a standoff dataset can be restored"
        )
    sources = {row["doc_id"]: _source(row, raws) for row in _documents(standoff)}
    tables = _tables(folder, standoff, sources)
    files = {name: (folder / name).read_bytes() for name in standoff.files if _same(name)}
    full = FULL + "/"
    for name in standoff.files:
        if name.startswith(full) and name != NOTES:
            files[name.removeprefix(full)] = (folder / name).read_bytes()
    return prove(files, tables)


def _same(name: str) -> bool:
    """Whether a file is the same in the standoff and the full dataset."""
    return not name.startswith(FULL + "/") and name not in FLAVOURED


def _documents(release: Released) -> Iterator[Row]:
    for rows in release.tables[DOCUMENTS].values():
        yield from rows


def _tables(folder: Path, standoff: Released, sources: Mapping[str, _Source]) -> dict[str, Written]:
    listed = objects(standoff.manifest.get("tables"))
    files = {(str(t["config"]), str(t["split"])): str(t["file"]) for t in listed}
    rows: dict[Key, list[Row]] = {(c, s): standoff.tables[c][s] for c, s in files}
    texts = {doc_id: source.text for doc_id, source in sources.items()}
    blocks = {
        f"{d} {b}": text for d, source in sources.items() for b, text in source.blocks.items()
    }
    filled = fill(standoff.layers, rows, texts, blocks)
    if (folder / NOTES).is_file():
        key = key_of(source.raw for source in sources.values())
        try:
            put_back(filled, unseal((folder / NOTES).read_bytes(), key))
        except SealError as error:
            raise RestoreError(str(error)) from None
    return {name: _table(filled[key], folder / name) for key, name in files.items()}


def _table(rows: list[Row], like: Path) -> Written:
    """Write rows as a table with the columns of the table `like`."""
    with TemporaryDirectory() as place:
        path = Path(place) / like.name
        table = write_table([Rows(rows)], read_features(like), path, read_metadata(like))
        writers = read_writer(path), read_writer(like)
        return Written(path.read_bytes(), table.content_sha256, *writers)


def _source(row: Row, raws: Mapping[str, bytes]) -> _Source:
    doc_id, wanted = row["doc_id"], row["source_sha256"]
    found = next((b for b in raws.values() if hashlib.sha256(b).hexdigest() == wanted), None)
    if found is None:
        raise RestoreError(_what_is_wrong(row, raws))
    try:
        raw = decode(found)
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


def _what_is_wrong(row: Row, raws: Mapping[str, bytes]) -> str:
    """Name the most similar file, by its blocks, and where it first differs."""
    near = max(((_alike(row, data), name) for name, data in raws.items()), default=(0, ""))
    if near[0] == 0:
        return f"{row['doc_id']}: no file has the sha256 {row['source_sha256']}"
    raw = _decoded(raws[near[1]])
    first = next((b for b in row["blocks"] if not _has(b, raw)), None)
    where = f"in block {first['block_id']}" if first else "outside the blocks"
    return f"{row['doc_id']}: {near[1]} is a different copy; the first difference is {where}"


def _alike(row: Row, data: bytes) -> int:
    raw = _decoded(data)
    return sum(_has(block, raw) for block in row["blocks"])


def _has(block: Row, raw: str) -> bool:
    return sha256_text(raw[block["raw_start"] : block["raw_end"]]) == block["raw_sha256"]


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except UndecodableError:
        return ""
