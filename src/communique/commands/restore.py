"""Put the texts back into a standoff dataset."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing, working
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.dataset.proof import Restored


def run(
    standoff: Annotated[Path, typer.Argument(help="A dataset without texts.")],
    text_dir: Annotated[
        Path, typer.Option("--text-dir", help="Where the source files are, under any names.")
    ],
    out: Annotated[Path, typer.Option(help="Where the full dataset goes.")],
    json: JsonOption = False,
) -> None:
    """Make the full dataset of STANDOFF and the source files, proved byte for byte.

    Under another pyarrow than the release's, tables are proved by their content hashes.
    """
    from communique.commands.build import put
    from communique.dataset.proof import RestoreError
    from communique.dataset.read import NotADatasetError
    from communique.dataset.restore import restore

    try:
        with refusing(), working("restoring"):
            raws = {str(p): p.read_bytes() for p in sorted(text_dir.rglob("*")) if p.is_file()}
            restored = restore(standoff, raws)
            put(out.resolve(), restored.files)
    except (RestoreError, NotADatasetError) as error:
        fix = "Restore needs the very files that the dataset was made of."
        raise Refusal(str(error), fix) from None
    _show(out, restored, as_json=json)


def _show(out: Path, restored: "Restored", *, as_json: bool) -> None:
    n, other = len(restored.files), restored.other_writer
    if as_json:
        told = None if other is None else {"release": other.release, "here": other.here}
        print_json({"out": str(out), "files": n, "other_writer": told})
    elif other is None:
        print(f"{counted(n, 'file')} in {out}, as the full dataset has {'them' if n > 1 else 'it'}")
    else:
        print(
            f"{counted(n, 'file')} in {out}; {other.release} wrote the tables of the release and"
            f" {other.here} wrote these, so they were proved by content hash, not byte for byte"
        )
