"""Make a document from the values of a record, whatever its format."""

from typing import Any, Final

from communique.cleaning.markup import MOST_CHARACTERS
from communique.engines.document import Document, Fault, Key
from communique.engines.faults import (
    INVALID_TEXT,
    MISSING_ID,
    MISSING_TEXT,
    TEXT_NOT_STRING,
    TOO_LARGE,
)
from communique.engines.settings import Settings

_ID: Final = "id"
_HTML: Final = "html"


def as_document(values: dict[str, Any], key: Key, settings: Settings) -> Document | Fault:
    """Return the document of a record, or why it has none. Line ends of a text become "\\n".

    A record without a text may have the HTML of a page.
    """
    text = values.pop(settings.text_column, None)
    id_ = values.pop(settings.id_column or _ID, None)
    is_html = text is None and isinstance(values.get(_HTML), str)
    if is_html:
        text = values.pop(_HTML)
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
    if is_html:
        return _page(text, id_, key, values)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Document(key, id_, text, values)


def _page(html: str, id_: object, key: Key, others: dict[str, Any]) -> Document | Fault:
    if len(html) > MOST_CHARACTERS:
        detail = f"{len(html)} characters of HTML; at most {MOST_CHARACTERS} are read"
        return Fault(key, TOO_LARGE, detail, id_)
    return Document(key, id_, html, others, is_html=True)
