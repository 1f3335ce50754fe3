"""Agreement on one screen: the figures, the lowest of them, and what to look at first."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from communique.commands._screen import print_indented, print_table, screen, table, title

if TYPE_CHECKING:
    from rich.console import Console

    from communique.assessment.disputed_words import Disputed
    from communique.assessment.measures import Plain
    from communique.assessment.summary import Agreement

MOST = 5  # items of a layer to look at first
_LONGEST = 160  # characters of the words quoted on a terminal
_REST = "The whole report: --full, or --out FILE.md"


def show_agreement(data: "Plain", first: "Mapping[str, list[Disputed]]") -> None:
    """Print the summary. `first` are the items to review first, by layer."""
    from communique.assessment.summary import summary

    console = screen()
    found = summary(data)
    if found:
        head = ("layer", "question", "alpha", "95 % interval", "compared")
        print_table(console, table(head, (_row(a) for a in found)))
    rows = list(_lowest(data))
    if rows:
        title(console, "Lowest observed agreement")
        print_table(console, table(("layer", "question", "where", "observed"), rows))
    for layer, items in first.items():
        _first(console, layer, items)
    title(console, "What the figures can show")
    for sentence in data["caveats"]:
        console.print(f"- {sentence}")
    console.print(_REST, style="dim")


def _row(found: "Agreement") -> tuple[str, ...]:
    from communique.assessment.markdown import number

    interval = found.by_unit
    shown = f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""
    return found.layer, found.question, number(found.alpha, found.reason), shown, found.compared


def _lowest(data: "Plain") -> "Iterator[tuple[str, ...]]":
    """The weakest value, document and pair of each layer, whatever the question."""
    for layer in data["layers"]:
        for what in ("value", "document", "pair"):
            known = [
                (found[what]["observed"], question, _where(what, found[what]))
                for question, found in layer["lowest"].items()
                if found[what] is not None
            ]
            if known and min(known)[0] < 1:
                observed, question, where = min(known)
                yield layer["layer"], question, where, f"{observed:.3f}"


def _where(what: str, found: "dict[str, Any]") -> str:
    name = found["annotators" if what == "pair" else what]
    shown = " and ".join(name) if what == "pair" else str(name)
    return shown if what == "pair" else f"{what} {shown}"


def _first(console: "Console", layer: str, items: "list[Disputed]") -> None:
    if not items:
        return
    title(console, f"Look at these first: {layer}")
    for item in items[:MOST]:
        place = f"{item.document} {item.at}"
        console.print(f"{place} {_quoted(console, item.words)}".rstrip())
        absent = [("not marked", item.absent)] if item.absent else []
        for answer, who in (*item.answers, *absent):
            print_indented(console, f"{', '.join(who)}: {' '.join(answer.split())}")
    if (more := len(items) - MOST) > 0:
        _more(console, more, len(items))


def _more(console: "Console", more: int, listed: int) -> None:
    """Say how many items are not shown. A report lists no more than `MOST_DIVIDED`."""
    from communique.assessment.review_first import MOST_DIVIDED

    console.print(f"and {'at least ' if listed >= MOST_DIVIDED else ''}{more} more")


def _quoted(console: "Console", words: str) -> str:
    shown = " ".join(words.split())
    if console.is_terminal and len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST].rpartition(' ')[0] or shown[:_LONGEST]}…"
    return f'"{shown}"' if shown else ""
