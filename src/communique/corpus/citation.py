"""Read what the files that cite the corpus state: CITATION.cff and .zenodo.json."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.schema import YamlError
from communique.schema.yaml_file import read_yaml
from communique.util.json_values import as_list, as_object, objects, parse_object

CITATION: Final = "CITATION.cff"
ZENODO: Final = ".zenodo.json"
LICENCE: Final = "LICENSE-DATA.md"
# The keys for version, date, title and licence.
KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    CITATION: {
        "version": "version",
        "date": "date-released",
        "title": "title",
        "licence": "license",
    },
    ZENODO: {
        "version": "version",
        "date": "publication_date",
        "title": "title",
        "licence": "license",
    },
}
_CC_ADDRESS: Final = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", re.IGNORECASE)


class CitingFileError(ValueError):
    """A file that cites the corpus cannot be read."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file states about one fact (version, date, title or licence), under which key."""

    file: str
    fact: str
    key: str
    value: str
    line: int | None


def read_citing_file(root: Path, name: str) -> Mapping[str, Any] | None:
    """Return the content of CITATION.cff or .zenodo.json; None if it does not exist.

    Raises CitingFileError, OSError.
    """
    path = root / name
    if not path.is_file():
        return None
    try:
        data = read_yaml(path)[0] if name == CITATION else parse_object(path.read_bytes())
    except (YamlError, ValueError, RecursionError) as error:
        raise CitingFileError(str(error)) from None
    content = as_object(data)
    if content is None:
        raise CitingFileError("expected a mapping with keys")
    return content


def statements(root: Path, name: str) -> Iterator[Statement]:
    """Yield what a file states. Raises CitingFileError, OSError."""
    content = read_citing_file(root, name)
    if content is None:
        return
    lines = (root / name).read_text("utf-8", "replace").splitlines()
    for fact, key in KEYS[name].items():
        value = content.get(key)
        if value is not None:
            at = next(
                (n for n, x in enumerate(lines, 1) if re.match(rf'\s*"?{key}"?\s*:', x)), None
            )
            yield Statement(name, fact, key, str(_id(value)), at)


def _id(value: object) -> object:
    """The value itself; of a list or an object, which may hold a licence, its first id."""
    content = as_object(value) or next(iter(objects(value)), None)
    if content is not None:
        return content.get("id", value)
    listed = as_list(value)
    return listed[0] if listed else value


def same_licence(name: str) -> str:
    """Return a licence in the form in which two names of it are equal: `cc-by-4.0`."""
    name = _CC_ADDRESS.sub(r"cc-\1-\2", name)
    return re.sub(r"[\s_-]+", "-", name.strip()).casefold()
