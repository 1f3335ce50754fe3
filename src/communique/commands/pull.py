"""Fetch an annotator's work."""

import json as jsonlib
from typing import Annotated

import typer

from communique.commands.annotate import connect, speaking_to_server
from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)


def run(
    annotator: Annotated[str, typer.Argument(help="A pseudonym of the schema.")],
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Snapshot the annotator's projects into annotations/, users replaced by pseudonyms."""
    from communique.corpus import write_json
    from communique.json_values import parse_object
    from communique.label_studio.pseudonyms import pseudonymise
    from communique.label_studio.work import project_title
    from communique.text import sha256_bytes

    folder, schema = open_corpus(corpus)
    if schema.annotator(annotator) is None:
        raise Refusal(
            f"no annotator {annotator!r} in the schema", "Add the pseudonym to annotators."
        )
    log_path = folder.annotations / "pull.json"
    report: dict[str, dict[str, object]] = {}
    with speaking_to_server(), refusing():
        client, _ = connect(folder, annotator)
        for layer in schema.layers:
            project_id = client.find_project(project_title(schema, layer, annotator))
            if project_id is None:
                continue
            snapshot = client.snapshot(project_id)
            pulled = pseudonymise(jsonlib.loads(snapshot), {client.account: annotator})
            path = folder.annotations / layer.name / f"{annotator}.json"
            write_json(path, pulled.tasks)
            report[folder.relative(path)] = {
                "sha256": sha256_bytes(path.read_bytes()),
                "tasks": len(pulled.tasks),
                "annotations": pulled.annotations,
                "drafts_left_out": pulled.drafts,
            }
        log = parse_object(log_path.read_bytes()) if log_path.exists() else {}
        write_json(log_path, dict(sorted({**log, **report}.items())))
    if not report:
        raise Refusal(f"no project of {annotator}", f"Run `communique annotate {annotator}` first.")
    if json:
        print_json(report)
        return
    for file, row in report.items():
        print(
            f"{file}  {row['annotations']} annotations of {row['tasks']} tasks, "
            f"{row['drafts_left_out']} drafts left out"
        )
