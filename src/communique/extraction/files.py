"""Extract the texts of an HTML, WARC or WET file, each with its original."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.corpus import Original
from communique.extraction.archive import TEXT, Payload, read_archive
from communique.extraction.charset import ADVICE, Characters, decode_page
from communique.extraction.code import Ranges
from communique.extraction.fault import ExtractionError, MissingExtraError
from communique.extraction.language import stated_language
from communique.extraction.page import EXTRACTOR, MOST_BYTES, extract_text, extractor_version
from communique.text import UndecodableError, decode, sha256_bytes, sha256_file
from communique.util.plural import counted

PAGES: Final = (".html", ".htm", ".xhtml")
ARCHIVES: Final = (".warc", ".warc.gz", ".warc.wet", ".warc.wet.gz", ".wet", ".wet.gz")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extract:
    """An extracted text, the name for its file (without suffix), and its original.

    `language` is the language that the page states, None if it states none.
    """

    stem: str
    number: int | None  # of the page in its archive
    text: str
    original: Original
    language: str | None = None


def is_extracted(path: Path) -> bool:
    """Whether the name is that of an HTML file or a web archive."""
    return path.name.lower().endswith((*PAGES, *ARCHIVES))


def is_archive(path: Path) -> bool:
    """Whether the name is that of a web archive."""
    return path.name.lower().endswith(ARCHIVES)


def extract_file(path: Path, say: Say, encoding: str | None = None) -> list[Extract]:
    """Return all texts of a file; `say` receives a line for what is skipped, replaced or guessed.

    `encoding` is the codec of all its pages; by default, each page states its own. Raises
    ExtractionError if there is no text or the file is invalid, MissingExtraError if the extra is
    not installed, and OSError.
    """
    if path.name.lower().endswith(PAGES):
        return [_page(path, encoding, say)]
    sha256 = sha256_file(path)
    extracts = list(_documents(path, sha256, encoding, say))
    if not extracts:
        raise ExtractionError("the file contains no page with text")
    return extracts


def _page(path: Path, encoding: str | None, say: Say) -> Extract:
    if path.stat().st_size > MOST_BYTES:
        raise ExtractionError(f"the file has more than {MOST_BYTES // 1_000_000} MB")
    data = path.read_bytes()
    page = Payload(None, None, "text/html", None, data, in_archive=False)
    return _extract(_Place(path.name, sha256_bytes(data)), page, encoding, say)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page is: the file, its hash, and the number of the page in an archive."""

    file: str
    sha256: str
    number: int | None = None


def _documents(path: Path, sha256: str, encoding: str | None, say: Say) -> Iterator[Extract]:
    """Yield the texts of the pages of an archive, without repeated texts."""
    skipped, seen, number = Counter[str](), set[str](), 0
    for record in read_archive(path):
        if not isinstance(record, Payload):
            skipped[record.why] += 1
            continue
        number += 1
        extract = _extract_or_skip(_Place(path.name, sha256, number), record, encoding, say)
        if extract and extract.text in seen:
            say(f"page {number} ({record.uri}) skipped: an earlier page has the same text")
        elif extract:
            seen.add(extract.text)
            yield extract
    if skipped:
        listed = ", ".join(f"{n} {why}" for why, n in sorted(skipped.items()))
        say(f"{counted(skipped.total(), 'record')} skipped: {listed}")


def _extract_or_skip(
    place: _Place, page: Payload, encoding: str | None, say: Say
) -> Extract | None:
    try:
        return _extract(place, page, encoding, say)
    except MissingExtraError:
        raise
    except ExtractionError as error:
        say(f"page {place.number} ({page.uri}) skipped: {error}")
        return None


def _extract(place: _Place, page: Payload, encoding: str | None, say: Say) -> Extract:
    characters = decode_page(page.data, page.charset, encoding)
    if "\0" in characters.text:
        raise ExtractionError("the content is binary: it contains a NUL character")
    is_html = page.media_type != TEXT
    text, code = _sound_text(characters.text, is_html=is_html)
    where = f"page {place.number}: " if place.number else ""
    for message in _doubts(characters):
        say(f"{where}{message}")
    original = _original(place, page, characters.charset, code)
    language = stated_language(characters.text, page.language) if is_html else None
    return Extract(_stem(place.file), place.number, text, original, language)


def _doubts(characters: Characters) -> Iterator[str]:
    """What makes it unsure that the characters are right."""
    if characters.note:
        yield characters.note
    if characters.replaced:
        places = counted(characters.replaced, "invalid place")
        advice = "" if ADVICE in characters.note else f". {ADVICE}"
        yield f"{places} in its {characters.charset}, replaced by U+FFFD{advice}"


def _sound_text(characters: str, *, is_html: bool) -> tuple[str, Ranges]:
    """Return a text that can be kept as raw text, and its code. Raises ExtractionError."""
    text, code = extract_text(characters) if is_html else (characters, ())
    try:
        decode(text.encode("utf-8", "surrogatepass"))
    except UndecodableError as error:
        raise ExtractionError(f"its text is not valid: {error}") from None
    return text, code


def _original(place: _Place, page: Payload, charset: str, code: Ranges) -> Original:
    extractor = {"extractor": EXTRACTOR, "version": extractor_version()}
    return Original(
        file=place.file,
        sha256=place.sha256,
        media_type=page.media_type,
        charset=charset,
        record=page.record,
        uri=page.uri,
        payload_sha256=sha256_bytes(page.data) if page.in_archive else None,
        code=code or None,
        **(extractor if page.media_type != TEXT else {}),
    )


def _stem(name: str) -> str:
    """Return the name without the suffixes for its file type."""
    suffixes = (s for s in (*PAGES, *ARCHIVES) if name.lower().endswith(s))
    return name[: -max(map(len, suffixes))]
