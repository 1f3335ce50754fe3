"""Clean documents together, texts and pages of HTML, and keep their order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.cleaning import CleanText, clean_many
from communique.cleaning.markup import CleanPage, MissingParserError, clean_pages
from communique.engines.document import Document, Fault
from communique.engines.errors import InputError
from communique.engines.faults import CLEANER_FAILED, NO_TEXT

RAW: Final = "raw"  # the key of the dump of a page, to which the raw offsets refer


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document and its cleaned text. For a page, the text of the document is its dump."""

    document: Document
    clean: CleanText


def clean_documents(documents: Sequence[Document], policy: str) -> list[Cleaned | Fault]:
    """Clean documents together; if that fails, one by one, so that the others are kept.

    Raises InputError if a document is a page and the parser of HTML is not installed.
    """
    try:
        return _together(documents, policy)
    except MissingParserError as error:
        raise InputError(str(error), "Install communique[html].") from None
    except Exception as error:
        if len(documents) == 1:
            detail = f"{type(error).__name__}: {error}"
            return [Fault(documents[0].key, CLEANER_FAILED, detail, documents[0].id)]
    return [result for d in documents for result in clean_documents([d], policy)]


def _together(documents: Sequence[Document], policy: str) -> list[Cleaned | Fault]:
    texts = [d for d in documents if not d.is_html]
    codes = [d.code for d in texts]
    cleaned = iter(clean_many([d.text for d in texts], policy, codes=codes))
    pages = [d.text for d in documents if d.is_html]
    cleaned_pages = iter(clean_pages(pages) if pages else ())
    return [
        _page(d, next(cleaned_pages)) if d.is_html else Cleaned(d, next(cleaned)) for d in documents
    ]


def _page(document: Document, page: CleanPage) -> Cleaned | Fault:
    if not page.raw.strip():
        return Fault(document.key, NO_TEXT, "the page has no text", document.id)
    others = {k: v for k, v in document.others.items() if k != RAW} | {RAW: page.raw}
    return Cleaned(replace(document, text=page.raw, is_html=False, others=others), page.clean)
