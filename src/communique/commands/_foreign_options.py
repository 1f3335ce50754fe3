"""Private to `import`: the options for annotations of other tools."""

from pathlib import Path
from typing import Annotated, Final

import typer

LABEL_STUDIO: Final = "label-studio"
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="label-studio, or the format of another tool: brat, cas, conll, doccano, prodigy or"
        " webanno.",
    ),
]
AnnotatorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--annotator",
        metavar="PSEUDONYM",
        help="With --format: who made the annotations. If the files name several annotators, give"
        " --account NAME=PSEUDONYM for each.",
    ),
]
MapOption = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help="With --format: a map from their labels to ours."),
]
ProposeOption = Annotated[
    bool,
    typer.Option(
        "--propose-map", help="With --format: print a map for these files, and import nothing."
    ),
]
LicenceOption = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="With --format: the licence of the annotations. It stays with them."
    ),
]
