"""The formats: what each is for, what it holds, and the module that writes it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from communique.formats.document import Chunk, Export, ExportedDocument

Writer = Callable[[Iterable[ExportedDocument], Export], Iterator[Chunk]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `files` is the pattern of the file names, `holds` and `loses` are for people.

    `spans_only`: it holds no labels of blocks and documents. `needs_texts`: its files cannot be
    written without the texts. `needs` names a package of the extra `formats`.
    """

    name: str
    title: str
    files: str
    holds: str
    loses: tuple[str, ...] = ()
    spans_only: bool = False
    needs_texts: bool = True
    needs: str | None = None

    def writer(self) -> Writer:
        """Import the writer. Raises ImportError if its package is not installed."""
        if self.needs:
            import_module(self.needs)
        return import_module(f"communique.formats.{self.name}").write


_MENTIONS: Final = (
    *("crossing", "attribute", "token_border"),
    *("block_unit", "document_value", "relation"),
)
FORMATS: Final = {
    f.name: f
    for f in (
        Format(
            name="jsonl",
            title="JSON lines",
            files="SPLIT.jsonl",
            holds="everything; with `--annotator all` every annotator's labels, and the votes",
            needs_texts=False,
        ),
        Format(
            name="csv",
            title="CSV, one annotation a row",
            files="SPLIT.csv",
            holds="everything but the texts of the documents",
            needs_texts=False,
        ),
        Format(
            name="conll",
            title="CoNLL-2003 (IOB2)",
            files="SPLIT.conll",
            holds="spans that lie in no other span of their layer, and their uids",
            loses=("nested", *_MENTIONS),
            spans_only=True,
        ),
        Format(
            name="spacy",
            title="spaCy DocBin",
            files="SPLIT.spacy",
            holds="everything; tokens are also cut where a span begins or ends",
            needs="spacy",
        ),
        Format(
            name="cas",
            title="UIMA CAS JSON and XMI",
            files="DOCUMENT.json, DOCUMENT.xmi, TypeSystem.xml",
            holds="everything; no XMI of a text with control characters",
            loses=("control_character",),
            needs="cassis",
        ),
        Format(
            name="brat",
            title="brat standoff",
            files="DOCUMENT.ann, DOCUMENT.txt, annotation.conf",
            holds="spans, labels of blocks, attributes, relations, uids",
            loses=("control_character", "document_value", "relation"),
        ),
        Format(
            name="conllu",
            title="CoNLL-U with `Entity=` (CorefUD)",
            files="SPLIT.conllu",
            holds="spans inside a sentence, also nested ones, their attributes and uids",
            loses=_MENTIONS,
            spans_only=True,
        ),
        Format(
            name="webannotation",
            title="W3C Web Annotation (JSON-LD)",
            files="SPLIT.json",
            holds="everything but the texts of the documents",
            needs_texts=False,
        ),
        Format(
            name="gliner",
            title="GLiNER training data",
            files="SPLIT.json",
            holds="spans inside a paragraph, also nested ones, and their uids",
            loses=_MENTIONS,
            spans_only=True,
        ),
        Format(
            name="labelstudio",
            title="Label Studio tasks",
            files="SPLIT.LAYER.json, LAYER.xml",
            holds="everything that the page of the layer can show",
        ),
    )
}
