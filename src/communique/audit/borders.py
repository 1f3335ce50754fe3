"""Evidence against the borders of spans."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from communique.audit.border_counts import BorderCounts, is_cut
from communique.audit.border_model import border_models
from communique.audit.evidence import Evidence, Weighed, limited
from communique.audit.item import AuditItem, Text
from communique.audit.places import Places, Words, lower_of, neighbours, places, words_of

_NEAR = 60  # tokens


def border_evidence(
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    changed: Sequence[Sequence[AuditItem]],
    *,
    with_model: bool,
) -> Iterator[Weighed]:
    """Every kind of evidence about the borders of spans; the suggestion is a surface. `changed`:
    rounds of the same items with other borders.
    """
    own = [texts[d] for d in dict.fromkeys(item.doc_id for item in items)]
    witness = _Witness(items, texts, changed, places(own, with_model=with_model))
    present = [witness.speak(i, item) for i, item in enumerate(items)]
    rounds = [
        [[e.strength for e in witness.speak(i, item)] for i, item in enumerate(each)]
        for each in changed
    ]
    strengths = np.array(rounds, np.float64)
    for n, evidence in enumerate(zip(*present, strict=True)):
        yield Weighed(evidence, strengths[:, :, n] if len(strengths) else strengths)


class _Witness:
    """Everything that is known of the borders of a layer."""

    def __init__(
        self,
        items: Sequence[AuditItem],
        texts: Mapping[str, Text],
        changed: Sequence[Sequence[AuditItem]],
        where: Places,
    ) -> None:
        self._items, self._texts, self._where = items, texts, where
        other = {
            lower_of(words_of(i, texts[i.doc_id]), texts[i.doc_id])
            for each in changed
            for i in each
        }
        self._counts = BorderCounts(items, texts, other)
        self._models = border_models(items, texts, where)
        self._spans: dict[str, list[Words]] = defaultdict(list)
        for item in items:
            self._spans[item.doc_id].append(words_of(item, texts[item.doc_id]))
        self._crossing = sum(
            self._crosses(w, w, d) for d, spans in self._spans.items() for w in spans
        )

    def speak(self, i: int, item: AuditItem) -> list[Evidence]:
        """The same kinds of evidence in the same order, about the item `i` with these borders."""
        text, counts = self._texts[item.doc_id], self._counts
        now, own = words_of(item, text), words_of(self._items[i], text)
        taken = {w for w in self._spans[item.doc_id] if abs(w[0] - now[0]) < _NEAR and w != own}
        others = neighbours(now, text, taken | {now})
        first = self._where.first.get(item.doc_id, 0)
        row = [
            counts.family(now, own, others, text),
            *(counts.edge(now, own, text, side) for side in ("start", "end")),
            counts.shape(now, own, text),
            counts.length(now, own),
            counts.inside(item, now, is_cut(self._items[i], own, text), text),
            counts.unmarked(now, own, text),
            self._crossed(now, own, item.doc_id),
        ]
        for model in self._models:
            row += (
                model.expects_none(first, now),
                model.expects_one_inside(first, now),
                *(model.expects_elsewhere(first, now, others, text, e) for e in ("start", "end")),
            )
        return row

    def _crosses(self, now: Words, own: Words, doc_id: str) -> bool:
        """Whether a span shares words with another, and neither is inside the other."""
        return any(
            (a < now[0] < b < now[1]) or (now[0] < a < now[1] < b)
            for a, b in self._spans[doc_id]
            if (a, b) != own
        )

    def _crossed(self, now: Words, own: Words, doc_id: str) -> Evidence:
        if not self._crosses(now, own, doc_id):
            return Evidence("border", 0.0, "", "")
        others = self._crossing - self._crosses(own, own, doc_id)
        strength = limited(float(np.log((len(self._items) + 1) / (others + 1))))
        why = f"it crosses another span, as {others} of {len(self._items) - 1} other spans"
        return Evidence("border", strength, why, "")
