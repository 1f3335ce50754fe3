"""How often each label and each value of an attribute is given, alone, by split and together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from communique.dataset.facts import CorpusFacts
from communique.dataset.final_label import FinalLabel
from communique.schema import RELATIONS, Attribute, Layer
from communique.site.guide.anchors import LABEL, value_link
from communique.site.overview.section import STACKED_AT_MOST, Plot, Section
from communique.site.plots import BarRow, Bars, Table
from communique.util.plural import counted

MOST: Final = 20  # values that a plot names
NOT_GIVEN: Final = "(none)"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Field:
    """The label or an attribute of a layer, with the values of each item that it is asked of.

    `order` are the values of the schema. An item of a set has several values, or none. `listed`
    is the layer and the name of the list in the codebook.
    """

    name: str
    listed: tuple[str, str]
    order: Sequence[str]
    given: Sequence[tuple[FinalLabel, Sequence[str]]]


def fields(facts: CorpusFacts, layer: Layer) -> list[Field]:
    """The label, the relations and each attribute with a list of values, as the schema has them."""
    own = facts.of_layer(layer)
    regions = [x for x in own if x.kind != "document"]
    listed: list[Field] = []
    if layer.unit != "document" and layer.label_ids:
        listed.append(
            Field(
                layer.column,
                (layer.name, LABEL),
                layer.label_ids,
                [(x, (x.label,)) for x in regions],
            )
        )
    if layer.relations:
        links = [(x, [r.label for r in x.relations]) for x in regions]
        known = [label.id for label in layer.relations]
        listed.append(Field(RELATIONS, (layer.name, RELATIONS), known, links))
    for attribute in layer.columns:
        if attribute.type != "text":
            order = facts.schema.values(layer, attribute.name)
            asked = [x for x in regions if attribute.applies_to(x.label)]
            labelled = [(x, _values(x, attribute)) for x in asked]
            listed.append(Field(attribute.name, (layer.name, attribute.name), order, labelled))
    for attribute in layer.document_columns:
        if attribute.type != "text":
            order = facts.schema.values(layer, attribute.name)
            values = [x for x in own if x.attributes.get("attribute") == attribute.name]
            name = LABEL if attribute is layer.document_label else attribute.name
            labelled = [(x, (x.label,)) for x in values]
            listed.append(Field(layer.column_name(attribute), (layer.name, name), order, labelled))
    return listed


def _values(label: FinalLabel, attribute: Attribute) -> Sequence[str]:
    value = label.attributes.get(attribute.name) or ()
    return (value,) if isinstance(value, str) else value


def counts(facts: CorpusFacts, field: Field) -> dict[str, Counter[str]]:
    """Split to value to its number; one split `all` if the corpus has no split or only one."""
    names = facts.splits if len(facts.splits) > 1 else [ALL]
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    for label, values in field.given:
        split = facts.placements[label.doc_id].split if len(names) > 1 else ALL
        counted[split].update(values)
    return counted


def distribution_sections(facts: CorpusFacts) -> Iterator[Section]:
    """A part for each layer: its labels and values by split, and one by another."""
    for layer in facts.schema.layers:
        known = fields(facts, layer)
        title = f"Labels of {layer.title or layer.name}"
        key = f"labels-{layer.name}"
        if not any(field.given for field in known):
            yield Section(key, title, ["No label is decided yet."])
            continue
        plots = [Plot(_bars(facts, field)) for field in known if field.order or field.given]
        yield Section(key, title, [*_note(facts)], [*plots, *_together(layer, known)])


def _note(facts: CorpusFacts) -> Iterator[str]:
    if len(facts.splits) > 1:
        yield "Final labels, by split. An item counts once for each value that it has."
    else:
        yield "Final labels. An item counts once for each value that it has."


def _bars(facts: CorpusFacts, field: Field) -> Bars:
    by_split = counts(facts, field)
    total = sum(by_split.values(), Counter[str]())
    shown, rest = most_frequent(field.order, total)
    rows = [
        BarRow(value, [by_split[s][value] for s in by_split], _link(field, value))
        for value in shown
    ]
    if rest:
        others = [sum(by_split[s][v] for v in rest) for s in by_split]
        rows.append(BarRow(counted(len(rest), "further value"), others))
    return Bars(field.name, field.name, "items", list(by_split), rows)


def _link(field: Field, value: str) -> str:
    return value_link(*field.listed, value) if value in field.order else ""


def most_frequent(order: Sequence[str], total: Counter[str]) -> tuple[list[str], list[str]]:
    """The values to show, and those that are put together.

    A short list is shown as the schema has it, with values that nobody gave. Of a long one, the
    most frequent are shown, largest first.
    """
    known = [*order, *sorted(v for v in total if v not in order)]
    if len(known) <= MOST:
        return known, []
    used = sorted((v for v in known if total[v]), key=lambda v: (-total[v], known.index(v)))
    return used[:MOST], used[MOST:]


def _together(layer: Layer, known: Sequence[Field]) -> Iterator[Plot]:
    """Each two fields of the regions; those with the label first, the others closed."""
    regions = [
        f for f in known if f.name != RELATIONS and any(x.kind != "document" for x, _ in f.given)
    ]
    for a, b in combinations(regions, 2):
        further = layer.column not in (a.name, b.name)
        yield _crossed(a, b, further=further)


def crossed(a: Field, b: Field) -> Counter[tuple[str, str]]:
    """How often a value of one and a value of another are given to the same item."""
    others = {id(x): values for x, values in b.given}
    return Counter(
        (v, w)
        for x, values in a.given
        if id(x) in others
        for v in values or (NOT_GIVEN,)
        for w in others[id(x)] or (NOT_GIVEN,)
    )


def _crossed(a: Field, b: Field, *, further: bool) -> Plot:
    """Bars of the field with more values, divided by the other; a table if both have many."""
    pairs = crossed(a, b)
    first, second = (_used(f, pairs, side) for side, f in enumerate((a, b)))
    if len(first) < len(second):
        a, b, first, second = b, a, second, first
        pairs = Counter({(w, v): n for (v, w), n in pairs.items()})
    title = f"{a.name} by {b.name}"
    rows = [BarRow(v, [pairs[v, w] for w in second]) for v in first[:MOST]]
    if first[MOST:]:
        rest = [sum(pairs[v, w] for v in first[MOST:]) for w in second]
        rows.append(BarRow(counted(len(first[MOST:]), "further value"), rest))
    if len(second) <= STACKED_AT_MOST:
        return Plot(Bars(title, a.name, "items", second, rows), is_stacked=True, further=further)
    body = [[row.label, *(int(v) for v in row.values)] for row in rows]
    return Plot(Table(f"{title} (items)", [a.name, *second], body), further=further)


def _used(field: Field, pairs: Counter[tuple[str, str]], side: int) -> list[str]:
    """The values that occur: in the order of the schema if they are few, else the largest first."""
    total: Counter[str] = Counter()
    for pair, n in pairs.items():
        total[pair[side]] += n
    known = [*field.order, *sorted(v for v in total if v not in field.order)]
    used = [v for v in known if total[v]]
    return used if len(used) <= MOST else sorted(used, key=lambda v: -total[v])
