"""Exporting the labels of a corpus in another tool's format."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from communique.dataset.final_label import FinalLabel
from communique.dataset.from_corpus import dataset_content, require_cleaned
from communique.dataset.names import FULL
from communique.dataset.splits import split_documents
from communique.formats.catalogue import Format
from communique.formats.document import Chunk, Export, ExportedDocument
from communique.formats.from_corpus import (
    ADJUDICATED,
    ALL,
    Placed,
    by_document,
    exported_documents,
)
from communique.formats.losses import Losses
from communique.schema import Layer
from communique.util.atomic_write import naming, new_folder
from communique.workflow.build import require_decided
from communique.workspace import Corpus

MARK: Final = ".communique-export"  # in every folder that an export wrote
_OPEN: Final = 64  # files kept open at a time


class ExportError(ValueError):
    """What was asked for cannot be exported. `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class LossError(ExportError):
    """The format cannot hold everything, and no loss is allowed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported. Without `layers` all of them, without a `split` all of them."""

    format: Format
    layers: tuple[str, ...] = ()
    annotator: str = ADJUDICATED
    split: str | None = None
    flavour: str = FULL
    with_tokens: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The files, relative to the folder and sorted, and what was lost by cause."""

    files: list[str]
    losses: dict[str, int]


def export_corpus(
    corpus: Corpus,
    selection: Selection,
    target: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Exported:
    """Write the files into a new folder that replaces `target`.

    `progress` takes the number of documents that are done, and of all of them.
    Raises ExportError, NotOursError, UnsoundCorpusError, NeedsAdjudicationError, SplitError,
    ImportError (a package is missing) and OSError. After an error nothing has changed.
    """
    chosen = _layers(corpus, selection)
    writer = selection.format.writer()
    losses = Losses()
    export = Export(
        schema=corpus.schema,
        layers=chosen,
        losses=losses,
        has_texts=selection.flavour == FULL,
        with_tokens=selection.with_tokens,
    )
    documents = _documents(corpus, selection, {x.name for x in chosen}, progress)
    with new_folder(target, MARK) as new:
        files = write_files(writer(documents, export), new, target)
        if selection.strict and losses:
            raise LossError(_lost(selection, losses), "Choose another format, or omit --strict.")
        (new / MARK).write_text(f"{selection.format.name}\n", encoding="utf-8")
    return Exported(sorted(files), losses.to_json())


def _documents(
    corpus: Corpus,
    selection: Selection,
    layers: Collection[str],
    progress: Callable[[int, int], None],
) -> Iterator[ExportedDocument]:
    """Read everything now, then yield the documents one by one."""
    annotator = selection.annotator
    labels: Sequence[FinalLabel] = ()
    if annotator in (ADJUDICATED, ALL):
        require_decided(corpus)
        labels = dataset_content(corpus).decisions
    records = [r for r in corpus.records if annotator in (ALL, r.annotator)]
    if annotator != ALL:
        records = [r for r in records if r.pass_ == 1]
    annotations = by_document(corpus.schema, layers, labels, records, with_details=annotator == ALL)
    placed = _placed(corpus, selection.split)
    return _counted(exported_documents(placed, annotations), len(placed), progress)


def _counted(
    documents: Iterator[ExportedDocument], total: int, progress: Callable[[int, int], None]
) -> Iterator[ExportedDocument]:
    for number, document in enumerate(documents, 1):
        yield document
        progress(number, total)


def _placed(corpus: Corpus, split: str | None) -> list[Placed]:
    """The documents of a split, or of all in the order of the schema."""
    require_cleaned(corpus)
    active = {s.doc_id: s for s in corpus.active}
    splits = split_documents(corpus.schema, corpus.sources, corpus.reading.inactive)
    order = {name: n for n, name in enumerate(corpus.schema.splits)}
    placed = [Placed(active[d], corpus.documents[d], splits[d]) for d in sorted(active)]
    return sorted(
        (p for p in placed if split in (None, p.split)), key=lambda p: order.get(p.split, 0)
    )


def _layers(corpus: Corpus, selection: Selection) -> list[Layer]:
    """The chosen layers. Raises ExportError for whatever cannot be exported in this form."""
    schema, wanted = corpus.schema, selection.format
    names = [layer.name for layer in schema.layers]
    for name in selection.layers:
        if name not in names:
            raise ExportError(f"the schema has no layer {name!r}", f"Use {' or '.join(names)}.")
    chosen = [x for x in schema.layers if not selection.layers or x.name in selection.layers]
    if wanted.spans_only and not any(x.unit == "span" for x in chosen):
        raise ExportError(
            f"{wanted.name} holds spans, and no layer of spans was chosen",
            "Choose another format, or a layer whose unit is `span`.",
        )
    if wanted.needs_texts and selection.flavour != FULL:
        raise ExportError(
            f"{wanted.name} cannot be written without the texts",
            "Use --flavour full, or one of the formats jsonl, csv and webannotation.",
        )
    _require_annotator(corpus, selection)
    _require_split(corpus, selection.split)
    return chosen


def _require_annotator(corpus: Corpus, selection: Selection) -> None:
    if selection.annotator == ADJUDICATED:
        return
    if selection.annotator == ALL:
        if selection.format.name != "jsonl":
            raise ExportError(
                f"{selection.format.name} holds the labels of one annotator",
                "Use the format jsonl for all annotators, or name one of them.",
            )
        return
    if corpus.schema.annotator(selection.annotator) is None:
        known = ", ".join(a.id for a in corpus.schema.annotators)
        raise ExportError(
            f"the schema has no annotator {selection.annotator!r}",
            f"Use {ADJUDICATED}, {ALL} or one of: {known}",
        )


def _require_split(corpus: Corpus, split: str | None) -> None:
    names = list(corpus.schema.splits) or ["train"]
    if split is not None and split not in names:
        raise ExportError(f"the schema has no split {split!r}", f"Use {' or '.join(names)}.")


def _lost(selection: Selection, losses: Losses) -> str:
    counted = ", ".join(f"{cause} {n}" for cause, n in losses.to_json().items())
    return f"{selection.format.name} cannot hold everything: {counted}"


def write_files(chunks: Iterable[Chunk], new: Path, target: Path) -> set[str]:
    """Add each chunk to its file in the folder `new`. Return the names of the files.

    Raises OSError, which names the file in `target`.
    """
    names: set[str] = set()
    opened: dict[str, BinaryIO] = {}
    with ExitStack() as stack:
        for name, data in chunks:
            with naming(target / name):
                if name not in opened:
                    if len(opened) == _OPEN:
                        opened.pop(next(iter(opened))).close()
                    opened[name] = stack.enter_context((new / name).open("ab"))
                opened[name].write(data)
            names.add(name)
    return names
