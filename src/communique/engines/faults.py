"""Why a document is quarantined."""

from typing import Final

INVALID_UTF8: Final = "invalid-utf-8"
INVALID_JSON: Final = "invalid-json"
MISSING_TEXT: Final = "missing-text"
TEXT_NOT_STRING: Final = "text-not-string"
INVALID_TEXT: Final = "invalid-text"
MISSING_ID: Final = "missing-id"
TOO_LARGE: Final = "too-large"
TRUNCATED: Final = "truncated"
UNREADABLE: Final = "unreadable"
NO_TEXT: Final = "no-text"
CLEANER_FAILED: Final = "cleaner-failed"
CRASHED: Final = "crashed"
TOO_SLOW: Final = "too-slow"
FILTERED: Final = "filtered"

REASONS: Final = {
    INVALID_UTF8: "the record is not valid UTF-8",
    INVALID_JSON: "the line is not a JSON object",
    MISSING_TEXT: "the record has no value in the text column",
    TEXT_NOT_STRING: "the value in the text column is not a string",
    INVALID_TEXT: "the text contains half a character (a lone surrogate)",
    MISSING_ID: "the record has no value in the column that --id-column names",
    TOO_LARGE: "the record is larger than the limit",
    TRUNCATED: "the file ends in the middle of this record; what follows is lost",
    UNREADABLE: "the file is damaged here; what follows is lost",
    NO_TEXT: "no text can be extracted from the page",
    CLEANER_FAILED: "the cleaner raised an error",
    CRASHED: "the document ended its worker twice while it was cleaned alone",
    TOO_SLOW: "the document alone takes more processor time than the limit",
    FILTERED: "another step of an edited pipeline dropped the document",
}
