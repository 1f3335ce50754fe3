"""`communique annotate NAME --check` and `--disagreements`: an annotator's own work."""

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from communique.commands._server_start import starting
from communique.commands._shared import Refusal, print_json, speaking_to_server, working
from communique.util.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from communique.schema import Annotator
    from communique.workflow.own_disagreements import OwnDisagreement
    from communique.workflow.own_problems import OwnProblem
    from communique.workspace import Corpus


def show_own_problems(corpus: "Corpus", annotator: "Annotator", *, as_json: bool) -> None:
    """Print the problems in what the annotator has on the server. It is started if needed.

    Exits with 1 if there is an error in submitted work. Drafts are not finished, so they do not
    count.
    """
    from communique.label_studio.server.session import open_session
    from communique.workflow.own_problems import own_problems

    corpus.require_sound("documents")
    with speaking_to_server():
        with starting(corpus.folder, annotator.id):
            session = open_session(corpus.folder, annotator.id)
        with closing(session.client), working("reading your answers"):
            found = own_problems(corpus, annotator, session)
    if as_json:
        print_json([_plain(problem) for problem in found])
    else:
        _show_problems(found)
    has_errors = any(p.level == "error" and not p.is_draft for p in found)
    raise typer.Exit(1 if has_errors else 0)


def _plain(problem: "OwnProblem") -> dict[str, object]:
    names = {"pass_": "pass", "is_draft": "draft"}
    return {names.get(key, key): value for key, value in asdict(problem).items()}


def _show_problems(found: "Sequence[OwnProblem]") -> None:
    drafts = [p for p in found if p.is_draft]
    submitted = [p for p in found if not p.is_draft]
    _list(submitted)
    errors = sum(p.level == "error" for p in submitted)
    warnings = counted(len(submitted) - errors, "warning")
    print(f"submitted answers: {counted(errors, 'error')}, {warnings}")
    if drafts:
        print("\nDrafts, not submitted yet:")
        _list(drafts)


def _list(found: "Sequence[OwnProblem]") -> None:
    shown = ""
    for p in found:
        if p.url and p.url != shown:
            print(f"{p.layer}, document {p.document}: {p.url}")
            shown = p.url
        print(f"  {p.level}: {p.message}")


def show_own_disagreements(corpus: "Corpus", annotator: "Annotator", *, as_json: bool) -> None:
    """Print where adjudicated decisions differ from the annotator's votes. Needs no server."""
    from communique.workflow.own_disagreements import own_disagreements

    if annotator.role != "annotator":
        raise Refusal(
            f"{annotator.id} has the role {annotator.role}, so no decision rests on this work",
            "Name an annotator with the role annotator.",
        )
    found = own_disagreements(corpus, annotator)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    verb = "differs" if len(found) == 1 else "differ"
    print(f"{counted(len(found), 'decision')} {verb} from your votes")
    for one in found:
        print(f"{one.layer} {one.document} {_sentence(one)}")


def _sentence(one: "OwnDisagreement") -> str:
    """For example `'Rome' in paragraph 2: you: place; decision: person (majority)`."""
    from communique.workflow.quoted_place import shortened

    own = "nothing marked" if one.own is None else _answer(one.own, one.own_values)
    decided = "nothing there" if one.decided is None else _answer(one.decided, one.decided_values)
    if one.own is not None and one.decided is not None and "span" in one.differs:
        decided += f" on {shortened(one.decided_words or '')!r}"
    why = ", ".join(filter(None, (one.decision, f"reason {one.reason}" if one.reason else "")))
    return f"{one.where}: you: {own}; decision: {decided} ({why})"


def _answer(label: str, values: "Mapping[str, str | list[str]]") -> str:
    """The label and the attributes that differ, for example `favor, target quad`."""
    joined = ((k, v if isinstance(v, str) else " + ".join(v)) for k, v in values.items())
    return ", ".join([label, *(f"{k} {v or 'none'}" for k, v in joined)])
