"""Put a release where others can load it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
    working,
)
from communique.commands.build import Flavour
from communique.util.plural import counted


def run(
    repository: Annotated[str, typer.Argument(help="OWNER/NAME on the hub.")],
    version: Annotated[str, typer.Argument(help="A version that was released.")],
    corpus: CorpusOption = None,
    flavour: Annotated[
        Flavour, typer.Option(help="The full one needs --i-have-the-rights.")
    ] = Flavour.standoff,
    rights: Annotated[
        bool, typer.Option("--i-have-the-rights", help="The texts may be given away.")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Everybody may see a new repository.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent, send nothing.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Publish VERSION as one commit and a tag; private and without texts unless told otherwise.

    The token is that of the hub's own log-in or environment.
    """
    from communique.dataset.hub import HubError, publish
    from communique.dataset.read import NotADatasetError

    folder = open_corpus(corpus).folder
    if flavour is Flavour.full and not rights:
        raise Refusal(
            "the full flavour holds the texts of others",
            "Publish the standoff flavour, or say --i-have-the-rights.",
        )
    place: Path = folder.root / "dist" / "releases" / version / flavour.value
    if not place.is_dir():
        raise Refusal(f"no {place}", f"Run `communique release {version}` first.")
    try:
        with refusing(), working(f"publishing {version}"):
            done = publish(place, repository, private=not public, dry_run=dry_run)
    except (HubError, NotADatasetError) as error:
        raise Refusal(str(error), "Nothing was lost. Fix this and run it again.") from None
    if json:
        print_json(asdict(done))
        return
    what = "would send" if dry_run else "sent"
    print(
        f"{done.repository} {done.tag} ({done.flavour}, {'private' if done.private else 'public'})"
    )
    print(f"{what} {counted(len(done.put), 'file')}, removed {len(done.delete)}")
