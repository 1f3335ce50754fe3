"""The options of `communique clean` for files of any size."""

from pathlib import Path
from typing import Annotated

import typer

InputsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT]...",
        help="`-`: clean JSON lines from stdin instead of the corpus. Files or folders: clean what"
        " they contain (JSON lines, also .gz or .zst, Parquet, WARC, WET), with --out.",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="With INPUT: the folder for the cleaned files."),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(metavar="N", help="With INPUT: the number of processes. Default: all cores."),
]
TextColumnOption = Annotated[
    str, typer.Option(metavar="C", help="With INPUT: the key or column of the text.")
]
IdColumnOption = Annotated[
    str | None,
    typer.Option(
        metavar="C",
        help="With INPUT: the key or column of the id, which every record must have. Default: `id`,"
        " which may be missing.",
    ),
]
EngineOption = Annotated[
    str,
    typer.Option(help="With INPUT: `local`, or `datatrove` (needs the extra communique[scale])."),
]
ExecutorOption = Annotated[str, typer.Option(help="With --engine datatrove: local, slurm or ray.")]
ShardBytesOption = Annotated[
    int,
    typer.Option(metavar="N", help="With INPUT: the size of the text of one part, in bytes."),
]
TimeLimitOption = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help="With INPUT: the processor time for one document. A document that takes longer is"
        " quarantined.",
    ),
]
RepeatedLinesOption = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="With INPUT: remove a line that N or more pages of a website have."
    ),
]
GroupsOption = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="With INPUT: put documents that share N words in a row into one group, in DIR/groups."
        " 7 gives the groups of a corpus.",
    ),
]
PipelineOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With --engine datatrove: write the pipeline as a Python file that you can edit, and"
        " do not run it.",
    ),
]
