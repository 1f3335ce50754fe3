"""How large the corpus is, how its labels were decided, and how the splits are balanced."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from communique.dataset.facts import CorpusFacts
from communique.dataset.figures import Figures
from communique.dataset.names import WAYS
from communique.dataset.tokens import tokenize
from communique.site.overview.section import Plot, Section
from communique.site.plots import BarRow, Bars, Table
from communique.util.plural import counted

WAIT: Final = "items wait for a decision and are"


def sizes_section(figures: Figures) -> Section:
    """The sizes, and the labels of each layer by how they were decided."""
    sizes = figures.sizes
    rows = [
        ("documents", sizes.documents),
        ("paragraphs", sizes.paragraphs),
        ("tokens", sizes.tokens),
        ("characters of the cleaned texts", sizes.characters),
        ("characters of the raw texts", sizes.raw_characters),
        ("characters that the cleaner removed", sizes.removed_characters),
        *((f"labels of {x.layer}", x.kept) for x in figures.layers),
    ]
    plots = [Plot(Table("The corpus in numbers", ["what", "number"], rows))]
    if any(x.kept for x in figures.layers):
        plots.append(Plot(_ways(figures), is_stacked=True))
    if sizes.reasons:
        removed = [BarRow(reason, [n]) for reason, n in _largest_first(sizes.reasons)]
        title = "What the cleaner removed, by its reason"
        plots.append(Plot(Bars(title, "reason", "passages", ["passages"], removed)))
    return Section("sizes", "Sizes", [*_notes(figures)], plots)


def _notes(figures: Figures) -> Iterator[str]:
    if not figures.sizes.documents:
        yield "The corpus has no cleaned document yet."
    if figures.sizes.uncleaned:
        not_cleaned = counted(figures.sizes.uncleaned, "document")
        yield f"{not_cleaned} without a cleaned text: in no figure. Run `communique clean`."
    if figures.sizes.withdrawn:
        yield f"{counted(figures.sizes.withdrawn, 'withdrawn document')}: in no figure."
    for layer in figures.layers:
        if layer.open:
            wait = "item waits for a decision and is" if layer.open == 1 else WAIT
            yield f"{layer.layer}: {layer.open} {wait} in no figure below."
        if layer.unwritten:
            yield (
                f"{layer.layer}: some decisions are not written yet and are in no figure below."
                " Run `communique adjudicate`."
            )


def _ways(figures: Figures) -> Bars:
    used = [way for way in WAYS if any(x.ways.get(way) for x in figures.layers)]
    rows = [
        BarRow(x.layer, [*(x.ways.get(way, 0) for way in used), x.rejected]) for x in figures.layers
    ]
    title = "How the labels were decided"
    return Bars(title, "layer", "items", [*used, "rejected"], rows)


def balance_section(facts: CorpusFacts) -> Section:
    """The share of each split in documents, tokens and labels, and the groups."""
    notes: list[str] = []
    if facts.split_fault:
        notes.append(f"The splits do not fit the documents: {facts.split_fault}.")
    elif len(facts.splits) < 2:
        notes.append("The corpus is not divided into splits.")
    plots = [Plot(_shares(facts)), Plot(_amounts(facts))] if len(facts.splits) > 1 else []
    plots += [Plot(_groups(facts))] if facts.placements else []
    divided = _divided(facts)
    if divided:
        notes.append(f"Groups of near-duplicates in two splits: {', '.join(map(str, divided))}.")
    elif facts.placements:
        notes.append("No group of near-duplicates is divided between splits.")
    return Section("balance", "Splits and groups", notes, plots)


def amounts(facts: CorpusFacts) -> dict[str, dict[str, int]]:
    """By split: documents, paragraphs, tokens, and the labels of each layer."""
    by_split: dict[str, dict[str, int]] = {}
    for split in facts.splits:
        own = {d for d, place in facts.placements.items() if place.split == split}
        documents = [facts.documents[d] for d in sorted(own)]
        by_split[split] = {
            "documents": len(own),
            "paragraphs": sum(len(d.units(("paragraph",))) for d in documents),
            "tokens": sum(len(tokenize(d.text)) for d in documents),
            **{
                f"labels of {layer.name}": sum(x.doc_id in own for x in facts.of_layer(layer))
                for layer in facts.schema.layers
            },
        }
    return by_split


def _shares(facts: CorpusFacts) -> Bars:
    by_split = amounts(facts)
    rows: list[BarRow] = []
    for name in next(iter(by_split.values())):
        values = [by_split[split][name] for split in facts.splits]
        total = sum(values)
        rows.append(BarRow(name, [100 * v / total if total else 0.0 for v in values]))
    return Bars("Share of each split", "what", "per cent of the corpus", facts.splits, rows)


def _amounts(facts: CorpusFacts) -> Table:
    by_split = amounts(facts)
    names = list(next(iter(by_split.values())))
    rows = [[name, *(by_split[split][name] for split in facts.splits)] for name in names]
    return Table("Amounts in each split", ["what", *facts.splits], rows)


def _groups(facts: CorpusFacts) -> Bars:
    sizes = Counter(Counter(p.group for p in facts.placements.values()).values())
    rows = [BarRow(counted(size, "document"), [n]) for size, n in sorted(sizes.items())]
    title = "Groups of near-duplicates by their size"
    return Bars(title, "size of the group", "groups", ["groups"], rows)


def _divided(facts: CorpusFacts) -> list[int]:
    splits: dict[int, set[str]] = {}
    for place in facts.placements.values():
        splits.setdefault(place.group, set()).add(place.split)
    return sorted(group for group, names in splits.items() if len(names) > 1)


def _largest_first(counts: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda x: (-x[1], x[0]))
