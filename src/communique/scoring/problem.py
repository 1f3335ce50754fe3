"""Problems that only a comparison with the gold can show."""

from collections.abc import Iterable, Iterator
from typing import Final

from communique.problems import Problem
from communique.scoring.gold import Gold, UnitKey
from communique.util.plural import counted

MISSING: Final = "prediction-missing"
OTHER_VERSION: Final = "predictions-other-version"
_MOST_LISTED: Final = 20
_FIX: Final = (
    'Add a line for every unit (`"spans": []` for a block without a span), or count missing units'
    " as empty with `--missing empty`."
)


def missing_units(gold: Gold, missing: Iterable[UnitKey], file: str | None) -> Iterator[Problem]:
    """One problem for each document: the units that no line is about."""
    by_document: dict[str, list[UnitKey]] = {}
    for key in missing:
        by_document.setdefault(gold.units[key].doc_id, []).append(key)
    for document, keys in by_document.items():
        names = [" ".join(key[1:] or key) for key in keys]
        more = len(names) - _MOST_LISTED
        listed = ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
        message = f"{counted(len(names), 'unit')} without a prediction: {listed}"
        yield Problem(
            MISSING, "error", gold.layer.name, document, file=file, message=message, fix=_FIX
        )


def other_version(layer: str, made_for: str, version: str, file: str | None) -> Problem:
    """A warning: the predictions were made for other data."""
    return Problem(
        OTHER_VERSION,
        "warning",
        layer,
        file=file,
        at="line 1",
        message=f"the predictions are for version {made_for}, and the gold is version {version}",
        fix="Run the system on this version, or give the dataset of that version with --gold.",
    )
