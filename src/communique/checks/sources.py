"""Raw files are the ones recorded, and readable."""

from collections.abc import Iterator

from communique.catalogue import problem
from communique.checks.state import State
from communique.corpus import Source
from communique.problems import Problem
from communique.text import UndecodableError, decode, sha256_bytes


def sources_sound(state: State) -> Iterator[Problem]:
    """`raw-missing raw-changed raw-unreadable raw-unlisted`. Without a raw folder: silent."""
    if state.sources is None or not state.folder.raw.is_dir():
        return
    for source in state.active:
        yield from _source(state, source)
    listed = {state.folder.raw / s.file for s in state.sources}
    for path in sorted(p for p in state.folder.raw.rglob("*") if p.is_file()):
        if path not in listed and not path.name.startswith("."):
            yield problem("raw-unlisted", file=state.folder.relative(path))


def _source(state: State, source: Source) -> Iterator[Problem]:
    path = state.folder.raw / source.file
    where = {"document": source.doc_id, "file": state.folder.relative(path)}
    if not path.is_file() or not state.folder.holds(path):
        yield problem("raw-missing", **where)
        return
    data = path.read_bytes()
    if sha256_bytes(data) != source.sha256:
        yield problem("raw-changed", f"sha256 is {sha256_bytes(data)}", **where)
    try:
        decode(data)
    except UndecodableError as error:
        yield problem("raw-unreadable", error.reason, at=f"byte {error.byte}", **where)
