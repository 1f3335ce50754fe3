"""`communique annotate --status` and `--stop`: the servers and the progress of annotators."""

from typing import TYPE_CHECKING

from communique.commands._advice import advice
from communique.commands._shared import print_json, speaking_to_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.corpus import CorpusFolder
    from communique.label_studio.server.progress import Progress
    from communique.schema import Schema


def stop_servers(folder: "CorpusFolder", names: "Sequence[str]", *, as_json: bool) -> None:
    """Stop the servers of these annotators, and print which were running."""
    from communique.label_studio.server.session import close_session

    with speaking_to_server():
        report = {name: close_session(folder, name) for name in names}
    if as_json:
        print_json(report)
        return
    for name, ran in report.items():
        print(f"{name:16} {'stopped' if ran else 'was not running'}")


def show_progress(
    folder: "CorpusFolder", schema: "Schema", names: "Sequence[str]", *, as_json: bool
) -> None:
    """Print the progress of these annotators. Starts no server."""
    from communique.label_studio.server.progress import progress

    with speaking_to_server():
        rows = [row for name in names for row in progress(folder, schema, name)]
    if as_json:
        print_json([_plain(row) for row in rows])
        return
    for row in rows:
        if row.url is None:
            print(f"{row.annotator:16} no server runs")
        else:
            print(
                f"{row.annotator:16} {row.layer:12} pass {row.pass_}"
                f"  {row.done} of {row.tasks}  {row.next_url or f'{row.url}/data'}"
            )
    for name in names:
        _offer_check(name, [row for row in rows if row.annotator == name])


def _offer_check(name: str, rows: "Sequence[Progress]") -> None:
    """Name the check to an annotator who has submitted everything."""
    if rows and all(row.url and row.done == row.tasks for row in rows):
        print(advice(f"{name} is done: `communique annotate {name} --check` lists problems."))


def _plain(row: "Progress") -> dict[str, object]:
    return {
        "annotator": row.annotator,
        "url": row.url,
        "next_url": row.next_url,
        "layer": row.layer,
        "pass": row.pass_,
        "done": row.done,
        "tasks": row.tasks,
    }
