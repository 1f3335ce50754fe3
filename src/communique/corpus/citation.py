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
# The keys for version, date, title, licence and authors.
KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    CITATION: {
        "version": "version",
        "date": "date-released",
        "title": "title",
        "licence": "license",
        "authors": "authors",
    },
    ZENODO: {
        "version": "version",
        "date": "publication_date",
        "title": "title",
        "licence": "license",
        "authors": "creators",
    },
}
_CC_ADDRESS: Final = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", re.IGNORECASE)


class CitingFileError(ValueError):
    """A file that cites the corpus cannot be read."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file states about one fact (version, date, title, licence or authors), under which
    key. The names of several authors have semicolons between.
    """

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
        value = _authors(name, content) if fact == "authors" else _id(content.get(key))
        if value is not None:
            at = next(
                (n for n, x in enumerate(lines, 1) if re.match(rf'\s*"?{key}"?\s*:', x)), None
            )
            yield Statement(name, fact, key, str(value), at)


def creators(citation: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the authors of CITATION.cff, people and entities, as Zenodo wants them."""
    for author in objects(citation.get("authors")):
        names = [author.get("family-names"), author.get("given-names")]
        name = author.get("name") or ", ".join(str(n) for n in names if n) or author.get("alias")
        orcid = str(author.get("orcid") or "").rpartition("/")[2]
        fields = {"name": name, "affiliation": author.get("affiliation"), "orcid": orcid}
        if name:
            yield {key: str(value) for key, value in fields.items() if value}


def _authors(name: str, content: Mapping[str, Any]) -> str | None:
    listed = creators(content) if name == CITATION else objects(content.get("creators"))
    return "; ".join(str(one["name"]) for one in listed if one.get("name")) or None


def _id(value: object) -> object:
    """The value itself; of a list or an object, which may hold a licence, its first id."""
    content = as_object(value) or next(iter(objects(value)), None)
    if content is not None:
        return content.get("id", value)
    listed = as_list(value)
    return listed[0] if listed else value


def same_authors(names: str) -> list[list[str]]:
    """Return names of authors in the form in which `Lee, Ann` and `Ann Lee` are equal."""
    return [sorted(re.findall(r"\w+", name.casefold())) for name in names.split(";")]


def same_licence(name: str) -> str:
    """Return a licence in the form in which two names of it are equal: `cc-by-4.0`."""
    name = _CC_ADDRESS.sub(r"cc-\1-\2", name)
    return re.sub(r"[\s_-]+", "-", name.strip()).casefold()
