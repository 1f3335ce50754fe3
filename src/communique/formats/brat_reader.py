"""Read brat standoff: `NAME.ann` beside `NAME.txt`.

The words beside the offsets show how the offsets count: code points, as brat does, or the bytes or
UTF-16 units of other programs. Notes of our own export hold ids, layers and attributes.
Source: https://brat.nlplab.org/standoff.html
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

from communique.formats.brat_lines import AnnFile, read_lines
from communique.formats.brat_note import with_note
from communique.formats.brat_offsets import FragmentedSpan, Offsets, offsets_of
from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignFile,
    ForeignRelation,
    Reading,
    ReadOptions,
)


def read(files: Sequence[ForeignFile], _options: ReadOptions) -> Reading:
    """The documents of all pairs of files."""
    reading = Reading()
    texts = {_stem(f.name): f for f in files if f.name.endswith(".txt")}
    anns = {_stem(f.name): f for f in files if f.name.endswith(".ann")}
    for file in files:
        if not file.name.endswith((".txt", ".ann", ".conf")):
            reading.fault(file.name, None, "not a file of brat; expected NAME.ann and NAME.txt")
    pairs: list[tuple[AnnFile, str]] = []
    for stem, file in anns.items():
        if stem not in texts:
            message = f"no text beside it; expected {PurePosixPath(stem).name}.txt"
            reading.fault(file.name, None, message)
        elif (text := reading.text(texts[stem])) is not None:
            pairs.append((read_lines(file, reading), text))
    if alone := sorted(texts.keys() - anns.keys()):
        names = ", ".join(f"{PurePosixPath(stem).name}.txt" for stem in alone[:10])
        reading.warnings.append(f"texts without annotations were not read: {names}")
    for (ann, _), offsets in zip(pairs, offsets_of(pairs, reading), strict=True):
        if offsets is not None:
            reading.documents.append(_document(ann, offsets, reading))
    return reading


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(""))


def _document(ann: AnnFile, offsets: Offsets, reading: Reading) -> ForeignDocument:
    annotations: list[ForeignAnnotation] = []
    names: dict[str, str] = {}
    for span in ann.spans.values():
        place = offsets.range(span)
        if place is None:
            reading.lose("discontinuous")
            continue
        annotation = with_note(_annotation(ann, span, place), ann.notes.get(span.id))
        names[span.id] = annotation.id
        annotations.append(annotation)
    return ForeignDocument(
        name=PurePosixPath(ann.name).stem,
        text=offsets.text,
        annotations=annotations,
        relations=list(_relations(ann, names, reading)),
        place=ann.name,
    )


def _annotation(ann: AnnFile, span: FragmentedSpan, place: tuple[int, int]) -> ForeignAnnotation:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in ann.attributes.get(span.id, ()):
        values[name] = (*values.get(name, ()), value)
    return ForeignAnnotation(
        span.id, *place, span.label, values, place=f"{ann.name}, line {span.line}"
    )


def _relations(ann: AnnFile, names: dict[str, str], reading: Reading) -> list[ForeignRelation]:
    kept: list[ForeignRelation] = []
    for label, first, second, line in ann.relations:
        if first in names and second in names:
            place = f"{ann.name}, line {line}"
            kept.append(ForeignRelation(label, names[first], names[second], place))
        else:
            reading.lose("relation")
    return kept
