"""The spans of a column of IOB1, IOB2, IOBES or BILOU tags."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.formats.foreign import ForeignAnnotation

TAG: Final = re.compile(r"O|[BIESLU]-\S+")
NO_NAMES: Final = ("", "-", "_", "O", "-X-")
Line = tuple[int, list[str]]  # the number of a line and its columns; an empty line has none


def spans_of(
    lines: Sequence[Line], file: str, starts: Sequence[int], column: int
) -> list[ForeignAnnotation]:
    """The spans of a column; none if it has other values than tags."""
    listed = [(n, c[column] if c else "", c[0] if c else "") for n, c in lines]
    if not all(TAG.fullmatch(tag) for _, tag, token in listed if token):
        return []
    is_last = column == len(next(c for _, c in lines if c)) - 1
    spans: list[tuple[int, int, str, int]] = []  # start, end, label, line
    before = ""
    for (number, tag, token), start in zip(listed, starts, strict=True):
        kind, _, label = tag.partition("-")
        if kind in "BIESLU" and label:
            follows = before[:1] in ("B", "I") and before[2:] == label
            if kind in ("I", "E", "L") and follows:
                spans[-1] = (spans[-1][0], start + len(token), label, spans[-1][3])
            else:
                spans.append((start, start + len(token), label, number))
        before = tag
    kind = f"column {column + 1}"
    return [
        ForeignAnnotation(
            f"{kind.replace(' ', '')}-{start}-{end}",
            start,
            end,
            label,
            type=kind,
            is_extra=not is_last,
            place=f"{file}, line {line}",
        )
        for start, end, label, line in spans
    ]


def with_uids(
    lines: Sequence[Line], annotations: Sequence[ForeignAnnotation], starts: Sequence[int]
) -> list[ForeignAnnotation]:
    """The annotations of the last column under the uids that our own export has in the third.

    The second column of our export is the start of the token. Other files are left as they are.
    """
    tokens = [columns for _, columns in lines if columns]
    if any(len(c) < 4 or not (c[1].isascii() and c[1].isdecimal()) for c in tokens):
        return list(annotations)
    uids = {at: c[2] for (_, c), at in zip(lines, starts, strict=True) if c}
    taken: set[str] = set()
    named: list[ForeignAnnotation] = []
    for annotation in annotations:
        uid = NO_NAMES[0] if annotation.is_extra else uids.get(annotation.start or 0, "")
        if uid not in NO_NAMES and uid not in taken:
            annotation = replace(annotation, id=uid)
        taken.add(annotation.id)
        named.append(annotation)
    return named
