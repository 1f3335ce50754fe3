"""Scoring a file of predictions against a built dataset."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from communique.dataset.location import find_folder
from communique.problems import Problem
from communique.scoring.comparison import comparison
from communique.scoring.dataset import GoldDataset
from communique.scoring.file import FileScorer
from communique.scoring.report import macro_of_labels, report

NOT_COMPARABLE: Final = "predictions-not-comparable"


@dataclass(slots=True)
class Scored:
    """The result as JSON, or None with the problems that prevented it. Warnings stand beside."""

    result: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list[Problem])


def open_gold(source: str | Path) -> GoldDataset:
    """Open a built dataset: a folder, an archive, or a hub id.

    Raises LoadError, NotADatasetError, OSError.
    """
    return GoldDataset(find_folder(source, None))


def score_predictions(
    dataset: GoldDataset,
    path: Path,
    *,
    split: str | None = None,
    missing_is_empty: bool = False,
    compare: Path | None = None,
    macro_of: Sequence[str] = (),
) -> Scored:
    """Score a file, and compare it with another one.

    `macro_of` are labels whose mean F1 is added. Raises GoldError, OSError.
    """
    files = [_read(dataset, p, split, missing_is_empty) for p in (path, compare) if p is not None]
    scored = Scored(problems=[problem for f in files for problem in f.problems])
    scored.problems += _not_comparable(files, compare)
    if any(problem.level == "error" for problem in scored.problems):
        return scored
    first = files[0]
    assert first.header is not None  # noqa: S101 - else there is an error
    facts = {
        "data_version": dataset.version,
        "content_sha256": dataset.content_sha256(first.header.layer, first.split),
        "split": first.split,
        "system": first.header.system,
    }
    scored.result = report(first.scorer, facts)
    details = scored.result["details"]
    details["not_scored_units"] = first.not_scored
    if macro_of:
        details["macro_of"] = macro_of_labels(first.scorer, macro_of)
    for other in files[1:]:
        name = other.header.system if other.header else ""
        details["comparison"] = comparison(first.scorer, other.scorer, name)
    return scored


def _read(
    dataset: GoldDataset, path: Path, split: str | None, missing_is_empty: bool
) -> FileScorer:
    scorer = FileScorer(dataset, file=str(path), split=split, missing_is_empty=missing_is_empty)
    with path.open("rb") as lines:
        scorer.read(lines)
    return scorer


def _not_comparable(files: Sequence[FileScorer], path: Path | None) -> list[Problem]:
    compared = [_compared(file) for file in files if file.header is not None]
    if len(set(compared)) < 2:
        return []
    message = f"the files are about different units: {compared[0]} and {compared[1]}"
    fix = "Compare files of one layer, one split and one form."
    return [Problem(NOT_COMPARABLE, "error", file=str(path), message=message, fix=fix)]


def _compared(file: FileScorer) -> str:
    """Layer, split and form."""
    layer = file.header.layer if file.header else ""
    return f"{layer} ({file.split}, {'by uid' if file.is_given else 'by place'})"
