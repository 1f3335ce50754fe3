"""Take in exports that somebody else made."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    refusing,
)
from communique.commands.taking import (
    AcceptOption,
    AccountsOption,
    parse_accounts,
    settle,
    target_of,
)

if TYPE_CHECKING:
    from communique.label_studio.arrival import Arrival
    from communique.label_studio.intake import Taken
    from communique.schema import Schema


def run(
    files: Annotated[list[Path], typer.Argument(help="Raw JSON exports or snapshots.")],
    annotator: AccountsOption = None,
    layer: Annotated[
        str | None, typer.Option(help="The layer (default: the one whose controls it names).")
    ] = None,
    pass_: Annotated[int, typer.Option("--pass", min=1, max=9, help="Which pass it is.")] = 1,
    corpus: CorpusOption = None,
    accept_losses: AcceptOption = False,
    json: JsonOption = False,
) -> None:
    """Bring raw exports into annotations/, one file an annotator, accounts made pseudonyms."""
    from communique.label_studio.arrival import arrive

    folder, schema = open_corpus(corpus)
    accounts = parse_accounts(schema, annotator or []) | {a.id: a.id for a in schema.annotators}
    arrivals: list[Arrival] = []
    with refusing(), tempfile.TemporaryDirectory(dir=folder.own_folder()) as beside:
        parts = [
            _take(path, schema, accounts, layer, Path(beside) / str(i))
            for i, path in enumerate(files)
        ]
        _refuse_collisions(parts)
        for name, taken in parts:
            for part in taken:
                target = target_of(folder, known(schema, part.annotator), name, pass_)
                arrivals.append(arrive(folder, target, part, accept_losses=accept_losses))
    settle(folder, schema, arrivals, as_json=json)


def _take(
    path: Path, schema: "Schema", accounts: dict[str, str], layer: str | None, beside: Path
) -> "tuple[str, list[Taken]]":
    from communique.label_studio.export import UnreadableExportError
    from communique.label_studio.formats import refuse_lossy
    from communique.label_studio.intake import UnknownAccountError, take
    from communique.label_studio.reader import guess_layer

    try:
        refuse_lossy(path)
        found = guess_layer(path, schema) if layer is None else None
        name = layer or (found.name if found else None)
        if name not in [x.name for x in schema.layers]:
            raise Refusal(f"{path}: which layer is it?", "Name one of the schema: --layer NAME.")
        beside.mkdir()
        return name, take(path, accounts, beside)
    except UnreadableExportError as error:
        raise Refusal(f"{path}: {error}", "Export as JSON from Label Studio.") from None
    except UnknownAccountError as error:
        raise Refusal(f"{path}: {error}", "Say who it is: --annotator ACCOUNT=PSEUDONYM.") from None


def _refuse_collisions(parts: "list[tuple[str, list[Taken]]]") -> None:
    names = [(layer, part.annotator) for layer, taken in parts for part in taken]
    if not names:
        raise Refusal("no annotation by anybody", "There is nothing to take in.")
    for layer, name in names:
        if names.count((layer, name)) > 1:
            raise Refusal(
                f"two files hold work of {name} on {layer}", "Take them in as separate passes."
            )
