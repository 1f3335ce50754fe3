"""Describe a conflict: the differences between its sides, and the steps that end it."""

from collections.abc import Iterable, Sequence
from shlex import quote
from typing import Final

from communique.label_studio.conflict.decisions import compare_decisions
from communique.label_studio.conflict.differences import Difference, Differences
from communique.label_studio.conflict.exports import compare_exports
from communique.util.merge_conflict import (
    has_conflict,
    in_a_clone,
    keep_ours,
    restore,
    side_names,
    sides,
    write_sides,
)
from communique.util.plural import counted

_SHOWN: Final = 10  # ids of one kind in a message
_LONGEST_ITEM: Final = 400  # characters


def explain_conflict(
    data: bytes, file: str, layer: str, annotator: str | None = None, pass_: int = 1
) -> tuple[str, str] | None:
    """As `explain`, for the content of any file; None if it has no conflict.

    `annotator` is None for a file of decisions.
    """
    if not has_conflict(data):
        return None
    try:
        ours, theirs = sides(data)
    except ValueError as error:
        return f"merge conflict with incorrect markers: {error}", restore(file)
    if annotator is None:
        differences = compare_decisions(ours, theirs)
    else:
        differences = compare_exports(ours, theirs, layer, annotator, pass_)
    return explain(differences, file, layer, annotator, pass_, side_names(data))


def explain(
    differences: Differences,
    file: str,
    layer: str,
    annotator: str | None = None,
    pass_: int = 1,
    names: tuple[str, str] = ("", ""),
) -> tuple[str, str]:
    """Return the differences between the sides of a conflict, and the steps that end it.

    `file` is relative to the corpus. `annotator` is None for a file of decisions. `names` are the
    branch names of ours and theirs.
    """
    sides = zip(("ours", "theirs"), names, strict=True)
    side_list = ", ".join(f"{side} is {name}" for side, name in sides if name)
    parts = [*differences.unreadable, *_sentences(differences)] or [
        "no annotation or decision differs"
    ]
    message = " ".join(f"{_capital(part)}." for part in (side_list, *parts) if part)
    if annotator is None:
        fix = _steps_of_decisions(differences, file, layer)
    else:
        fix = _steps_of_exports(
            differences, file, f"--layer {layer} --pass {pass_}", annotator, pass_
        )
    return f"merge conflict. {''.join(c if c.isprintable() else '?' for c in message)}", fix


def _sentences(differences: Differences) -> list[str]:
    """One sentence for each kind. For a document that only one side has, regions are counted."""
    our_documents, their_documents = (
        set(differences.our_documents),
        set(differences.their_documents),
    )
    kinds: dict[str, Sequence[object]] = {
        "documents only in ours": _counted(differences.our_documents, differences.only_ours),
        "documents only in theirs": _counted(differences.their_documents, differences.only_theirs),
        "only in ours": [d for d in differences.only_ours if d.document not in our_documents],
        "only in theirs": [d for d in differences.only_theirs if d.document not in their_documents],
        "in both, but different": differences.both,
    }
    return [f"{kind}: {_first(listed)}" for kind, listed in kinds.items() if listed]


def _counted(documents: Iterable[str], regions: Sequence[Difference]) -> list[str]:
    counts = ((name, sum(d.document == name for d in regions)) for name in documents)
    return [f"{name} ({counted(n, 'region')})" for name, n in counts]


def _first(listed: Sequence[object]) -> str:
    shown = "; ".join(str(item)[:_LONGEST_ITEM] for item in listed[:_SHOWN])
    more = len(listed) - _SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown


def _steps_of_exports(
    differences: Differences, file: str, options: str, annotator: str, pass_: int
) -> str:
    one_sided = {*differences.our_documents, *differences.their_documents}
    regions = (*differences.only_ours, *differences.only_theirs, *differences.both)
    differing = list(dict.fromkeys(d.document for d in regions if d.document not in one_sided))
    listed = f" (here: {_first(differing)})" if differing else ""
    steps = (
        f"{keep_ours(file)}; do the same for annotations/pull.json if git lists it",
        f"to take both sides: {write_sides(file, 'ours.json', 'theirs.json')}, then"
        f" `communique import ours.json theirs.json {options}`; this joins what only one side has,"
        f" and refuses documents that the two sides answer differently; it names them{listed}",
        f"for the refused documents, {annotator} decides in Label Studio:"
        f" `communique annotate {annotator} --pass {pass_}`, then `communique pull {annotator}`;"
        " then join what only theirs has with"
        f" `communique import {quote(file)} theirs.json {options} --accept-losses`; for a document"
        " in both files, the file named first counts",
        "`communique check`; if it says that an export was edited but the export is correct,"
        " record the file with `communique import`",
        f"delete ours.json and theirs.json, then `git add {quote(file)} annotations/pull.json` and"
        " `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=True)}"


def _steps_of_decisions(differences: Differences, file: str, layer: str) -> str:
    reopened = [d.id for d in differences.only_theirs if d.by_hand]
    listed = f": {_first(reopened)}" if reopened else ""
    steps = (
        "first end the conflicts in exports and take both sides: decisions are based on exports",
        keep_ours(file),
        f"`communique adjudicate --layer {layer}` decides again all items that are unanimous or in"
        " an adjudicator's export",
        f"decisions that an adjudicator made only in theirs are open again{listed}; so are those"
        " that git took from theirs without a conflict; decide them in Label Studio (`communique"
        " annotate`, `communique pull`) or with"
        f" `communique adjudicate --interactive --adjudicator NAME --layer {layer}`",
        f"`communique check`, then `git add {quote(file)}` and `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=False)}"


def _numbered(steps: Iterable[str]) -> str:
    return " ".join(f"{n}. {_capital(step)}." for n, step in enumerate(steps, start=1))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
