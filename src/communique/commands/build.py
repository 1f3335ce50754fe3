"""Build the dataset."""

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
    show_problems,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.dataset.build import Built
    from communique.schema import Schema
    from communique.workspace import Corpus


class Flavour(StrEnum):
    """With the texts, or without."""

    full = "full"
    standoff = "standoff"


def run(
    corpus: CorpusOption = None,
    out: Annotated[Path | None, typer.Option(help="Where to (default: below dist).")] = None,
    flavour: Annotated[
        Flavour, typer.Option(help="With the texts, or without any (to be restored).")
    ] = Flavour.full,
    json: JsonOption = False,
) -> None:
    """Build the dataset that `load_dataset` reads. Refuses a corpus with errors."""
    from communique.checks import run as run_checks
    from communique.problems import has_errors

    opened = open_corpus(corpus)
    with refusing():
        problems = run_checks(opened)
    if has_errors(problems):
        show_problems(problems, as_json=json)
        raise typer.Exit(1)
    target = (out or opened.folder.root / "dist" / _name(opened.schema, flavour)).resolve()
    built = _build(opened, target, flavour)
    _show(target, built, as_json=json)


def _name(schema: "Schema", flavour: Flavour) -> str:
    return schema.name if flavour is Flavour.full else f"{schema.name}-{flavour.value}"


def _build(corpus: "Corpus", target: Path, flavour: Flavour) -> "Built":
    """Put the dataset of a corpus in place; an older one of ours is replaced. Raises Refusal."""
    from communique.dataset.build import BuildError
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.names import MANIFEST
    from communique.dataset.splits import SplitError
    from communique.util.atomic_write import NotOursError, new_folder
    from communique.workflow.build import build_dataset

    try:
        with refusing(), new_folder(target, MANIFEST) as new:
            return build_dataset(corpus, new, flavour.value)
    except NotOursError as error:
        raise Refusal(str(error), "Choose another --out.") from None
    except SplitError as error:
        raise Refusal(
            str(error), "Fix `splits` in the schema or split_group in sources.yaml."
        ) from None
    except NeedsAdjudicationError as error:
        raise Refusal(
            str(error), "`communique adjudicate` lists what is open and writes what is decided."
        ) from None
    except BuildError as error:
        raise Refusal(
            str(error), "Add documents with corpus/sources.yaml and `communique clean`."
        ) from None


def put(target: Path, files: "Mapping[str, bytes]") -> None:
    """Put a dataset in place; an older one of ours is replaced, nothing else is. Raises Refusal."""
    from communique.dataset.names import MANIFEST
    from communique.util.atomic_write import NotOursError, replace_folder

    try:
        with refusing():
            replace_folder(target, files, MANIFEST)
    except NotOursError as error:
        raise Refusal(str(error), "Choose another --out.") from None


def _show(target: Path, built: "Built", *, as_json: bool) -> None:
    if as_json:
        print_json({"out": str(target), "rows": built.counts})
        return
    for config, splits in built.counts.items():
        print(f"{config:12} " + "  ".join(f"{split} {n}" for split, n in splits.items()))
    first = next(iter(built.counts))
    print(f'\nload_dataset("{target}", "{first}")')
