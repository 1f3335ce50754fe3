"""Spans without overlap, for formats that give each token one tag; the rest is counted."""

from collections.abc import Iterable, Sequence

from communique.formats.document import Annotation, ExportedDocument
from communique.formats.losses import Losses


def outermost_spans(spans: Iterable[Annotation], losses: Losses) -> list[Annotation]:
    """The spans that lie in no other, left to right. Of equal ranges, the first is kept.

    A span inside a span that was kept counts as `nested`, one that crosses it as `crossing`.
    """
    kept: list[Annotation] = []
    for span in sorted(spans, key=lambda a: (a.range[0], -a.range[1])):
        if not kept or span.range[0] >= kept[-1].range[1]:
            kept.append(span)
        else:
            losses.add("nested" if span.range[1] <= kept[-1].range[1] else "crossing")
    return kept


def spans_within(
    spans: Iterable[Annotation], ranges: Sequence[tuple[int, int]], losses: Losses
) -> list[Annotation]:
    """The spans that lie in one of the ranges; any other counts as `crossing`."""
    kept: list[Annotation] = []
    for span in spans:
        start, end = span.range
        if any(first <= start and end <= last for first, last in ranges):
            kept.append(span)
        else:
            losses.add("crossing")
    return kept


def count_token_borders(
    document: ExportedDocument, spans: Iterable[Annotation], losses: Losses
) -> None:
    """Count the spans that begin or end inside a token."""
    tokens = document.tokens
    for span in spans:
        covered = tokens.overlapping(*span.range)
        if not covered:
            losses.add("token_border")
            continue
        last = tokens.starts[covered[-1]] + len(tokens.texts[covered[-1]])
        if (tokens.starts[covered[0]], last) != span.range:
            losses.add("token_border")


def count_attributes(annotations: Iterable[Annotation], losses: Losses) -> None:
    """Count the attributes that have a value, and the relations."""
    for annotation in annotations:
        losses.add("attribute", sum(bool(v) for v in annotation.attributes.values()))
        losses.add("relation", len(annotation.relations))


def count_other_kinds(annotations: Iterable[Annotation], losses: Losses) -> None:
    """Count labels of blocks and values of documents, for a format that holds spans alone."""
    for annotation in annotations:
        if annotation.kind == "block":
            losses.add("block_unit")
            losses.add("attribute", sum(bool(v) for v in annotation.attributes.values()))
        elif annotation.kind == "document":
            losses.add("document_value")
