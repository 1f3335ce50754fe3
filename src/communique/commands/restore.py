"""Put the texts back into a standoff dataset."""

from pathlib import Path
from typing import Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing, working


def run(
    standoff: Annotated[Path, typer.Argument(help="A dataset without texts.")],
    text_dir: Annotated[
        Path, typer.Option("--text-dir", help="Where the source files are, under any names.")
    ],
    out: Annotated[Path, typer.Option(help="Where the full dataset goes.")],
    json: JsonOption = False,
) -> None:
    """Make the full dataset of STANDOFF and the source files, proved byte for byte."""
    from communique.commands.build import put
    from communique.dataset.read import NotADatasetError
    from communique.dataset.restore import RestoreError, restore

    try:
        with refusing(), working("restoring"):
            raws = {str(p): p.read_bytes() for p in sorted(text_dir.rglob("*")) if p.is_file()}
            files = restore(standoff, raws)
            put(out.resolve(), files)
    except (RestoreError, NotADatasetError) as error:
        fix = "Restore needs the very files that the dataset was made of."
        raise Refusal(str(error), fix) from None
    if json:
        print_json({"out": str(out), "files": len(files)})
    else:
        print(f"{len(files)} files in {out}, each as the full dataset has it")
