"""`communique publish`: upload a release to a hub."""

import sys
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
    version: Annotated[str, typer.Argument(help="A released version, for example 1.0.0.")],
    corpus: CorpusOption = None,
    flavour: Annotated[
        Flavour, typer.Option(help="full, with the texts, needs --i-have-the-rights.")
    ] = Flavour.standoff,
    rights: Annotated[
        bool, typer.Option("--i-have-the-rights", help="Confirm that you may publish the texts.")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Make a new repository public. Default: private.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be uploaded. Upload nothing.")
    ] = False,
    older: Annotated[
        bool, typer.Option("--older", help="Publish although the hub has a newer version.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Upload VERSION to a hub as one commit and a tag.

    By default, the upload is private and has no texts. The token comes from the log-in of the hub's
    own tool or from its environment variable.
    """
    from communique.dataset.hub import HubError, OlderVersionError, publish
    from communique.dataset.read import NotADatasetError

    folder = open_corpus(corpus).folder
    if flavour is Flavour.full and not rights:
        raise Refusal(
            "the full flavour contains texts that belong to others",
            "Publish the standoff flavour. If you may publish the texts, add --i-have-the-rights.",
        )
    release: Path = folder.root / "dist" / "releases" / version / flavour.value
    if not release.is_dir():
        raise Refusal(f"there is no folder {release}", f"Run `communique release {version}` first.")
    try:
        with refusing(), working(f"Publishing {version}"):
            published = publish(
                release, repository, private=not public, dry_run=dry_run, older=older
            )
    except OlderVersionError as error:
        raise Refusal(
            str(error),
            "Leave it out, or add --older. Readers of a tag get their version in either case.",
        ) from None
    except (HubError, NotADatasetError) as error:
        raise Refusal(
            str(error), "Nothing was lost. Fix this, then run the command again."
        ) from None
    if published.newer:
        verb = "would get" if dry_run else "has"
        print(
            f"Warning: {repository} has version {published.newer}, and its branch main {verb} the"
            f" older data of {version}.",
            file=sys.stderr,
        )
    if json:
        print_json(asdict(published))
        return
    visibility = "private" if published.private else "public"
    print(f"{published.repository} {published.tag} ({published.flavour}, {visibility})")
    sent, removed = counted(len(published.put), "file"), counted(len(published.delete), "file")
    if not published.hub_asked:
        print(f"would upload {sent}; the hub was not reached, so its own files are not known")
    elif dry_run:
        print(f"would upload {sent} and remove {removed}")
    else:
        print(f"uploaded {sent} and removed {removed}")
