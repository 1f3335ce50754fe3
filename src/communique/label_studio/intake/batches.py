"""Join the new file of one annotator with the stored one, and say how two files differ."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder
from communique.label_studio.conflict.differences import Difference
from communique.label_studio.conflict.exports import compare_exports
from communique.label_studio.intake.pull_log import read_pull_log
from communique.label_studio.intake.split import Part, document_of, split_by_annotator, written
from communique.label_studio.intake.store import FileContent, file_content
from communique.label_studio.reading.export_stream import UnreadableExportError, tasks
from communique.util.json_values import as_object

_SHOWN: Final = 3  # differences of a document in a message


@dataclass(frozen=True, slots=True)
class Joined:
    """A part with what only the stored file has: `stored` tasks. `before` is the stored file."""

    part: Part
    stored: int = 0
    before: FileContent | None = None


def join_stored(folder: CorpusFolder, target: Path, part: Part, path: Path) -> Joined:
    """Join a part with the documents that only the stored file has. Tasks are sorted by document.

    The joined part is at `path`. The part is unchanged if the stored file has nothing else, or
    cannot be read. Raises UnreadableLogError, OSError.
    """
    try:
        before = file_content(target)
    except UnreadableExportError:
        return Joined(part)  # `store_export` reports it
    stored, new = before.documents, file_content(part.path).documents
    kept = [(key, 1, n) for key in stored.keys() - new.keys() for n in stored[key].tasks]
    if not kept:
        return Joined(part, before=before)
    places = [(key, 0, n) for key, seen in new.items() for n in seen.tasks]
    former = _with_pseudonym(target, part.annotator, before.authors, path.parent / "stored")
    drafts = _drafts(folder, target, part, brings_more=not new.keys() <= stored.keys())
    joined = Part(part.annotator, path, drafts=drafts)
    return Joined(written([part, former], places + kept, joined), len(kept), before)


def _with_pseudonym(
    target: Path, annotator: str, authors: frozenset[str | int], folder: Path
) -> Part:
    """The stored file, which names its only author by the pseudonym.

    A file that was not imported may name its author by another id.
    """
    if len(authors) != 1 or annotator in authors:
        return Part(annotator, target)
    accounts = {str(author): annotator for author in authors}
    (former,) = split_by_annotator(target, accounts, folder, owner=annotator)
    return former


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
