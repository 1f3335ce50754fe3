"""Join the new file of one annotator with the stored one, and say how two files differ."""

import json
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder
from communique.label_studio.conflict.differences import Difference
from communique.label_studio.conflict.exports import compare_exports, content
from communique.label_studio.intake.pull_log import read_pull_log
from communique.label_studio.intake.split import Part, document_of, split_by_annotator, written
from communique.label_studio.pseudonyms import people
from communique.label_studio.reading.export_stream import UnreadableExportError, tasks
from communique.util.json_values import as_object

_SHOWN: Final = 3  # differences of a document in a message


def join_stored(folder: CorpusFolder, target: Path, part: Part, path: Path) -> tuple[Part, int]:
    """Join a part with the documents that only the stored file has. Tasks are sorted by document.

    Returns the joined part, which is at `path`, and the number of tasks of the stored file in it.
    If there are none, or if the stored file cannot be read, the part is returned unchanged.
    Raises UnreadableLogError, OSError.
    """
    try:
        stored = _documents(target) if target.is_file() else {}
    except UnreadableExportError:
        return part, 0  # `store_export` reports it
    new = _documents(part.path)
    kept = [(key, index) for key in stored.keys() - new.keys() for index in stored[key]]
    if not kept:
        return part, 0
    places = [(key, 0, index) for key, indices in new.items() for index in indices]
    places += [(key, 1, index) for key, index in kept]
    drafts = _drafts(folder, target, part, brings_more=not new.keys() <= stored.keys())
    former = _with_pseudonym(target, part.annotator, path.parent / "stored")
    joined = Part(part.annotator, path, drafts=drafts)
    return written([part, former], places, joined), len(kept)


def _with_pseudonym(target: Path, annotator: str, folder: Path) -> Part:
    """The stored file, which names its only author by the pseudonym.

    A file that was not imported may name its author by another id.
    """
    authors = people(tasks(target), {}).authors
    if len(authors) != 1 or annotator in authors:
        return Part(annotator, target)
    accounts = {str(author): annotator for author in authors}
    (former,) = split_by_annotator(target, accounts, folder, owner=annotator)
    return former


def _documents(path: Path) -> dict[str, list[int]]:
    """The numbers of the tasks of each document; by content for tasks without a document."""
    found: dict[str, list[int]] = {}
    for index, value in enumerate(tasks(path)):
        document = document_of(value)
        key = f" {content(as_object(value) or {})}" if document is None else document
        found.setdefault(key, []).append(index)
    return found


def _drafts(folder: CorpusFolder, target: Path, part: Part, *, brings_more: bool) -> int:
    """The number of drafts left out of a joined file. A batch that comes again counts once."""
    entry = as_object(read_pull_log(folder).get(folder.relative(target))) or {}
    former = entry.get("drafts_left_out")
    former = former if type(former) is int else 0
    return former + part.drafts if brings_more else max(former, part.drafts)


def difference(pair: tuple[Part, Part], document: str, layer: str, pass_: int) -> str:
    """How the work on a document differs between two parts, in a few words."""
    first, second = (_task(part, document) for part in pair)
    found = compare_exports(first, second, layer, pair[0].annotator, pass_)
    sides = {"only the first file": found.only_ours, "only the second file": found.only_theirs}
    listed = [f"{side} has {_named(d)}" for side, ds in sides.items() for d in ds]
    listed += [f"different: {_named(d)}" for d in found.both]
    more = [f"and {len(listed) - _SHOWN} more"] if len(listed) > _SHOWN else []
    return "; ".join(listed[:_SHOWN] + more) or "something other than labels"


def _named(found: Difference) -> str:
    return found.what or found.id or "another value"


def _task(part: Part, document: str) -> bytes:
    found = (task for task in tasks(part.path) if document_of(task) == document)
    return json.dumps([next(found, None)]).encode()
