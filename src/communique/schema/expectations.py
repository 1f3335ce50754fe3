"""What was expected in place of a wrong value, in plain words."""

from collections.abc import Mapping
from typing import Any, Final

from communique.schema.names import (
    ANNOTATOR_ID,
    COLUMN,
    CONTROL,
    CORPUS_NAME,
    DATE,
    DOC_ID,
    GUIDELINE_VERSION,
    HEX_COLOR,
    LAYER_NAME,
    SHA256,
    VERSION,
    WORD_LIST,
)

_LETTERS: Final = "a text of letters, digits and `_` that begins with a letter"
_IDENTIFIER: Final = "a text of letters, digits, `_` and `-` that begins with a letter"
FORMS: Final[Mapping[str, str]] = {
    CORPUS_NAME: "a text of small letters, digits, `_` and `-` that begins with a letter or digit",
    ANNOTATOR_ID: "1 to 64 small letters, digits, `_` and `-`; the first is a letter or digit",
    DOC_ID: "1 to 64 small letters, digits and `-`; the first is a letter or digit",
    LAYER_NAME: "a text of small letters, digits and `_` that begins with a letter",
    COLUMN: _LETTERS,
    CONTROL: _IDENTIFIER,
    f"{CONTROL}|^$": _IDENTIFIER,
    VERSION: "three numbers, for example `1.0.0`",
    DATE: "a date: YYYY-MM-DD, YYYY-MM or YYYY",
    GUIDELINE_VERSION: "a number or numbers with dots, for example `1.2`",
    HEX_COLOR: "a colour: `#rgb` or `#rrggbb`",
    WORD_LIST: "the name of a `.txt` file: small letters, digits, `_` and `-`",
    SHA256: "a sha256: 64 digits and letters from a to f",
}
_TYPES: Final[Mapping[str, str]] = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "dataclass_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "string_too_short": "a text that is not empty",
    "too_short": "at least one entry",
}


def expectation(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """The message for an error of pydantic: its type, its own message, and its context."""
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return "unknown key; remove it or fix its spelling"
    if kind == "missing":
        return "key is missing"
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return f"expected {FORMS.get(pattern, f'a text of the form {pattern}')}"
    if kind in _TYPES:
        return f"expected {_TYPES[kind]}"
    return message.removeprefix("Value error, ").replace("Input should be ", "expected ")
