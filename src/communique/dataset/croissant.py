"""`croissant.json`: a description of the dataset for other programs.

It follows Croissant 1.1 (mlcommons.org/croissant/1.1). The fields of the responsible AI vocabulary
come from the parts of the datasheet between `<!-- rai:NAME -->` and `<!-- /rai -->`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from datasets import ClassLabel, Features, List

from communique.dataset.codebook_page import CODEBOOK_PAGE
from communique.dataset.columns import class_labels
from communique.dataset.configs import row_meanings
from communique.dataset.fields import all_fields
from communique.schema import Schema, is_address

VERSION: Final = "http://mlcommons.org/croissant/1.1"
DATASHEET: Final = "DATASHEET.md"
_MARKED: Final = re.compile(r"<!-- rai:(\w+) -->(.*?)<!-- /rai -->", re.DOTALL)
_OWN: Final = (
    "citeAs column conformsTo equivalentProperty extract field fileProperty fileObject fileSet"
    " format includes isLiveDataset jsonPath key md5 parentField path recordSet references regex"
    " repeated replace samplingRate separator source subField transform"
)
Key = tuple[str, str]  # config, split
Json = dict[str, Any]


def croissant(
    schema: Schema,
    features: Mapping[str, Features],
    files: Mapping[Key, Mapping[str, str]],
    facts: Mapping[str, str],
) -> bytes:
    """Make the file. `files`: the paths of each table with their sha256; `facts`: RAI fields by
    name.
    """
    names = {
        f"{config}.{column}": listed
        for config, columns in features.items()
        for column, listed in class_labels(columns).items()
    }
    words = {c: {f.name: f.text for f in own} for c, own in all_fields(schema, features).items()}
    rows = row_meanings(schema)
    data = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "name": schema.name,
        "description": schema.description or schema.title or schema.name,
        "conformsTo": VERSION,
        "citeAs": f"{schema.title or schema.name}, version {schema.version}",
        **({"datePublished": schema.released} if schema.released else {}),
        **({"url": schema.card.homepage} if is_address(schema.card.homepage) else {}),
        "inLanguage": list(schema.all_languages),
        "license": [f"{what}: {text}" for what, text in schema.licenses.items()],
        "version": schema.version,
        **{f"rai:{name}": text for name, text in facts.items()},
        "distribution": [x for key, own in files.items() for x in _distribution(key, own)],
        "recordSet": [
            *(_enumeration(name, listed) for name, listed in names.items()),
            *(
                _records(_Table(key, len(own)), features[key[0]], words[key[0]], rows[key[0]])
                for key, own in files.items()
            ),
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def rai_facts(datasheet: str) -> dict[str, str]:
    """The marked texts of the datasheet by field. Texts of one field are joined."""
    found: dict[str, str] = {}
    for name, text in _MARKED.findall(datasheet):
        said = " ".join(text.split())
        found[name] = f"{found[name]} {said}" if name in found else said
    return found


def _context() -> Json:
    """The terms of the vocabulary. The specification wants them in every file."""
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        **{name: f"cr:{name}" for name in _OWN.split()},
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }


def _distribution(key: Key, files: Mapping[str, str]) -> Iterator[Json]:
    """The files of a table. If there are several, a set of files that has them all follows."""
    own = _file_id(key)
    if len(files) == 1:
        yield from (_file(own, *file) for file in files.items())
        return
    yield from (_file(f"{own}-{n:05d}", *file) for n, file in enumerate(files.items()))
    yield {
        "@type": "cr:FileSet",
        "@id": own,
        "name": own,
        "encodingFormat": "application/x-parquet",
        "includes": f"data/{key[0]}/{key[1]}-*.parquet",
    }


def _file(own: str, name: str, sha256: str) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": own,
        "name": own,
        "contentUrl": name,
        "encodingFormat": "application/x-parquet",
        "sha256": sha256,
    }


def _file_id(key: Key) -> str:
    return f"file-{'-'.join(key)}"


def _enumeration(name: str, listed: list[str]) -> Json:
    """The names of a column of class labels.

    The column refers to them only in its description: readers would treat a formal reference as a
    join, and lose every row whose label is null.
    """
    own = _names_id(name)
    return {
        "@type": "cr:RecordSet",
        "@id": own,
        "name": own,
        "description": f"Names of the classes of {name}. {CODEBOOK_PAGE} defines them.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{own}/id"},
        "field": [
            _field(f"{own}/id", "id", "sc:Integer", "Number of the class in the Parquet files."),
            _field(f"{own}/name", "name", "sc:Text", "Name of the class."),
        ],
        "data": [{f"{own}/id": n, f"{own}/name": text} for n, text in enumerate(listed)],
    }


def _names_id(column: str) -> str:
    return f"names-{column}"


def _field(own: str, name: str, kind: str, description: str) -> Json:
    of_field = {"@type": "cr:Field", "@id": own, "name": name}
    return {**of_field, "description": description, "dataType": kind}


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its config and split, and the number of its files."""

    key: Key
    n_files: int

    def source(self, path: Sequence[str]) -> Json:
        """Where a field is: the path has the names from the column on."""
        kind = "fileObject" if self.n_files == 1 else "fileSet"
        source: Json = {kind: {"@id": _file_id(self.key)}, "extract": {"column": path[0]}}
        if path[1:]:
            source["transform"] = {"jsonPath": ".".join(path[1:])}
        return source


def _records(table: _Table, features: Features, words: Mapping[str, str], row: str) -> Json:
    own = "-".join(table.key)
    columns = cast("dict[str, Any]", features)
    return {
        "@type": "cr:RecordSet",
        "@id": own,
        "name": own,
        "description": f"Config {table.key[0]}, split {table.key[1]}. A row is {row}.",
        "field": [
            _column(table, f"{own}/{name}", feature, [name], words)
            for name, feature in columns.items()
        ],
    }


def _column(
    table: _Table, own: str, feature: Any, path: Sequence[str], words: Mapping[str, str]
) -> Json:
    """A column, or a field inside it: the path has the names from the column on.

    Lists inside a list of structures are left out, because readers of Croissant do not support
    them.
    """
    repeated = isinstance(feature, List)
    inner: Any = cast("Any", feature).feature if repeated else feature
    meaning = [words[".".join(path)]]
    field: Json = {"@type": "cr:Field", "@id": own, "name": path[-1], "description": ""}
    if repeated:
        field["repeated"] = True
    if isinstance(inner, dict):
        parts = cast("dict[str, Any]", inner)
        flat = {part: kind for part, kind in parts.items() if not isinstance(kind, List)}
        if deeper := sorted(set(parts) - set(flat)):
            meaning.append(f"Fields that are only in the Parquet file: {', '.join(deeper)}.")
        field["subField"] = [
            _column(table, f"{own}/{part}", kind, [*path, part], words)
            for part, kind in flat.items()
        ]
    else:
        field["dataType"] = _data_type(inner)
        field["source"] = table.source(path)
    if isinstance(inner, ClassLabel):
        meaning.append(
            f"Class numbers; {_names_id('.'.join([table.key[0], *path]))} has their names."
        )
    return {**field, "description": " ".join(meaning)}


def _data_type(feature: Any) -> str:
    if isinstance(feature, List):
        return _data_type(cast("Any", feature).feature)
    if isinstance(feature, ClassLabel) or str(feature.dtype).startswith("int"):
        return "sc:Integer"
    return "sc:Boolean" if feature.dtype == "bool" else "sc:Text"
