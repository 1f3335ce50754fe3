"""`communique restore`: put the texts back into a standoff dataset."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing, working
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.dataset.proof import Restored


def run(
    standoff: Annotated[Path, typer.Argument(help="The folder of a dataset without texts.")],
    text_dir: Annotated[
        Path, typer.Option("--text-dir", help="The folder with the source files, under any names.")
    ],
    out: Annotated[Path, typer.Option(help="The folder for the full dataset.")],
    json: JsonOption = False,
) -> None:
    """Make the full dataset from a standoff dataset and the source files.

    Every file is verified byte for byte. If another version of pyarrow wrote the release, the
    tables are verified by the hashes of their content.
    """
    from communique.commands.build import put
    from communique.dataset.proof import RestoreError
    from communique.dataset.read import NotADatasetError
    from communique.dataset.restore import restore

    try:
        with refusing(), working("Restoring"):
            raws = {str(p): p.read_bytes() for p in sorted(text_dir.rglob("*")) if p.is_file()}
            restored = restore(standoff, raws)
            put(out.resolve(), restored.files)
    except (RestoreError, NotADatasetError) as error:
        fix = "Give a standoff dataset, and the unchanged source files from which it was made."
        raise Refusal(str(error), fix) from None
    _show(out, restored, as_json=json)


def _show(out: Path, restored: "Restored", *, as_json: bool) -> None:
    other, n = restored.other_writer, len(restored.files)
    count = counted(n, "file")
    if as_json:
        writers = None if other is None else {"release": other.release, "here": other.here}
        print_json({"out": str(out), "files": n, "other_writer": writers})
    elif other is None:
        print(f"{count} in {out}, verified byte for byte")
    else:
        print(
            f"{count} in {out}. {other.release} wrote the tables of the release, and {other.here}"
            " wrote these. They were therefore verified by content hash, not byte for byte."
        )
