"""A file of HTML, WARC or WET to texts, each with what it was made from."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.corpus import Original
from communique.extraction.archive import TEXT, Payload, read_archive
from communique.extraction.charset import decode_page
from communique.extraction.fault import ExtractionError, MissingExtraError
from communique.extraction.page import EXTRACTOR, MOST_BYTES, extract_text, extractor_version
from communique.text import UndecodableError, decode, sha256_bytes, sha256_file
from communique.util.plural import counted

PAGES: Final = (".html", ".htm", ".xhtml")
ARCHIVES: Final = (".warc", ".warc.gz", ".warc.wet", ".warc.wet.gz", ".wet", ".wet.gz")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extract:
    """A text, the name that it is to have (without suffix), and where it came from."""

    stem: str
    number: int | None  # of the page in its archive
    text: str
    original: Original


def is_extracted(path: Path) -> bool:
    """Whether the name says that the file is no text but holds some."""
    return path.name.lower().endswith((*PAGES, *ARCHIVES))


def extract_file(path: Path, say: Say) -> list[Extract]:
    """All texts of a file; what is skipped or replaced is told to `say`.

    Raises ExtractionError where there is none, or the file is not sound (MissingExtraError where
    the extra is absent), and OSError.
    """
    if path.name.lower().endswith(PAGES):
        return [_page(path, say)]
    sha256 = sha256_file(path)
    found = list(_documents(path, sha256, say))
    if not found:
        raise ExtractionError("there is no page with text in it")
    return found


def _page(path: Path, say: Say) -> Extract:
    if path.stat().st_size > MOST_BYTES:
        raise ExtractionError(f"it has more than {MOST_BYTES // 1_000_000} MB")
    data = path.read_bytes()
    page = Payload(None, None, "text/html", None, data, in_archive=False)
    return _extract(path, None, page, sha256_bytes(data), say)


def _documents(path: Path, sha256: str, say: Say) -> Iterator[Extract]:
    """The pages of an archive that give a text of their own."""
    skipped, seen, number = Counter[str](), set[str](), 0
    for found in read_archive(path):
        if not isinstance(found, Payload):
            skipped[found.why] += 1
            continue
        number += 1
        extract = _tried(path, number, found, sha256, say)
        if extract and extract.text in seen:
            say(f"page {number} ({found.uri}) skipped: another has the same text")
        elif extract:
            seen.add(extract.text)
            yield extract
    if skipped:
        listed = ", ".join(f"{n} {why}" for why, n in sorted(skipped.items()))
        say(f"{counted(skipped.total(), 'record')} skipped: {listed}")


def _tried(path: Path, number: int, page: Payload, sha256: str, say: Say) -> Extract | None:
    try:
        return _extract(path, number, page, sha256, say)
    except MissingExtraError:
        raise
    except ExtractionError as error:
        say(f"page {number} ({page.uri}) skipped: {error}")
        return None


def _extract(path: Path, number: int | None, page: Payload, sha256: str, say: Say) -> Extract:
    characters = decode_page(page.data, page.charset)
    if "\0" in characters.text:
        raise ExtractionError("it is binary: there is a NUL character in it")
    text = _sound_text(characters.text, is_html=page.media_type != TEXT)
    if characters.replaced:
        what = f"page {number}: " if number else ""
        faults = counted(characters.replaced, "fault")
        say(f"{what}{faults} in its {characters.charset}; U+FFFD stands there")
    original = _original(path.name, sha256, page, characters.charset)
    return Extract(_stem(path.name), number, text, original)


def _sound_text(characters: str, *, is_html: bool) -> str:
    """What can be kept as raw text. Raises ExtractionError."""
    text = extract_text(characters) if is_html else characters
    try:
        decode(text.encode("utf-8", "surrogatepass"))
    except UndecodableError as error:
        raise ExtractionError(f"its text has a fault: {error}") from None
    return text


def _original(file: str, sha256: str, page: Payload, charset: str) -> Original:
    used = {"extractor": EXTRACTOR, "version": extractor_version()}
    return Original(
        file=file,
        sha256=sha256,
        media_type=page.media_type,
        charset=charset,
        record=page.record,
        uri=page.uri,
        payload_sha256=sha256_bytes(page.data) if page.in_archive else None,
        **(used if page.media_type != TEXT else {}),
    )


def _stem(name: str) -> str:
    """The name without the suffixes that say what the file is."""
    fits = (s for s in (*PAGES, *ARCHIVES) if name.lower().endswith(s))
    return name[: -max(map(len, fits))]
