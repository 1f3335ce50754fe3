"""Find the source of each document among files, by hash: the text itself, or its original."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from communique.corpus import Original
from communique.dataset.arrays import Row
from communique.dataset.copies import Copy
from communique.extraction import (
    ExtractionError,
    MissingExtraError,
    extract_again,
    how_to_install,
    other_extractor,
)
from communique.text import UndecodableError, decode, sha256_bytes, sha256_text

_MOST_PAGES: Final = 200  # that are extracted to see how they differ; each takes some time


@dataclass
class Search:
    """What was found: `raws`, the source file of each document, and for the others, what is wrong.

    `notes` are lines about other versions of an extractor that gave the same text.
    """

    rows: Mapping[str, Row]
    originals: Mapping[str, Original]
    raws: dict[str, bytes] = field(default_factory=dict[str, bytes])
    faults: dict[str, str] = field(default_factory=dict[str, str])
    notes: list[str] = field(default_factory=list[str])

    def missing(self) -> list[str]:
        """The documents without a source file, in order."""
        return sorted(doc_id for doc_id in self.rows if doc_id not in self.raws)


def find_sources(
    rows: Iterable[Row], originals: Mapping[str, Original], copies: Iterable[Copy]
) -> Search:
    """Find the source files of documents. `rows`: of the config `documents`.

    A text is taken from a file with the hash of the source. Else it is extracted again from the
    original, and it must have the hash of the source. Raises OSError.
    """
    search = Search({row["doc_id"]: row for row in rows}, originals)
    _by_hash(search, copies)
    if search.missing():
        _by_content(search, copies)
    for doc_id in search.missing():
        search.faults.setdefault(doc_id, _not_found(search, doc_id))
    return search


def _by_hash(search: Search, copies: Iterable[Copy]) -> None:
    texts = {row["source_sha256"]: doc_id for doc_id, row in search.rows.items()}
    pages: dict[str, list[str]] = {}
    for doc_id, original in search.originals.items():
        for digest in filter(None, (original.payload_sha256, original.sha256)):
            pages.setdefault(digest, []).append(doc_id)
    for copy in copies:
        digest = sha256_bytes(copy.data)
        if digest in texts:
            search.raws[texts[digest]] = copy.data
        for doc_id in pages.get(digest, ()):
            original = search.originals[doc_id]
            is_page = original.payload_sha256 in (None, digest)  # else it is the whole archive
            if is_page and doc_id in search.rows and doc_id not in search.raws:
                _extract(search, doc_id, copy)


def _extract(search: Search, doc_id: str, copy: Copy) -> None:
    """Extract the text of an original; keep it if it is the source, else say what is wrong."""
    original, wanted = search.originals[doc_id], search.rows[doc_id]["source_sha256"]
    try:
        data = extract_again(copy.data, original).encode("utf-8", "surrogatepass")
    except MissingExtraError as error:
        search.faults[doc_id] = (
            f"{copy.name} is the original, but its text is not extracted: {error}"
        )
        return
    except ExtractionError as error:
        search.faults[doc_id] = f"{copy.name} is the original, but {error}"
        return
    here, made = other_extractor(original), f"{original.extractor} {original.version}"
    if sha256_bytes(data) == wanted:
        search.raws[doc_id] = data
        if here:
            search.notes.append(f"{doc_id}: {made} made the text; {here} gave the same text here")
    elif here:
        search.faults[doc_id] = (
            f"{copy.name} is the original, but {here} extracts another text than {made} did;"
            f" {how_to_install(original)}"
        )
    else:
        search.faults[doc_id] = f"{copy.name} is the original, but another text was extracted here"


def _by_content(search: Search, copies: Iterable[Copy]) -> None:
    """For documents without a source, name the most similar file and where it first differs.

    A changed page whose extracted text is the source counts as found.
    """
    nearest: dict[str, tuple[int, str, str]] = {}
    budget = _MOST_PAGES
    for copy in copies:
        plain = _decoded(copy.data)
        for doc_id in search.missing():
            if doc_id in search.faults:
                continue
            row, original = search.rows[doc_id], search.originals.get(doc_id)
            raw, kind = plain, "copy"
            if original and budget and _may_be_page(copy, original):
                budget -= 1
                raw, kind = _extracted(copy, original), "copy of the original"
                if sha256_text(raw) == row["source_sha256"]:
                    search.raws[doc_id] = raw.encode("utf-8")
                    search.notes.append(f"{doc_id}: {copy.name} is a different {kind}, same text")
                    continue
            near = sum(_has(block, raw) for block in row["blocks"])
            if near > nearest.get(doc_id, (0,))[0]:
                nearest[doc_id] = near, _difference(copy.name, kind, row, raw), copy.name
    for doc_id in search.missing():
        if doc_id in nearest:
            search.faults.setdefault(doc_id, nearest[doc_id][1])


def _may_be_page(copy: Copy, original: Original) -> bool:
    """Whether a file may be another copy of the original."""
    if copy.uri is not None:
        return copy.uri == original.uri
    same_name = PurePosixPath(copy.name.replace("\\", "/")).name == original.file
    return same_name or copy.data[:500].lstrip().startswith(b"<")


def _extracted(copy: Copy, original: Original) -> str:
    try:
        text = extract_again(copy.data, original)
        return decode(text.encode("utf-8", "surrogatepass"))
    except (ExtractionError, UndecodableError):
        return ""


def _difference(name: str, kind: str, row: Row, raw: str) -> str:
    first = next((b for b in row["blocks"] if not _has(b, raw)), None)
    where = f"in block {first['block_id']}" if first else "outside the blocks"
    return f"{name} is a different {kind}; the first difference is {where}"


def _not_found(search: Search, doc_id: str) -> str:
    told = f"no file has the sha256 {search.rows[doc_id]['source_sha256']}"
    if (original := search.originals.get(doc_id)) is None:
        return told
    where = f", page {original.uri}" if original.uri else ""
    return f"{told}, and none is its original {original.file} (sha256 {original.sha256}{where})"


def _has(block: Row, raw: str) -> bool:
    return sha256_text(raw[block["raw_start"] : block["raw_end"]]) == block["raw_sha256"]


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except UndecodableError:
        return ""


def lines(search: Search) -> Iterator[str]:
    """A line for each document without a source: what is wrong, its title and its address."""
    for doc_id in search.missing():
        row, original = search.rows[doc_id], search.originals.get(doc_id)
        url = row["url"] or (original.uri if original else None)
        known = [f'"{row["title"]}"' if row["title"] else "", url or ""]
        about = ", ".join(filter(None, known))
        yield f"{doc_id}: {search.faults[doc_id]}" + (f" ({about})" if about else "")
