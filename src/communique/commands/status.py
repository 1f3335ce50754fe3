"""`communique status`: show the state of the corpus."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from communique.workflow.status import Overview


def run(corpus: CorpusOption = None, json: JsonOption = False) -> None:
    """Show who has done what, open disagreements, the next steps and who should take them.

    The numbers are finished documents. Work of pilots and second passes is extra.
    """
    from communique.commands._site_link import show_site
    from communique.commands._status_screen import show_status
    from communique.workflow.status import overview_of

    opened = open_corpus(corpus)
    with refusing():
        overview = overview_of(opened)
    if json:
        print_json(_json(overview))
    else:
        show_status(overview)
        show_site(opened.folder.root, "index.html")


def _json(overview: "Overview") -> dict[str, Any]:
    data = asdict(overview)
    for row in (*data["coverage"], *data["notes"]):
        row["pass"] = row.pop("pass_")
    return data
