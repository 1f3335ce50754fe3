"""The figures of a corpus that a paper and the overview state, as plain data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from communique.assessment.summary import Agreement, summary
from communique.dataset.facts import CorpusFacts, finished, ways
from communique.dataset.names import WAYS
from communique.dataset.tokens import tokenize
from communique.schema import Layer


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the corpus is. Characters are code points; `raw_characters` are those of the raw
    texts, `removed_characters` those that the cleaner removed, in `removed` passages.
    `divided_groups` is the number of groups of near-duplicates with documents in two splits.
    """

    documents: int
    withdrawn: int
    uncleaned: int
    paragraphs: int
    tokens: int
    characters: int
    raw_characters: int
    removed: int
    removed_characters: int
    reasons: Mapping[str, int]
    cleaners: tuple[str, ...]
    splits: Mapping[str, int]
    groups: int
    divided_groups: int


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """A layer. `voters` are the annotators whose first pass counts, on `documents` documents, of
    which `shared` have two voters or more. `unwritten`: some decisions are made and not yet
    written. `ways` are the kept labels by how they were decided.
    """

    layer: str
    unit: str
    labels: int
    attributes: tuple[str, ...]
    relations: int
    guideline_version: str | None
    voters: tuple[str, ...]
    documents: int
    shared: int
    kept: int
    ways: Mapping[str, int]
    rejected: int
    open: int
    unwritten: bool
    lead_time: float | None


@dataclass(frozen=True, slots=True)
class AnnotatorFigures:
    """An annotator: documents finished in first and in later passes, records, decisions made."""

    id: str
    type: str
    role: str
    first: int
    later: int
    records: int
    decisions: int
    offered: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures. `self_consistency` and `caveats` are those of the agreement report."""

    name: str
    title: str
    version: str
    released: str | None
    languages: tuple[str, ...]
    sizes: Sizes
    layers: tuple[LayerFigures, ...]
    annotators: tuple[AnnotatorFigures, ...]
    agreement: tuple[Agreement, ...]
    self_consistency: tuple[Mapping[str, Any], ...]
    caveats: tuple[str, ...]
    rounds: int
    seed: int


def figures_of(facts: CorpusFacts) -> Figures:
    """Count what there is."""
    schema, data = facts.schema, facts.agreement
    return Figures(
        name=schema.name,
        title=schema.title or schema.name,
        version=schema.version,
        released=schema.released,
        languages=schema.all_languages,
        sizes=_sizes(facts),
        layers=tuple(_layer(facts, layer) for layer in schema.layers),
        annotators=_annotators(facts),
        agreement=tuple(summary(data)),
        self_consistency=tuple(data["self_consistency"]),
        caveats=tuple(data["caveats"]),
        rounds=data["rounds"],
        seed=data["seed"],
    )


def _sizes(facts: CorpusFacts) -> Sizes:
    documents = [facts.documents[s.doc_id] for s in facts.sources]
    removed = [r for d in documents for r in d.removed]
    splits = Counter(p.split for p in facts.placements.values())
    groups: dict[int, set[str]] = {}
    for place in facts.placements.values():
        groups.setdefault(place.group, set()).add(place.split)
    names = {
        f"{d.cleaner.get('name', '')} {d.cleaner.get('version', '')}".strip() for d in documents
    }
    return Sizes(
        documents=len(documents),
        withdrawn=facts.n_withdrawn,
        uncleaned=facts.n_uncleaned,
        paragraphs=sum(len(d.units(("paragraph",))) for d in documents),
        tokens=sum(len(tokenize(d.text)) for d in documents),
        characters=sum(len(d.text) for d in documents),
        raw_characters=sum(len(facts.raws[s.doc_id]) for s in facts.sources),
        removed=len(removed),
        removed_characters=sum(r.raw_end - r.raw_start for r in removed),
        reasons=dict(sorted(Counter(r.reason for r in removed).items())),
        cleaners=tuple(sorted(n for n in names if n)),
        splits={name: splits[name] for name in facts.splits},
        groups=len(groups),
        divided_groups=sum(len(names) > 1 for names in groups.values()),
    )


def _layer(facts: CorpusFacts, layer: Layer) -> LayerFigures:
    kept = facts.of_layer(layer)
    by_way = ways(kept)
    assessed = next((x for x in facts.agreement["layers"] if x["layer"] == layer.name), None)
    voted: Mapping[str, Sequence[str]] = assessed["documents"] if assessed else {}
    own = [p for p in facts.passes if p.layer == layer.name]
    return LayerFigures(
        layer=layer.name,
        unit=layer.unit,
        labels=len(layer.label_ids),
        attributes=tuple(a.name for a in layer.attributes if a.about == "text"),
        relations=len(layer.relations),
        guideline_version=layer.guideline_version if layer.guideline else None,
        voters=tuple(assessed["annotators"]) if assessed else (),
        documents=len(voted),
        shared=sum(len(who) > 1 for who in voted.values()),
        kept=len(kept),
        ways={way: by_way[way] for way in WAYS if by_way[way]},
        rejected=sum(x.layer == layer.name for x in facts.rejected),
        open=facts.open.get(layer.name, 0),
        unwritten=layer.name in facts.unwritten,
        lead_time=_median([p.effort.lead_time for p in own if p.effort]),
    )


def _median(times: Sequence[float | None]) -> float | None:
    known = [t for t in times if t is not None]
    return median(known) if known else None


def _annotators(facts: CorpusFacts) -> tuple[AnnotatorFigures, ...]:
    """Those who did something, in the order of the schema."""
    done = Counter((p.annotator, p.pass_ == 1) for p in finished(facts.passes))
    records = Counter(r.annotator for r in facts.records)
    decisions = Counter(x.decided_by for x in (*facts.labels, *facts.rejected) if x.decided_by)
    efforts = [(p.annotator, p.effort) for p in facts.passes if p.effort]
    found = (
        AnnotatorFigures(
            id=a.id,
            type=a.type,
            role=a.role,
            first=done[a.id, True],
            later=done[a.id, False],
            records=records[a.id],
            decisions=decisions[a.id],
            offered=sum(e.predicted for who, e in efforts if who == a.id),
            unchanged=sum(e.unchanged for who, e in efforts if who == a.id),
        )
        for a in facts.schema.annotators
    )
    return tuple(a for a in found if a.first or a.later or a.records or a.decisions)
