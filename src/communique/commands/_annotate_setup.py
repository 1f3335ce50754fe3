"""`communique annotate --install` and `--add`: what comes before the first annotation."""

import os
import sys
from typing import TYPE_CHECKING

from communique.commands._advice import advice
from communique.commands._shared import (
    Refusal,
    print_json,
    refusing,
    speaking_to_server,
)

if TYPE_CHECKING:
    from communique.workspace import Corpus


def install_server(*, as_json: bool) -> None:
    """Install the server, with its sizes before and its progress meanwhile.

    Refuses before the download if the client is missing, which the server cannot be used without.
    """
    from communique.label_studio.server.client import require_sdk
    from communique.label_studio.server.install import (
        DOWNLOAD,
        NAMED_BY,
        ON_DISK,
        install,
        installation,
    )
    from communique.util.reporting import reporting

    with speaking_to_server():
        require_sdk()
        wanted = installation()
        if not wanted.is_complete:
            _say(f"Label Studio: download {DOWNLOAD}, {ON_DISK} on disk, in {wanted.folder}")
        with reporting() as report:
            made = install(wanted, report)
    _say(f"Label Studio is installed{'' if made else ' already'}: {wanted.executable}")
    for folder in wanted.others():
        _say(f"an older installation can be deleted: {folder}")
    if named := os.environ.get(NAMED_BY):
        _say(f"{NAMED_BY} names another server, which is used instead: {named}")
    if as_json:
        print_json({"executable": str(wanted.executable), "installed_now": made})


def _say(line: str) -> None:
    """On stderr: stdout is the result's."""
    print(line, file=sys.stderr, flush=True)


def add_to_schema(corpus: "Corpus", name: str, type_: str, role: str, *, as_json: bool) -> None:
    """Add an annotator to the schema, and print the next steps."""
    from communique.workflow.annotators import AnnotatorError, add_annotator

    try:
        with refusing():
            add_annotator(corpus.folder, corpus.schema, name, type_, role)
    except AnnotatorError as error:
        raise Refusal(str(error), error.fix) from None
    if as_json:
        print_json({"id": name, "type": type_, "role": role})
        return
    print(f"added {name} ({type_}, {role}) to {corpus.folder.schema}")
    print(advice(f"Next: `communique render`, then `communique annotate {name}`."))
