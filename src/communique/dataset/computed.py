"""Attributes whose values the build computes from the words of a span."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from communique.corpus import Document
from communique.dataset.final_label import FinalLabel
from communique.records import Values
from communique.schema import Layer, Schema
from communique.text.word_list import WordList
from communique.workspace import Corpus, UnsoundCorpusError
from communique.workspace.word_lists import read_word_lists


def word_lists(corpus: Corpus) -> Mapping[str, WordList]:
    """The lists of a corpus by file name. Raises UnsoundCorpusError."""
    lists, problems = read_word_lists(corpus.folder, corpus.schema)
    if broken := [p for p in problems if p.level == "error"]:
        raise UnsoundCorpusError(broken)
    return lists


def with_computed(
    schema: Schema,
    documents: Mapping[str, Document],
    lists: Mapping[str, WordList],
    labels: Iterable[FinalLabel],
) -> list[FinalLabel]:
    """The labels with the values of the attributes that the present guideline has computed."""
    return [
        _computed(schema.layer(label.layer), documents.get(label.doc_id), lists, label)
        for label in labels
    ]


def _computed(
    layer: Layer, document: Document | None, lists: Mapping[str, WordList], label: FinalLabel
) -> FinalLabel:
    if document is None or label.kind == "document" or label.start is None:
        return label
    words = document.text[label.start : label.end]
    computed = (a for a in layer.region_attributes if a.is_computed_in(layer.guideline_version))
    values: dict[str, Values] = {
        a.name: rule.present if lists[rule.words].stands_in(words) else rule.absent
        for a in computed
        if (rule := a.computed) and a.applies_to(label.label)
    }
    return replace(label, attributes={**label.attributes, **values}) if values else label
