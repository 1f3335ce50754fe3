"""Read the pages of a WARC file and the texts of a WET file. Every record has its number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.engines.document import Document, Fault, Key, Page, Record, Skipped
from communique.engines.faults import NO_TEXT, TOO_LARGE, TRUNCATED, UNREADABLE
from communique.engines.inputs import InputFile
from communique.extraction import (
    ExtractionError,
    MissingExtraError,
    TruncatedError,
    decode_page,
    extract_text,
    read_archive,
)
from communique.extraction import Skipped as SkippedRecord

# A record that may hold a page, but one that cannot be used, is a document with a fault.
_FAULTS: Final = {
    "too large": TOO_LARGE,
    "response with an encoding that cannot be decoded": UNREADABLE,
}
_PLAIN: Final = "text/plain"


def read_pages(file: InputFile) -> Iterator[Record]:
    """Yield every record of an archive. What follows damage is lost."""
    number = 0
    try:
        for record in read_archive(Path(file.path)):
            number += 1
            key = Key(file.name, number)
            if not isinstance(record, SkippedRecord):
                yield Page(key, record)
            elif record.why in _FAULTS:
                yield Fault(key, _FAULTS[record.why], record.why)
            else:
                yield Skipped(key, record.why)
        if not number and file.size:
            yield Fault(Key(file.name, 1), UNREADABLE, "the file contains no record")
    except MissingExtraError:
        raise
    except TruncatedError as error:
        yield Fault(Key(file.name, number + 1), TRUNCATED, str(error))
    except ExtractionError as error:
        yield Fault(Key(file.name, number + 1), UNREADABLE, str(error))


def as_text(page: Page) -> Document | Fault:
    """Return the text of a page as a document, or why it has none."""
    payload = page.payload
    characters = decode_page(payload.data, payload.charset)
    if "\0" in characters.text:
        return Fault(page.key, NO_TEXT, "it contains a NUL character", payload.record)
    try:
        is_plain = payload.media_type == _PLAIN
        text, code = (characters.text, ()) if is_plain else extract_text(characters.text)
        text.encode("utf-8")
    except MissingExtraError:
        raise
    except ValueError as error:
        return Fault(page.key, NO_TEXT, str(error), payload.record)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    others = {"url": payload.uri, "media_type": payload.media_type, "charset": characters.charset}
    return Document(page.key, payload.record, text, others, code)
