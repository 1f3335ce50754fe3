"""The methods section of a paper, in sentences and one table, from the figures of a corpus."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.assessment.markdown import number
from communique.assessment.summary import Agreement, Interval
from communique.dataset.card.citation import bibtex
from communique.dataset.figures import AnnotatorFigures, Figures, LayerFigures, figures_of
from communique.schema import Schema
from communique.util.plural import counted
from communique.workflow.facts import facts_of
from communique.workspace import Corpus

_KINDS: Final = {
    "human": ("a person", "people"),
    "model": ("a language model", "language models"),
    "human+model": ("a person with a language model", "people with language models"),
}


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of the report: plain text in every cell."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """The parts in their order: a heading, and the sentences below it. Text is plain."""

    figures: Figures
    parts: Sequence[tuple[str, Sequence[str]]]
    table: ReportTable | None
    citation: str


def report_of(corpus: Corpus) -> Report:
    """The report of a corpus. Raises UnsoundCorpusError, OSError."""
    facts = facts_of(corpus)
    return report(figures_of(facts), facts.schema, facts.split_fault)


def report(figures: Figures, schema: Schema, split_fault: str = "") -> Report:
    """The report of these figures. A part without a sentence is left out."""
    parts = [
        ("Data", [*_data(figures), *_splits(figures, split_fault)]),
        ("Cleaning", [*_cleaning(figures)]),
        ("Annotation", [*_scheme(figures), *_annotators(figures), *_effort(figures)]),
        ("Agreement", [*_agreement(figures)]),
        ("Adjudication", [*_adjudication(figures)]),
        ("Availability", [*_availability(figures, schema)]),
    ]
    kept = [(heading, sentences) for heading, sentences in parts if sentences]
    return Report(figures, kept, _table(figures.agreement), bibtex(schema))


def _data(figures: Figures) -> Iterator[str]:
    sizes = figures.sizes
    languages = f" Language: {', '.join(figures.languages)}." if figures.languages else ""
    released = f", released on {figures.released}" if figures.released else ""
    yield (
        f"{figures.title} (version {figures.version}{released}) has"
        f" {counted(sizes.documents, 'document')} with {counted(sizes.paragraphs, 'paragraph')},"
        f" {counted(sizes.tokens, 'token')} and {counted(sizes.characters, 'character')} of"
        f" cleaned text.{languages}"
    )
    if sizes.withdrawn:
        were = "was" if sizes.withdrawn == 1 else "were"
        yield f"{counted(sizes.withdrawn, 'further document')} {were} withdrawn."


def _splits(figures: Figures, fault: str) -> Iterator[str]:
    sizes = figures.sizes
    if fault:
        yield f"The splits do not fit the documents: {fault}."
        return
    if not sizes.documents:
        return
    groups = counted(sizes.groups, "group")
    if len(sizes.splits) == 1:
        yield f"The corpus is not divided. It has {groups} of near-duplicates."
        return
    yield f"The splits have these documents: {_listed(sizes.splits)}."
    if sizes.divided_groups:
        are = "is" if sizes.divided_groups == 1 else "are"
        divided = f"{sizes.divided_groups} {are} divided between splits"
        yield f"There are {groups} of near-duplicates. {divided}."
    else:
        yield f"There are {groups} of near-duplicates. No group is divided between splits."


def _cleaning(figures: Figures) -> Iterator[str]:
    sizes = figures.sizes
    if not sizes.documents:
        return
    by = f" by {' and '.join(sizes.cleaners)}" if sizes.cleaners else ""
    share = sizes.removed_characters / sizes.raw_characters if sizes.raw_characters else 0.0
    yield (
        f"The raw texts were cleaned{by}. It removed {counted(sizes.removed, 'passage')}"
        f" ({share:.1%} of {counted(sizes.raw_characters, 'character')}), each with a reason"
        f"{': ' + _listed(sizes.reasons) if sizes.reasons else ''}."
    )


def _scheme(figures: Figures) -> Iterator[str]:
    yield f"The annotation has {counted(len(figures.layers), 'layer')}."
    for layer in figures.layers:
        parts = [counted(layer.labels, "label")] if layer.labels else []
        if layer.attributes:
            count = counted(len(layer.attributes), "attribute")
            parts.append(f"{count} ({', '.join(layer.attributes)})")
        if layer.relations:
            parts.append(counted(layer.relations, "relation label"))
        version = layer.guideline_version
        guideline = f"; version {version} of its guideline" if version else ""
        unit = {"span": "spans", "block": "blocks", "document": "whole documents"}[layer.unit]
        yield f"Layer {layer.layer} labels {unit}: {', '.join(parts) or 'no label'}{guideline}."


def _annotators(figures: Figures) -> Iterator[str]:
    voters = [a for a in figures.annotators if a.role == "annotator" and a.first]
    if not any(a.first or a.later for a in figures.annotators):
        yield "No document is annotated yet."
        return
    if voters:
        yield f"{_people(voters)} annotated: {_named(voters)}."
    for layer in (x for x in figures.layers if x.voters):
        yield (
            f"In layer {layer.layer}, {counted(len(layer.voters), 'annotator')} finished"
            f" {counted(layer.documents, 'document')}; {layer.shared} of them have two or more."
        )
    if pilots := [a for a in figures.annotators if a.role == "pilot" and a.first]:
        yield f"{_people(pilots)} made passes that do not vote: {_named(pilots)}."
    if all(a.type == "model" for a in figures.annotators):
        yield (
            "Language models made all labels. No annotator is a person, so no label was made or"
            " decided by a person."
        )
    for layer in figures.layers:
        again = [_again(x) for x in figures.self_consistency if x["layer"] == layer.layer]
        if again:
            yield (
                f"Annotated again in layer {layer.layer}, with the F1 of both passes:"
                f" {', '.join(again)}."
            )


def _again(again: Mapping[str, Any]) -> str:
    f1 = again["everything_f1"]
    documents = counted(len(again["documents"]), "document")
    return (
        f"{again['annotator']} {'no F1' if f1 is None else f'{f1:.3f}'}"
        f" ({documents}, pass {again['pass']})"
    )


def _effort(figures: Figures) -> Iterator[str]:
    times = {x.layer: f"{x.lead_time:.0f} s" for x in figures.layers if x.lead_time is not None}
    if times:
        listed = ", ".join(f"{name} {time}" for name, time in times.items())
        yield f"The median time for a document was: {listed}."
    offered = sum(a.offered for a in figures.annotators)
    if offered:
        share = sum(a.unchanged for a in figures.annotators) / offered
        yield (
            f"Pre-annotations were offered: {counted(offered, 'region')}, of which {share:.1%}"
            " stayed unchanged."
        )


def _agreement(figures: Figures) -> Iterator[str]:
    if figures.agreement:
        yield (
            "Agreement was measured before adjudication with Krippendorff's alpha. The 95 %"
            f" intervals are from {figures.rounds} bootstrap rounds (seed {figures.seed}) over"
            " units and over documents."
        )
    yield from figures.caveats


def _adjudication(figures: Figures) -> Iterator[str]:
    judges = [a for a in figures.annotators if a.decisions]
    if judges:
        named = ", ".join(
            f"{a.id} ({_KINDS[a.type][0]}, {counted(a.decisions, 'decision')})" for a in judges
        )
        yield f"Disagreements were decided by {named}."
    for layer in figures.layers:
        if layer.kept or layer.rejected or layer.open or layer.unwritten:
            yield _decided(layer)


def _decided(layer: LayerFigures) -> str:
    rejected = f"; {layer.rejected} rejected" if layer.rejected else ""
    are = (
        "item waits for a decision and is"
        if layer.open == 1
        else "items wait for a decision and are"
    )
    waiting = f" {layer.open} {are} not counted." if layer.open else ""
    waiting += " Some decisions are not written yet and not counted." if layer.unwritten else ""
    by = f" ({_listed(layer.ways)})" if layer.ways else ""
    return f"Layer {layer.layer} has {counted(layer.kept, 'label')}{by}{rejected}.{waiting}"


def _availability(figures: Figures, schema: Schema) -> Iterator[str]:
    for what, licence in schema.licenses.items():
        yield f"Licence of the {what}: {str(licence).rstrip('.')}."
    if schema.card.homepage:
        yield f"Homepage: {schema.card.homepage}"


def _table(found: Sequence[Agreement]) -> ReportTable | None:
    if not found:
        return None
    head = ["layer", "question", "distance", "compared", "alpha", "95 % by unit"]
    head += ["95 % by document", "observed", "AC1"]
    rows = [
        [
            *(a.layer, a.question, a.metric, a.compared, number(a.alpha, _reason(a.reason))),
            *(_ends(a.by_unit), _ends(a.by_document), number(a.observed), number(a.ac1)),
        ]
        for a in found
    ]
    caption = "Agreement before adjudication. Observed is the mean share of equal answers; for"
    return ReportTable(f"{caption} spans, the mean F1 of exact spans.", head, rows)


def _reason(reason: str | None) -> str:
    return f"none ({(reason or '').replace('_', ' ')})" if reason else "none"


def _ends(interval: Interval | None) -> str:
    return f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""


def _people(who: Sequence[AnnotatorFigures]) -> str:
    """For example `3 annotators (language models)`, with the kinds counted if they differ."""
    kinds = {a.type: sum(b.type == a.type for b in who) for a in who}
    if len(kinds) == 1:
        one, many = _KINDS[who[0].type]
        return f"{counted(len(who), 'annotator')} ({one if len(who) == 1 else many})"
    listed = ", ".join(f"{n} {_KINDS[kind][0 if n == 1 else 1]}" for kind, n in kinds.items())
    return f"{counted(len(who), 'annotator')} ({listed.replace(' a ', ' ')})"


def _named(who: Sequence[AnnotatorFigures]) -> str:
    return ", ".join(a.id for a in who)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())
