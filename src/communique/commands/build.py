"""`communique build`: build the dataset."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.dataset.build import Built
    from communique.problems import Problem
    from communique.schema import Schema
    from communique.workflow.examine import Examined
    from communique.workspace import Corpus

OTHER_OUT = "Choose another folder with --out."


class Flavour(StrEnum):
    """The form of a dataset: with texts (`full`) or without (`standoff`)."""

    full = "full"
    standoff = "standoff"


def run(
    corpus: CorpusOption = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write. Default: a folder in dist/.")
    ] = None,
    flavour: Annotated[
        Flavour,
        typer.Option(help="full: with the texts. standoff: without; `restore` puts them back."),
    ] = Flavour.full,
    json: JsonOption = False,
) -> None:
    """Build the dataset that `load_dataset` reads.

    The command writes nothing if `communique check` finds errors.
    """
    from communique.checks.standing import DECISIONS_OUTDATED
    from communique.commands._problem_screen import show_problems
    from communique.problems import has_errors
    from communique.workflow.examine import examine
    from communique.workflow.problem_words import ProblemWords

    opened = open_corpus(corpus)
    with refusing():
        examined = examine(opened)
    if has_errors(examined.problems):
        show_problems(examined.problems, as_json=json, words=ProblemWords(opened.folder.root).of)
        raise typer.Exit(1)
    target = (out or opened.folder.root / "dist" / _name(opened.schema, flavour)).resolve()
    built = _build(opened, target, flavour, examined)
    older = [p for p in examined.problems if p.id == DECISIONS_OUTDATED.id]
    _show(target, built, older, as_json=json)


def _name(schema: "Schema", flavour: Flavour) -> str:
    return schema.name if flavour is Flavour.full else f"{schema.name}-{flavour.value}"


def _build(corpus: "Corpus", target: Path, flavour: Flavour, examined: "Examined") -> "Built":
    """Build the dataset at `target`. An older dataset there is replaced. Raises Refusal."""
    from communique.dataset.build import BuildError
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.names import MANIFEST
    from communique.dataset.splits import SplitError
    from communique.util.atomic_write import NotOursError, new_folder
    from communique.workflow.build import build_dataset

    try:
        with refusing(), new_folder(target, MANIFEST) as new:
            return build_dataset(
                corpus,
                new,
                flavour.value,
                assessed=examined.agreement,
                is_decided=examined.is_decided,
            )
    except NotOursError as error:
        raise Refusal(str(error), OTHER_OUT) from None
    except SplitError as error:
        raise Refusal(
            str(error), "Fix `splits` in the schema, or split_group in corpus/sources.yaml."
        ) from None
    except NeedsAdjudicationError as error:
        raise Refusal(
            str(error),
            "`communique adjudicate` lists the open items and writes the decisions.",
        ) from None
    except BuildError as error:
        raise Refusal(
            str(error), "Add documents with `communique add`, then run `communique clean`."
        ) from None


def put(target: Path, files: "Mapping[str, bytes]") -> None:
    """Write the files of a dataset to `target`. An older dataset there is replaced.

    Raises Refusal, also if `target` holds anything else.
    """
    from communique.dataset.names import MANIFEST
    from communique.util.atomic_write import NotOursError, replace_folder

    try:
        with refusing():
            replace_folder(target, files, MANIFEST)
    except NotOursError as error:
        raise Refusal(str(error), OTHER_OUT) from None


def _show(target: Path, built: "Built", older: "list[Problem]", *, as_json: bool) -> None:
    if as_json:
        print_json({"out": str(target), "rows": built.counts})
        return
    for problem in older:
        print(f"{problem.layer}: {problem.message}")
    for config, splits in built.counts.items():
        print(f"{config:12} " + "  ".join(f"{split} {n}" for split, n in splits.items()))
    first = next(iter(built.counts))
    print(f'\nload_dataset("{target}", "{first}")')
