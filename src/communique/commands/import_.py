"""`communique import`: store exports that somebody else made, or annotations of another tool."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._foreign import Bringing, foreign_format, print_proposal
from communique.commands._foreign_options import (
    LABEL_STUDIO,
    AnnotatorOption,
    FormatOption,
    LicenceOption,
    MapOption,
    ProposeOption,
)
from communique.commands._intake import (
    AcceptOption,
    AccountsOption,
    contradictions_of,
    parse_accounts,
    report,
    target_of,
)
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    refusing,
)

if TYPE_CHECKING:
    from communique.commands._placing import Given
    from communique.label_studio.intake.split import Part
    from communique.label_studio.intake.store import StoredExport
    from communique.schema import Schema


NAMED = 10  # documents that a refusal names


@dataclass(frozen=True, slots=True)
class Batch:
    """The work of one annotator on one layer in one input file."""

    source: Path
    layer: str
    part: "Part"


def run(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="JSON exports or snapshots from Label Studio. With --format, files or folders of"
            " another tool."
        ),
    ],
    account: AccountsOption = None,
    annotator: AnnotatorOption = None,
    format_: FormatOption = LABEL_STUDIO,
    map_: MapOption = None,
    propose_map: ProposeOption = False,
    licence: LicenceOption = None,
    layer: Annotated[
        str | None,
        typer.Option(help="The layer. Default: the layer that the tasks name, or that they fit."),
    ] = None,
    pass_: Annotated[int, typer.Option("--pass", min=1, max=9, help="The number of the pass.")] = 1,
    id_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="The key of `data` with the document: its id, or the name of its source file.",
        ),
    ] = None,
    text_key: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="The key of `data` with the text. Default: `text`."),
    ] = None,
    offset_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="The key of `data` with the place where a part of a document begins.",
        ),
    ] = None,
    allow_missing_parts: Annotated[
        bool,
        typer.Option(
            "--allow-missing-parts",
            help="Store a document of which some parts have no finished task.",
        ),
    ] = False,
    corpus: CorpusOption = None,
    accept_losses: AcceptOption = False,
    json: JsonOption = False,
) -> None:
    """Store exports in annotations/, one file for each annotator, layer and pass.

    Accounts are replaced by pseudonyms. Files of one annotator with different documents are joined,
    also with what is stored already. A document that comes again replaces the stored one.

    Tasks that another tool made are found by their text. If they have the raw text, their regions
    are moved to the cleaned text. Tasks with parts of one document become one task.

    With --format, files of another tool are brought in: their labels become ours by a map, and
    their texts are compared in the same way.
    """
    from communique.commands._placing import Placing
    from communique.label_studio.intake.batches import Joined, join_stored
    from communique.label_studio.intake.place_tasks import TaskKeys
    from communique.label_studio.intake.store import store_export

    opened = open_corpus(corpus)
    opened.require_sound("documents")  # what arrives is compared with them
    folder, schema = opened.folder, opened.schema
    names = [name for name in annotator or [] if "=" not in name]
    pairs = (account or []) + [name for name in annotator or [] if "=" in name]
    foreign = foreign_format(format_, map_, propose_map, licence, names)
    if foreign and offset_key:
        raise Refusal(
            "--offset-key is for exports of Label Studio",
            "Leave it out: the parts of a document are found by their text.",
        )
    if foreign and propose_map:
        with refusing():
            print_proposal(opened, foreign, files, (id_key, text_key), as_json=json)
        return
    accounts = parse_accounts(schema, pairs) | {a.id: a.id for a in schema.annotators}
    arrivals: list[StoredExport] = []
    with refusing(), tempfile.TemporaryDirectory(dir=folder.state_dir()) as temporary:
        beside = Path(temporary)
        given: Placing | Bringing
        if foreign is not None:
            given = Bringing(opened, foreign, accounts, names, map_, licence, allow_missing_parts)
            exports = given.exports(files, (id_key, text_key), beside / ".brought", layer)
        else:
            keys = TaskKeys(id_key, text_key, offset_key)
            given = Placing(opened, keys, accounts, allow_missing_parts, beside / ".placed")
            exports = given.exports([(path, _layer_of(path, schema, layer)) for path in files])
        if not given.is_complete and not accept_losses:
            report(
                opened,
                [],
                as_json=json,
                more=given.problems,
                notes=given.notes,
                losses=given.losses,
            )
        batches = [
            batch
            for n, export in enumerate(exports)
            for batch in _split(export, accounts, beside / f".{n}" / export.layer)
        ]
        for (name, pseudonym), work in _by_annotator(batches).items():
            place = beside / name
            part = _joined(work, place / f"{pseudonym}.json", pass_, first_holds=accept_losses)
            target = target_of(folder, known(schema, pseudonym), name, pass_)
            joined = Joined(part)
            if not accept_losses:
                joined = join_stored(folder, target, part, place / f"{pseudonym}.stored.json")
            arrival = store_export(
                folder,
                target,
                joined.part,
                accept_losses=accept_losses,
                before=joined.before,
                refused_for=contradictions_of(
                    opened, known(schema, pseudonym), joined.part, target
                ),
                provenance=given.provenance,
            )
            arrivals.append(replace(arrival, stored_before=joined.stored))
    report(
        opened,
        arrivals,
        as_json=json,
        more=given.problems,
        notes=given.notes,
        losses=given.losses,
    )


def _split(batch: "Given", accounts: dict[str, str], beside: Path) -> "list[Batch]":
    from communique.label_studio.intake.split import UnknownAccountError, split_by_annotator
    from communique.label_studio.reading.export_stream import UnreadableExportError

    try:
        parts = split_by_annotator(batch.export, accounts, beside)
    except UnreadableExportError as error:
        raise Refusal(
            f"{batch.source}: {error}",
            error.fix or "Export the project from Label Studio in the format JSON.",
        ) from None
    except UnknownAccountError as error:
        raise Refusal(f"{batch.source}: {error}", error.fix) from None
    return [Batch(batch.source, batch.layer, part) for part in parts]


def _layer_of(path: Path, schema: "Schema", named: str | None) -> str:
    """The layer of an export. Raises Refusal."""
    from communique.label_studio.intake.export_layer import LayerError, export_layer
    from communique.label_studio.reading.export_stream import UnreadableExportError, open_export
    from communique.label_studio.reading.formats import refuse_other_formats

    try:
        with open_export(path) as export:
            refuse_other_formats(export)
            return export_layer(export, schema, named)
    except LayerError as error:
        raise Refusal(f"{path}: {error}", error.fix) from None
    except UnreadableExportError as error:
        raise Refusal(
            f"{path}: {error}",
            error.fix or "Export the project from Label Studio in the format JSON.",
        ) from None


def _by_annotator(batches: list[Batch]) -> dict[tuple[str, str], list[Batch]]:
    """Group batches by layer and annotator, in input order. Raises Refusal if there are none."""
    groups: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        groups.setdefault((batch.layer, batch.part.annotator), []).append(batch)
    if not groups:
        raise Refusal(
            "the files hold no annotations", "Export a project with submitted annotations."
        )
    return groups


def _joined(batches: list[Batch], path: Path, pass_: int, *, first_holds: bool) -> "Part":
    """Join the batches of one annotator.

    Raises Refusal if two files hold different answers to one document.
    """
    from communique.label_studio.intake.split import DifferentAnswersError, join

    if len(batches) == 1:
        return batches[0].part
    try:
        return join([b.part for b in batches], path, first_holds=first_holds)
    except DifferentAnswersError as error:
        documents = list(error.documents.items())
        named = [_differing(batches, document, pair, pass_) for document, pair in documents[:NAMED]]
        if len(documents) > NAMED:
            named.append(f"and {len(documents) - NAMED} more")
        raise Refusal(
            f"two files hold different work of {batches[0].part.annotator} on {batches[0].layer}:"
            f" {'; '.join(named)}",
            "Import each file as its own pass (--pass N). Or name the file whose work counts first,"
            " and add --accept-losses.",
        ) from None


def _differing(batches: list[Batch], document: str, numbers: tuple[int, int], pass_: int) -> str:
    """A document, the two files that differ, and how."""
    from communique.label_studio.intake.batches import difference

    first, second = (batches[n] for n in numbers)
    how = difference((first.part, second.part), document, first.layer, pass_)
    return f"{document} ({first.source}, {second.source}: {how})"
