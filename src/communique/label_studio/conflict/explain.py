"""A conflict in words: what the sides differ in, and the steps that end it."""

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

_SHOWN: Final = 10  # ids of one kind in a message
_LONGEST_ITEM: Final = 400  # characters


def explain_conflict(
    data: bytes, file: str, layer: str, annotator: str | None = None, pass_: int = 1
) -> tuple[str, str] | None:
    """`explain` for the content of a file, whatever it is; None without a conflict in it.

    A file of decisions has no annotator.
    """
    if not has_conflict(data):
        return None
    try:
        ours, theirs = sides(data)
    except ValueError as error:
        return f"merge conflict whose markers do not fit together: {error}", restore(file)
    if annotator is None:
        found = compare_decisions(ours, theirs)
    else:
        found = compare_exports(ours, theirs, layer, annotator, pass_)
    return explain(found, file, layer, annotator, pass_, side_names(data))


def explain(
    found: Differences,
    file: str,
    layer: str,
    annotator: str | None = None,
    pass_: int = 1,
    names: tuple[str, str] = ("", ""),
) -> tuple[str, str]:
    """What the sides of a conflict differ in, and the steps that end it.

    `file` is relative to the corpus; a file of decisions has no annotator. `names` are those of
    ours and theirs.
    """
    sides = zip(("ours", "theirs"), names, strict=True)
    called = ", ".join(f"{side} is {name}" for side, name in sides if name)
    told = [*found.unreadable, *_sentences(found)] or [
        "nothing that was annotated or decided differs"
    ]
    message = " ".join(f"{_capital(part)}." for part in (called, *told) if part)
    if annotator is None:
        fix = _steps_of_decisions(found, file, layer)
    else:
        fix = _steps_of_exports(found, file, f"--layer {layer} --pass {pass_}", annotator, pass_)
    return f"merge conflict. {''.join(c if c.isprintable() else '?' for c in message)}", fix


def _sentences(found: Differences) -> list[str]:
    """One sentence for each kind. Regions of a document that one side alone has are counted."""
    ours, theirs = set(found.our_documents), set(found.their_documents)
    kinds: dict[str, Sequence[object]] = {
        "documents of ours alone": _counted(found.our_documents, found.only_ours),
        "documents of theirs alone": _counted(found.their_documents, found.only_theirs),
        "only in ours": [d for d in found.only_ours if d.document not in ours],
        "only in theirs": [d for d in found.only_theirs if d.document not in theirs],
        "in both, but different": found.both,
    }
    return [f"{kind}: {_first(listed)}" for kind, listed in kinds.items() if listed]


def _counted(documents: Iterable[str], regions: Sequence[Difference]) -> list[str]:
    counts = ((name, sum(d.document == name for d in regions)) for name in documents)
    return [f"{name} ({n} region{'s' * (n != 1)})" for name, n in counts]


def _first(listed: Sequence[object]) -> str:
    shown = "; ".join(str(item)[:_LONGEST_ITEM] for item in listed[:_SHOWN])
    more = len(listed) - _SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown


def _steps_of_exports(
    found: Differences, file: str, options: str, annotator: str, pass_: int
) -> str:
    alone = {*found.our_documents, *found.their_documents}
    regions = (*found.only_ours, *found.only_theirs, *found.both)
    differing = list(dict.fromkeys(d.document for d in regions if d.document not in alone))
    known = f" (here: {_first(differing)})" if differing else ""
    steps = (
        f"{keep_ours(file)}; the same for annotations/pull.json if git names it",
        f"to take both: {write_sides(file, 'ours.json', 'theirs.json')}, then"
        f" `communique import ours.json theirs.json {options}`; it joins what either side alone"
        f" has, and refuses by name the documents that both answer differently{known}",
        f"on what it refuses, {annotator} decides in Label Studio:"
        f" `communique annotate {annotator} --pass {pass_}`, then `communique pull {annotator}`;"
        " what theirs alone has is then joined by"
        f" `communique import {quote(file)} theirs.json {options} --accept-losses`, where the file"
        " named first holds for a document in both",
        "`communique check`; an export that it calls edited, but which is as you want it, is"
        " recorded by `communique import` of that file",
        f"delete ours.json and theirs.json, `git add {quote(file)} annotations/pull.json`,"
        " `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=True)}"


def _steps_of_decisions(found: Differences, file: str, layer: str) -> str:
    lost = [d.id for d in found.only_theirs if d.by_hand]
    opened = f": {_first(lost)}" if lost else ""
    steps = (
        "first end the conflicts in exports and take both sides of them: decisions rest on exports",
        keep_ours(file),
        f"`communique adjudicate --layer {layer}` decides again what is unanimous or stands in an"
        " adjudicator's export",
        f"what somebody decided in theirs alone is open again{opened}; so is what git took from"
        " theirs without a conflict; decide it in Label Studio (`communique annotate`, `communique"
        f" pull`) or with `communique adjudicate --interactive --adjudicator NAME --layer {layer}`",
        f"`communique check`, `git add {quote(file)}`, `git commit`",
    )
    return f"{_numbered(steps)} {in_a_clone(file, both=False)}"


def _numbered(steps: Iterable[str]) -> str:
    return " ".join(f"{n}. {_capital(step)}." for n, step in enumerate(steps, start=1))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
