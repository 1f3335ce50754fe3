"""The places of the texts of another tool in the corpus."""

from collections.abc import Sequence

from communique.formats.mapped import MappedDocument
from communique.label_studio.intake.alignment import Alignment, TextAligner
from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.placement import NoPlaceError
from communique.util.plural import counted
from communique.workflow.foreign_reading import ForeignImportError
from communique.workspace import Corpus

Placed = tuple[MappedDocument, Alignment]


def placed_documents(
    corpus: Corpus, mapped: Sequence[MappedDocument], notes: list[str]
) -> list[Placed]:
    """Each document with its place. What was done is added to `notes`.

    Raises ForeignImportError.
    """
    reading = corpus.reading
    aligner = TextAligner(
        KnownTexts(
            corpus.documents,
            lambda: reading.raws,
            reading.former,
            reading.sources or (),
            reading.inactive,
        )
    )
    placed: list[Placed] = []
    reasons: list[str] = []
    for each in mapped:
        source = each.source
        if source.name is not None and aligner.texts.by_id(source.name) in reading.inactive:
            notes.append(f"{source.place}: the document was withdrawn; left out")
            continue
        try:
            placed += _places(each, aligner)
        except NoPlaceError as error:
            reasons.append(f"{source.place}: {error}")
    if reasons:
        raise ForeignImportError(
            reasons,
            "Add the documents to the corpus, or leave them out of the files. The text must be"
            " the raw or the cleaned text of a document, or a part of it.",
        )
    _tell(placed, notes)
    return placed


def _tell(placed: Sequence[Placed], notes: list[str]) -> None:
    raw = sum(a.is_raw for _, a in placed)
    blanks = sum(not a.is_raw and a.text not in a.document.text for _, a in placed)
    if raw:
        notes.append(f"{counted(raw, 'text')} made on the raw text; moved to the cleaned")
    if blanks:
        notes.append(f"{counted(blanks, 'text')} with other white space; aligned")


def _places(mapped: MappedDocument, aligner: TextAligner) -> list[tuple[MappedDocument, Alignment]]:
    """The place of a document; those of several if it has their texts one behind the other.

    Raises NoPlaceError.
    """
    source = mapped.source
    try:
        return [(mapped, aligner.align(source.text, source.name))]
    except NoPlaceError:
        ranges = aligner.consecutive(source.text)
        if len(ranges) < 2:
            raise
    pieces = [mapped.piece(start, end) for start, end in ranges]
    return [(piece, aligner.align(piece.source.text, None)) for piece in pieces]
