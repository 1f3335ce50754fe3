"""Make a document from the values of a record, whatever its format."""

from typing import Any, Final

from communique.engines.document import Document, Fault, Key
from communique.engines.faults import INVALID_TEXT, MISSING_ID, MISSING_TEXT, TEXT_NOT_STRING
from communique.engines.settings import Settings

_ID: Final = "id"


def as_document(values: dict[str, Any], key: Key, settings: Settings) -> Document | Fault:
    """Return the document of a record, or why it has none. Line ends become "\\n"."""
    text = values.pop(settings.text_column, None)
    id_ = values.pop(settings.id_column or _ID, None)
    if text is None:
        return Fault(key, MISSING_TEXT, f"no value in {settings.text_column!r}", id_)
    if not isinstance(text, str):
        return Fault(key, TEXT_NOT_STRING, f"the value is a {type(text).__name__}", id_)
    if settings.id_column is not None and id_ is None:
        return Fault(key, MISSING_ID, f"no value in {settings.id_column!r}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return Fault(key, INVALID_TEXT, f"a lone surrogate at character {error.start}", id_)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Document(key, id_, text, values)
