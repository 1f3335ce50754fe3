"""Open an annotator's Label Studio."""

import json as jsonlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder
    from communique.label_studio.answers import Answers
    from communique.label_studio.client import Client

EXECUTABLE = ".venv-label-studio/bin/label-studio"


def run(
    annotator: Annotated[str, typer.Argument(help="A pseudonym of the schema.")],
    corpus: CorpusOption = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Submit ANSWERS/<layer>/<doc_id>.json through the server."),
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Stop the annotator's own server.")] = False,
    json: JsonOption = False,
) -> None:
    """Start (or attach to) a Label Studio with one project per layer, and say where it is."""
    from communique.corpus.load import load_texts
    from communique.label_studio.work import open_project, submit_answers

    folder, schema = open_corpus(corpus)
    if schema.annotator(annotator) is None:
        raise Refusal(
            f"no annotator {annotator!r} in the schema", "Add the pseudonym to annotators."
        )
    if stop:
        stop_server(folder, annotator)
        return
    documents, _ = load_texts(folder)
    if not documents:
        raise Refusal("no cleaned documents", "Run `communique clean` first.")
    with speaking_to_server(), refusing():
        client, password = connect(folder, annotator)
        report: list[dict[str, object]] = []
        for layer in schema.layers:
            project = open_project(
                client,
                schema,
                layer,
                annotator,
                _guideline(folder, layer.guideline),
                list(documents.values()),
            )
            given = _answers(answers, layer.name) if answers else {}
            sent = submit_answers(client, schema, layer, project, documents, given)
            report.append(
                {
                    "layer": layer.name,
                    "url": project.url,
                    "imported": project.imported,
                    "submitted": sent,
                }
            )
    _show(client.account, password, report, as_json=json)


def _show(
    account: str, password: str | None, report: list[dict[str, object]], *, as_json: bool
) -> None:
    if as_json:
        print_json({"account": account, "projects": report})
        return
    for row in report:
        done = f"{row['imported']} new tasks, {row['submitted']} submitted"
        print(f"{row['layer']:12} {row['url']}  {done}")
    print(f"account {account}" + (f", password {password}" if password else ""))
    if password is None:
        print(
            "A shared server: separate projects keep annotators apart by habit, not by access "
            "control; everybody on it may open everything."
        )


def connect(folder: "CorpusFolder", annotator: str) -> "tuple[Client, str | None]":
    """The shared server that the environment names, else the annotator's own, started."""
    from communique.label_studio import client
    from communique.label_studio.server import migrated, start

    url, key = os.environ.get("LABEL_STUDIO_URL"), os.environ.get("LABEL_STUDIO_API_KEY")
    if url and key:
        return client.connect(url, key), None
    executable = _executable(folder)
    home = folder.root / ".label-studio"
    template = migrated(executable, home / "template")
    account = _account(home / annotator, annotator)
    server = start(
        executable,
        home / annotator,
        account["account"],
        account["password"],
        account["token"],
        template=template,
    )
    return client.connect(server.url, server.token), account["password"]


def stop_server(folder: "CorpusFolder", annotator: str) -> None:
    """Stop the annotator's own server, if it runs."""
    from communique.label_studio.server import stop

    print("stopped" if stop(folder.root / ".label-studio" / annotator) else "was not running")


def speaking_to_server() -> "Speaking":
    """Turn what the server or the answers have against us into a refusal."""
    return Speaking()


class Speaking:
    """Context in which Label Studio's refusals become ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        from pydantic import ValidationError

        from communique.label_studio.answers import AnswerError
        from communique.label_studio.client import LabelStudioError
        from communique.label_studio.server import ServerError

        if isinstance(error, LabelStudioError | ServerError | AnswerError | ValidationError):
            raise Refusal(str(error)) from None


def _executable(folder: "CorpusFolder") -> Path:
    named = os.environ.get("COMMUNIQUE_LABEL_STUDIO")
    path = Path(named) if named else folder.root / EXECUTABLE
    if not path.is_file():
        raise Refusal(f"no Label Studio at {path}", "Run scripts/setup --label-studio.")
    return path


def _account(home: Path, annotator: str) -> dict[str, str]:
    """The annotator's account, made once and kept readable by its owner alone."""
    path = home / "account.json"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = {
            "account": f"{annotator}@example.org",
            "password": secrets.token_urlsafe(12),
            "token": secrets.token_hex(20),
        }
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            jsonlib.dump(made, file)
    return jsonlib.loads(path.read_text())


def _guideline(folder: "CorpusFolder", name: str | None) -> str:
    path = folder.guidelines / (name or "")
    return path.read_text(encoding="utf-8") if name and path.is_file() else ""


def _answers(root: Path, layer: str) -> "dict[str, Answers]":
    from communique.label_studio.answers import Answers

    return {
        p.stem: Answers.model_validate_json(p.read_bytes())
        for p in sorted((root / layer).glob("*.json"))
    }
