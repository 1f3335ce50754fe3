"""What the readers return: documents of other tools with their annotations, as plain values.

Offsets are code points of the document's text, half-open. Readers never raise for bad content. They
report every fault with its file and line, and count what a document cannot bring along.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "discontinuous": "spans in several pieces",
        "event": "arguments of events",
        "normalization": "links to entries of other resources",
        "note": "notes",
        "type": "annotations of types or columns that the map does not name",
        "label": "annotations whose label the map leaves out",
        "attribute": "values of attributes that the map leaves out or the layer does not allow",
        "relation": "relations that the map leaves out, or with an end that was not taken",
        "rejected": "rows that the annotator rejected",
        "ignored": "rows that the annotator skipped",
        "empty": "spans without a visible character",
        "not_in_text": "spans whose characters the cleaned text does not have",
        "border": "spans that cross blocks, or begin or end inside a character",
        "not_a_block": "labels of blocks on something that is not one block",
        "several_labels": "further labels of the same block or document",
        "duplicate": "annotations that say the same as another one",
    }
)  # why something is not taken, and what is counted


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file by its name in messages, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ForeignFault:
    """What is wrong in a file. Lines count from 1; None where a line says nothing."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class ForeignAnnotation:
    """A label of a span. Without offsets it is a label of the whole document.

    `type` is their layer or column. `layer` is ours, if the file says it: label and attributes are
    then ours too. `label_feature`: the feature that the label was taken from. `is_extra`: it is
    taken only if the map names its type. `place` is for messages.
    """

    id: str
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    type: str | None = None
    layer: str | None = None
    label_feature: str | None = None
    is_extra: bool = False
    place: str = ""

    def labelled_by(self, feature: str | None) -> "ForeignAnnotation":
        """The annotation with a feature as its label, if it has that feature."""
        if feature is None or feature not in self.attributes:
            return self
        attributes = dict(self.attributes)
        label = attributes.pop(feature)[0]
        if self.label_feature is not None:  # else the label was the name of the type
            attributes[self.label_feature] = (self.label,)
        return replace(self, label=label, attributes=attributes, label_feature=feature)


@dataclass(frozen=True, slots=True)
class ForeignRelation:
    """A directed link between two annotations, by their ids."""

    label: str
    from_id: str
    to_id: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ForeignDocument:
    """A document, or a part of one.

    `name` is what the file calls it; None if it has no name. White space of a `text` that was
    joined from tokens says nothing. `author` is the annotator, if the file names one.
    """

    name: str | None
    text: str
    annotations: Sequence[ForeignAnnotation] = ()
    relations: Sequence[ForeignRelation] = ()
    author: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What readers must be told.

    `own_types`: by UIMA type of our own export, the layer and its attributes by feature.
    `id_key` and `text_key`: where rows of JSON Lines have the document and the text.
    """

    own_types: Mapping[str, tuple[str, Mapping[str, str]]] = field(
        default_factory=dict[str, tuple[str, Mapping[str, str]]]
    )
    id_key: str | None = None
    text_key: str | None = None


@dataclass(slots=True)
class Reading:
    """What was read from files, with all faults and with losses by cause (keys of `CAUSES`)."""

    documents: list[ForeignDocument] = field(default_factory=list[ForeignDocument])
    faults: list[ForeignFault] = field(default_factory=list[ForeignFault])
    losses: Counter[str] = field(default_factory=Counter[str])
    warnings: list[str] = field(default_factory=list[str])

    def fault(self, file: str, line: int | None, message: str) -> None:
        """Add a fault."""
        self.faults.append(ForeignFault(file, line, message))

    def lose(self, cause: str, n: int = 1) -> None:
        """Count a loss. Raises ValueError for a cause that is not in the list."""
        if cause not in CAUSES:
            raise ValueError(f"{cause!r} is not a cause; expected one of {', '.join(CAUSES)}")
        if n:
            self.losses[cause] += n

    def text(self, file: ForeignFile) -> str | None:
        """The text of a file; None with a fault if it is not UTF-8."""
        try:
            return file.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = file.data.count(b"\n", 0, error.start) + 1
            self.fault(file.name, line, f"not UTF-8 at byte {error.start}")
            return None

    def lines(self, file: ForeignFile) -> list[str]:
        """The lines of a file without their ends; [] with a fault if it is not UTF-8."""
        text = (self.text(file) or "").removeprefix("\ufeff")
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        return lines[:-1] if lines[-1] == "" else lines
