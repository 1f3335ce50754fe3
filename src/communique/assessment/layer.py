"""The assessment of one layer, whose documents are added some at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.assessment.diagnosis import diagnose
from communique.assessment.measures import Plain, measure
from communique.assessment.pool import QuestionPool
from communique.assessment.questions import Question, questions, relation_question
from communique.assessment.relations import RelationPool
from communique.assessment.review_first import Ranked, lowest, most_divided, ranked
from communique.assessment.spans import SpanPool
from communique.records import Record
from communique.records.items import ComparedItem
from communique.records.linked_pairs import LinkedPair, linked_pairs
from communique.schema import RELATIONS, Layer, Schema


class LayerAssessment:
    """`voters` are those of all layers and documents."""

    def __init__(
        self,
        schema: Schema,
        layer: Layer,
        voters: Mapping[tuple[str, str], Sequence[str]],
        *,
        keeps_units: bool,
    ) -> None:
        self._schema, self._layer, self._keeps_units = schema, layer, keeps_units
        self._voters = {d: v for (name, d), v in voters.items() if name == layer.name}
        self._items: Counter[str] = Counter()
        self._pools: dict[str, QuestionPool] = {}
        self._spans = SpanPool(self._voters)
        self._relations = RelationPool(self._voters)
        self._divided: list[Ranked] = []

    def add(
        self,
        records: Sequence[Record],
        compared: Sequence[ComparedItem],
        lengths: Mapping[str, int],
    ) -> None:
        """Add whole documents: their records, items and lengths, of all layers."""
        layer = self._layer
        items = [item for item in compared if item.layer == layer.name]
        pairs = linked_pairs(layer, items)
        self._items.update(map(_kind, items))
        for question in self._questions(items, pairs):
            if question.name not in self._pools:
                pool = QuestionPool(question, keeps_units=self._keeps_units)
                self._pools[question.name] = pool
            self._pools[question.name].add(question)
        if layer.unit == "span":
            first = (r for r in records if (r.layer, r.pass_, r.kind) == (layer.name, 1, "span"))
            doc_ids = sorted({*lengths, *(r.doc_id for r in records)})
            self._spans.add(first, doc_ids, lengths)
        self._relations.add(pairs)
        self._divided = most_divided([*self._divided, *ranked(layer, items, pairs)])

    def _questions(
        self, items: Sequence[ComparedItem], pairs: Sequence[LinkedPair]
    ) -> list[Question]:
        schema, layer = self._schema, self._layer
        found = questions(layer, lambda a: schema.values(layer, a.name), items)
        linked = relation_question(layer, pairs)
        return [*found, linked] if linked else found

    def report(self, rounds: int) -> Plain:
        """The measures of the layer."""
        voters, layer = self._voters, self._layer
        found: Plain = {
            "layer": layer.name,
            "annotators": sorted({v for names in voters.values() for v in names}),
            "documents": {d: list(names) for d, names in sorted(voters.items())},
            "items": dict(sorted(self._items.items())),
        }
        if layer.unit == "span":
            found["spans"] = self._spans.measures()
        if layer.relations:
            found["relations"] = self._relations.measures()
        pools = [self._pools[name] for name in self._order() if name in self._pools]
        found["questions"] = [measure(pool.pooled(layer), rounds) for pool in pools]
        found["lowest"] = lowest(found)
        found["review_first"] = [row for _, row in self._divided]
        if self._keeps_units:
            found["dawid_skene"] = [diagnose(pool.whole()) for pool in pools]
        return found

    def _order(self) -> list[str]:
        """The names of all possible questions, in the order of `questions`."""
        layer = self._layer
        asked = (*layer.region_attributes, *layer.document_attributes)
        return list(dict.fromkeys(("label", *(a.name for a in asked), RELATIONS)))


def _kind(item: ComparedItem) -> str:
    if not item.is_shared:
        return "single"
    return "unanimous" if item.unanimous else "open"
