"""`communique restore`: put the texts back into a standoff dataset."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import JsonOption, Refusal, print_json, refusing, working
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.dataset.proof import Restored

_USABLE = (
    "Nothing was written. Give these sources with --text-dir. If they cannot be had, the standoff"
    " dataset is usable as it is: labels, offsets, votes, titles, bylines and hashes are complete."
    " Only texts, contexts, tokens and notes are null."
)


def run(
    standoff: Annotated[Path, typer.Argument(help="The folder of a dataset without texts.")],
    text_dir: Annotated[
        list[Path],
        typer.Option(
            "--text-dir",
            help="A folder or an archive (zip, tar, tar.gz, WARC) with the source files or their"
            " HTML originals, under any names. Repeat it for several.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="The folder for the full dataset.")],
    json: JsonOption = False,
) -> None:
    """Make the full dataset from a standoff dataset and the source files.

    If a source was extracted from an HTML file or a web archive, the original is enough: its text
    is extracted again, which needs the extra `html`.

    Every file is verified byte for byte. If another version of pyarrow wrote the release, the
    tables are verified by the hashes of their content.
    """
    from communique.commands.build import put
    from communique.dataset.copies import Copies
    from communique.dataset.proof import RestoreError
    from communique.dataset.read import NotADatasetError
    from communique.dataset.restore import SourcesMissingError, restore

    copies = Copies(text_dir)
    try:
        with refusing(), working("Restoring"):
            _require_present(text_dir)
            restored = restore(standoff, copies)
            put(out.resolve(), restored.files)
    except SourcesMissingError as error:
        _print_notes(copies.notes)
        raise Refusal(str(error), _USABLE) from None
    except (RestoreError, NotADatasetError) as error:
        fix = "Give a standoff dataset, and the unchanged source files from which it was made."
        raise Refusal(str(error), fix) from None
    _print_notes([*copies.notes, *restored.notes])
    _show(out, restored, as_json=json)


def _require_present(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise Refusal(f"{path} does not exist", "Give the folder or archive with the sources.")


def _print_notes(notes: Iterable[str]) -> None:
    for note in notes:
        print(note, file=sys.stderr)


def _show(out: Path, restored: "Restored", *, as_json: bool) -> None:
    other, n = restored.other_writer, len(restored.files)
    count = counted(n, "file")
    if as_json:
        writers = None if other is None else {"release": other.release, "here": other.here}
        notes = list(restored.notes)
        print_json({"out": str(out), "files": n, "other_writer": writers, "notes": notes})
    elif other is None:
        print(f"{count} in {out}, verified byte for byte")
    else:
        print(
            f"{count} in {out}. {other.release} wrote the tables of the release, and {other.here}"
            " wrote these. They were therefore verified by content hash, not byte for byte."
        )
