"""`communique score`: compare predictions with the gold labels of a dataset."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    name_problems,
    open_corpus,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.scoring.dataset import GoldDataset
    from communique.workflow.score import Scored

_FIX = "Give the folder of a built dataset with --gold, or run `communique build`."


class Missing(StrEnum):
    """What a unit without a prediction is."""

    error = "error"
    empty = "empty"


def run(
    predictions: Annotated[
        Path | None, typer.Argument(help="A file of the format predictions/1 (JSON lines).")
    ] = None,
    gold: Annotated[
        str | None,
        typer.Option(
            help="The built dataset: a folder, an archive or a hub id. Default: the one that"
            " `communique build` writes."
        ),
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Score this split only, or print its gold.")
    ] = None,
    missing: Annotated[
        Missing,
        typer.Option(help="A unit without a prediction is an error, or counts as empty."),
    ] = Missing.error,
    compare: Annotated[
        Path | None, typer.Option(help="Compare with the predictions of another system.")
    ] = None,
    macro_of: Annotated[
        str | None,
        typer.Option(
            "--macro-of", help="Add the macro F1 of these labels alone, separated by commas."
        ),
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option(help="Print the gold of this layer as a file of predictions."),
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="With --sample: spans by uid, one on each line.")
    ] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print a table for LaTeX.")] = False,
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Score the predictions of a system against the labels of a built dataset.

    Every problem of the file is listed, and nothing is scored while there is one.
    """
    if (predictions is None) == (sample is None):
        raise Refusal(
            "expected a file of predictions, or --sample LAYER",
            "`communique score FILE` scores a file; `communique score --sample LAYER` prints one.",
        )
    dataset = _open(gold, corpus)
    if predictions is None:
        _print_sample(dataset, sample or "", split, given=given)
        return
    scored = _score(dataset, predictions, split, missing, compare, macro_of)
    if scored.result is None:
        from communique.commands._problem_screen import show_problems

        show_problems(scored.problems, as_json=json, full=False)
        raise typer.Exit(1)
    name_problems(scored.problems)
    if json:
        print_json(scored.result)
    elif latex:
        from communique.commands._score_latex import latex_table

        print(latex_table(scored.result))
    else:
        from communique.commands._score_screen import show_scores

        show_scores(scored.result)


def _open(gold: str | None, corpus: Path | None) -> "GoldDataset":
    """Open the dataset that is named, or the built one of the corpus. Raises Refusal."""
    from communique.dataset.location import LoadError
    from communique.dataset.manifest import NotADatasetError
    from communique.workflow.score import open_gold

    try:
        with refusing(), working("Reading the dataset"):
            if gold is not None:
                return open_gold(gold)
            opened = open_corpus(corpus)
            return open_gold(opened.folder.root / "dist" / opened.schema.name)
    except (LoadError, NotADatasetError) as error:
        raise Refusal(str(error), _FIX) from None


def _print_sample(dataset: "GoldDataset", layer: str, split: str | None, *, given: bool) -> None:
    from communique.commands._screen import escape_unknown
    from communique.dataset.manifest import NotADatasetError
    from communique.records.predictions.values import ALL_SPLITS
    from communique.scoring.gold import GoldError
    from communique.scoring.sample import sample

    escape_unknown()
    try:
        with refusing():
            for line in sample(dataset, layer, split or ALL_SPLITS, given=given):
                print(line)
    except (GoldError, NotADatasetError) as error:
        raise Refusal(str(error)) from None


def _score(
    dataset: "GoldDataset",
    predictions: Path,
    split: str | None,
    missing: Missing,
    compare: Path | None,
    macro_of: str | None,
) -> "Scored":
    from communique.dataset.manifest import NotADatasetError
    from communique.scoring.gold import GoldError
    from communique.workflow.score import score_predictions

    try:
        with refusing(), working("Comparing with the gold"):
            return score_predictions(
                dataset,
                predictions,
                split=split,
                missing_is_empty=missing is Missing.empty,
                compare=compare,
                macro_of=tuple(macro_of.split(",")) if macro_of else (),
            )
    except (GoldError, NotADatasetError) as error:
        raise Refusal(str(error)) from None
