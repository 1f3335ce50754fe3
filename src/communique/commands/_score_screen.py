"""Scores on a screen of 80 columns: the figures, what each means, and where they come from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from communique.commands._screen import print_table, screen, table, title
from communique.util.plural import counted

if TYPE_CHECKING:
    from rich.console import Console

_HEAD = ("P", "R", "F1")
_COUNTS = ("tp", "fp", "fn")


def show_scores(result: Mapping[str, Any]) -> None:
    """Print a result of `communique score`."""
    console, details = screen(), result["details"]
    for line in _facts(result):
        console.print(line)
    if result["scores"]:
        title(console, "Scores")
        _scores(console, result)
    for name, shown in details["meaning"].items():
        console.print(f"{name}: {shown}", style="dim")
    if not result["scores"]:
        console.print("There is nothing to compare: neither side has a label.")
    title(console, "By label")
    labels = (_row(x, f, f["support"]) for x, f in result["by_label"].items())
    print_table(console, table(("label", *_HEAD, "in gold"), labels))
    _all_labels(console, result)
    if result["n_documents"] > 1:
        title(console, "By document")
        documents = (_row(d, f, *_of(f)) for d, f in result["by_document"].items())
        print_table(console, table(("document", *_HEAD, *_COUNTS), documents))
    _rest(console, result)


def _facts(result: Mapping[str, Any]) -> Iterator[str]:
    details = result["details"]
    sizes = f"{counted(result['n_documents'], 'document')}, {counted(result['n_units'], 'unit')}"
    yield f"{result['layer']}: {details['system']}"
    yield f"data {result['data_version']}, split {result['split']}: {sizes}"
    yield f"content sha256 {result['content_sha256']}"
    if missing := details["missing_units"]:
        yield f"{counted(missing, 'unit')} without a prediction, counted as empty"
    if ignored := details["not_scored_units"]:
        yield f"{counted(ignored, 'unit')} not scored: another split, or a document without gold"


def _scores(console: "Console", result: Mapping[str, Any]) -> None:
    intervals = result["details"]["intervals"]
    head = ["figure", *_HEAD, *_COUNTS]
    head += ["95 % of F1"] if intervals["f1"] else []
    rows: list[Sequence[str]] = []
    for name, found in result["scores"].items():
        between = intervals["f1"].get(name)
        shown = [f"{between['low']:.3f}-{between['high']:.3f}"] if between else []
        rows.append(_row(name, found, *_of(found), *shown))
    print_table(console, table(head, rows))
    if reason := intervals["reason"]:
        console.print(f"No interval. {reason}.", style="dim")
    else:
        console.print("Intervals: bootstrap over documents.", style="dim")


def _all_labels(console: "Console", result: Mapping[str, Any]) -> None:
    if of := result["details"].get("macro_of"):
        console.print(f"Macro F1 of {', '.join(of['labels'])}: {_number(of['f1'])}")
    absent = result["details"]["labels_not_in_gold"]
    every = _number(result["macro_all_labels"]["f1"])
    console.print(f"Macro F1 over all {len(result['by_label'])} labels: {every}")
    if absent:
        console.print(f"Not in the gold: {', '.join(absent)}", style="dim")


def _rest(console: "Console", result: Mapping[str, Any]) -> None:
    details, soft = result["details"], result["soft"]
    if details["attributes"]:
        title(console, "Attributes")
        rows = (_row(a, f, *_of(f)) for a, f in details["attributes"].items())
        print_table(console, table(("attribute", *_HEAD, *_COUNTS), rows))
    if details.get("comparison"):
        _comparison(console, details["comparison"])
    title(console, "Beside the scores")
    if soft["manhattan"] is not None:
        console.print(f"Manhattan distance to the votes: {soft['manhattan']:.3f} (0 to 2)")
        floor = details["cross_entropy_floor"]
        console.print(
            f"Cross-entropy: {soft['cross_entropy']:.3f} nats (shares of {floor} at least)"
        )
    if details["jaccard"] is not None:
        console.print(f"Jaccard, mean over units: {details['jaccard']:.3f}")
    for who, found in details["error_rate_by_annotator"].items():
        console.print(f"Error rate against {who}: {found['error_rate']:.3f} of {found['n']}")
    if most := details["majority_by_target"]:
        console.print(
            f"Most frequent label of each target: micro F1 {most['micro']:.3f},"
            f" macro F1 {most['macro']:.3f}"
        )
    if without := details["without_group"]:
        low, high = min(without.values()), max(without.values())
        console.print(f"F1 without one group of documents: {low:.3f} to {high:.3f}")
    else:
        console.print("All documents are one group.")


def _comparison(console: "Console", found: Mapping[str, Any]) -> None:
    title(console, f"Compared with {found['system']}")
    rows = [
        (
            name,
            _number(f["f1"]),
            _number(f["other"]),
            f"{f['difference']:+.3f}",
            "" if f["p"] is None else f"{f['p']:.4f}",
        )
        for name, f in found["figures"].items()
    ]
    print_table(console, table(("figure", "F1", "other", "difference", "p"), rows))
    reason = found["reason"]
    console.print(f"No p-value. {reason}." if reason else f"Test: {found['test']}.", style="dim")


def _row(name: str, found: Mapping[str, Any], *more: object) -> tuple[str, ...]:
    return name, *(_number(found[key]) for key in ("precision", "recall", "f1")), *map(str, more)


def _of(found: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(found[key] for key in _COUNTS)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
