"""Read UIMA CAS: JSON, or XMI with its type system.

A label is the feature `label`, else `value`, else the short name of the type. Offsets are UTF-16
code units in the files. The types of our own export are known by the schema.
Source: https://github.com/apache/uima-uimaj-io-jsoncas
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from communique.formats.cas_files import DKPRO, ignored, loaded_files
from communique.formats.cas_types import METADATA
from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignFile,
    ForeignRelation,
    Reading,
    ReadOptions,
)
from communique.util.json_values import as_list

if TYPE_CHECKING:
    from cassis import Cas

NAMED_ENTITY: Final = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_NO_ATTRIBUTES: Final = frozenset(("begin", "end", "sofa", "uid", "Governor", "Dependent"))
_ENDS: Final = ("Governor", "Dependent")


def read(files: Sequence[ForeignFile], options: ReadOptions) -> Reading:
    """The documents of all files.

    Raises ImportError if the package of the format is not installed.
    """
    reading = Reading()
    for file, cas in loaded_files(files, reading):
        named = [sofa.sofaID for sofa in cas.sofas if sofa.sofaString]
        if len(named) != 1:
            reading.fault(file.name, None, f"has {len(named)} views with a text; expected one")
            continue
        view = cas.get_view(named[0])
        reading.documents.append(_Views(file, options, reading).document(view))
    return reading


@dataclass(frozen=True, slots=True)
class _Views:
    """Makes the document of one file."""

    file: ForeignFile
    options: ReadOptions
    reading: Reading

    def document(self, cas: "Cas") -> ForeignDocument:
        """The document of the first view."""
        chosen = [fs for fs in _structures(cas) if not ignored(fs.type.name)]
        ids = {id(fs): self._id(fs) for fs in chosen}
        annotations = [
            made for fs in chosen if not _is_relation(fs) and (made := self._annotation(fs, ids))
        ]
        kept = {a.id for a in annotations}
        relations = [r for fs in chosen if _is_relation(fs) for r in self._relation(fs, ids, kept)]
        name = next((_text(fs, "documentId") for fs in _structures(cas) if _is_metadata(fs)), None)
        return ForeignDocument(
            name=PurePosixPath(name or self.file.name).stem,
            text=cas.sofa_string or "",
            annotations=annotations,
            relations=relations,
            place=self.file.name,
        )

    def _id(self, fs: Any) -> str:
        return _text(fs, "uid") or f"{_short(fs.type.name)}-{fs.xmiID}"

    def _annotation(self, fs: Any, ids: Mapping[int, str]) -> ForeignAnnotation | None:
        type_, place = fs.type.name, f"{self.file.name}, {_short(fs.type.name)} {fs.xmiID}"
        own = self.options.own_types.get(type_)
        begin, end = getattr(fs, "begin", None), getattr(fs, "end", None)
        if own is not None and begin is None:
            given = {k: v for k in ("attribute", "key") if (v := _text(fs, k))}
            label = _text(fs, "value") or ""
            values = {k: (v,) for k, v in given.items()}
            return ForeignAnnotation(
                ids[id(fs)], None, None, label, values, type_, own[0], place=place
            )
        if type(begin) is not int or type(end) is not int:
            self.reading.lose("type")
            return None
        values = dict(self._values(fs))
        name = next((n for n in ("label", "value") if n in values), None)
        extra = type_.startswith(DKPRO) and type_ != NAMED_ENTITY
        if own is not None:
            values = {own[1].get(k, k): v for k, v in values.items()}
        layer = own[0] if own else None
        label = _short(type_)
        made = ForeignAnnotation(
            ids[id(fs)], begin, end, label, values, type_, layer, is_extra=extra, place=place
        )
        return made.labelled_by(name)

    def _values(self, fs: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
        for feature in fs.type.all_features:
            value = getattr(fs, feature.name, None)
            if feature.name in _NO_ATTRIBUTES or value is None:
                continue
            values = _strings(value)
            if values is None:
                self.reading.lose("attribute")
            elif values:
                yield feature.name, values

    def _relation(
        self, fs: Any, ids: Mapping[int, str], kept: set[str]
    ) -> Iterator[ForeignRelation]:
        governor, dependent = (ids.get(id(getattr(fs, end, None))) for end in _ENDS)
        if governor not in kept or dependent not in kept:
            self.reading.lose("relation")
            return
        values = dict(self._values(fs))
        named = next((n for n in ("label", "value") if n in values), None)
        label = values.pop(named)[0] if named else None
        self.reading.lose("attribute", len(values))
        place = f"{self.file.name}, {_short(fs.type.name)} {fs.xmiID}"
        yield ForeignRelation(label or _short(fs.type.name), governor, dependent, place)


def _structures(cas: "Cas") -> list[Any]:
    return sorted(cas.select_all_fs(), key=lambda fs: (getattr(fs, "begin", None) or 0, fs.xmiID))


def _is_relation(fs: Any) -> bool:
    return all(hasattr(fs, end) for end in _ENDS)


def _is_metadata(fs: Any) -> bool:
    return fs.type.name == METADATA


def _short(type_: str) -> str:
    return type_.rsplit(".", 1)[-1]


def _text(fs: Any, name: str) -> str | None:
    value = getattr(fs, name, None)
    return value if isinstance(value, str) and value else None


def _strings(value: Any) -> tuple[str, ...] | None:
    """The values of a feature; None if they are not plain."""
    if isinstance(value, bool):
        return ("true",) if value else ("false",)
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, int | float):
        return (str(value),)
    listed = as_list(getattr(value, "elements", value))
    if listed is not None and all(isinstance(element, str) for element in listed):
        return tuple(element for element in listed if element)
    return None
