"""`communique export`: write the labels in another tool's format."""

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
from communique.commands.build import OTHER_OUT, Flavour
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.formats.catalogue import Format
    from communique.workflow.export import Exported, Selection
    from communique.workspace import Corpus

_INSTALL = "Install the extra: `pip install 'communique[formats]'`."


def run(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="jsonl, csv, conll, spacy, cas, brat, conllu, webannotation, gliner or"
            " labelstudio.",
        ),
    ],
    layer: Annotated[
        list[str] | None, typer.Option(help="Only this layer. Repeatable. Default: all layers.")
    ] = None,
    annotator: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="`adjudicated`, or the labels of one annotator's first pass, or `all` (jsonl).",
        ),
    ] = "adjudicated",
    split: Annotated[str | None, typer.Option(help="Only this split.")] = None,
    flavour: Annotated[
        Flavour,
        typer.Option(help="full: with the texts. standoff: without (jsonl, csv, webannotation)."),
    ] = Flavour.full,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write. Default: dist/export/FORMAT.")
    ] = None,
    tokens: Annotated[
        bool, typer.Option("--tokens", help="Add tokens where the format does not need them.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if anything would be lost.")
    ] = False,
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Write the labels in another tool's format, and count what the format cannot hold."""
    from communique.workflow.export import Selection

    chosen = _format(format_)
    opened = open_corpus(corpus)
    target = (out or opened.folder.root / "dist" / "export" / chosen.name).resolve()
    selection = Selection(
        chosen, tuple(layer or ()), annotator, split, flavour.value, tokens, strict
    )
    exported = _export(opened, selection, target)
    if json:
        print_json({"files": exported.files, "losses": exported.losses})
    else:
        _show(target, exported)


def _format(name: str) -> "Format":
    from communique.formats.catalogue import FORMATS

    if name not in FORMATS:
        raise Refusal(f"{name!r} is not a format", f"Use one of: {', '.join(FORMATS)}")
    return FORMATS[name]


def _export(corpus: "Corpus", selection: "Selection", target: Path) -> "Exported":
    from communique.commands._document_progress import document_progress
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.splits import SplitError
    from communique.util.atomic_write import NotOursError
    from communique.workflow.export import ExportError, export_corpus

    try:
        with refusing(), document_progress(f"Writing {selection.format.name}") as progress:
            return export_corpus(corpus, selection, target, progress)
    except ExportError as error:
        raise Refusal(str(error), error.fix) from None
    except NotOursError as error:
        raise Refusal(str(error), OTHER_OUT) from None
    except SplitError as error:
        raise Refusal(str(error), "Fix `splits` in the schema.") from None
    except NeedsAdjudicationError as error:
        fix = "`communique adjudicate` lists the open items. Or use --annotator NAME."
        raise Refusal(str(error), fix) from None
    except ImportError as error:
        raise Refusal(f"{selection.format.name} needs the package {error.name}", _INSTALL) from None


def _show(target: Path, exported: "Exported") -> None:
    from communique.formats.losses import CAUSES

    print(f"{target}: {counted(len(exported.files), 'file')}")
    if not exported.losses:
        print("Nothing was lost.")
        return
    print("Lost, because the format cannot hold it:")
    for cause, n in exported.losses.items():
        print(f"  {n:6}  {cause}: {CAUSES[cause]}")
