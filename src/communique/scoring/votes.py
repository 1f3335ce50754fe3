"""What each annotator who voted gave to a sentence, and to a block of a span layer.

The labels of a sentence are made from the spans of one annotator as the gold is made from the final
spans: a span counts for the sentence that holds its first character.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from communique.records.predictions.values import NONE, LayerValues
from communique.schema import Layer
from communique.schema.names import MIXED
from communique.scoring.dataset import GoldDataset, GoldDocument
from communique.scoring.gold import UnitKey
from communique.scoring.soft import Shares

_Row = Mapping[str, Any]


def sentence_votes(dataset: GoldDataset, values: LayerValues) -> dict[UnitKey, dict[str, str]]:
    """By sentence and target, the label of each annotator who finished the document.

    Sentences of documents without voters have none. Older datasets do not say who voted.
    """
    layer = values.layer
    marked: defaultdict[UnitKey, dict[str, str]] = defaultdict(dict)
    for vote in _span_votes(dataset, layer):
        document = dataset.documents[vote["doc_id"]]
        sentence = _sentence_at(document, vote["start"])
        target = _value(vote, str(layer.detect_by))
        if sentence is not None and target is not None:
            own = marked[vote["doc_id"], sentence, target]
            before = own.setdefault(vote["annotator"], vote["label"])
            if before != vote["label"]:
                own[vote["annotator"]] = MIXED
    return {
        (doc_id, sentence, target): {**silent, **marked.get((doc_id, sentence, target), {})}
        for doc_id, document in dataset.documents.items()
        if (silent := dict.fromkeys(document.voters.get(layer.name, ()), NONE))
        for sentence in document.sentences or ()
        for target in values.targets
    }


def shares_of(labels: Mapping[str, str]) -> Shares | None:
    """The share of each label among annotators; None without an annotator."""
    counts = Counter(labels.values())
    return {label: n / len(labels) for label, n in sorted(counts.items())} or None


def by_annotator(votes: Mapping[UnitKey, Mapping[str, str]]) -> dict[str, dict[UnitKey, str]]:
    """The same votes, by annotator first."""
    turned: defaultdict[str, dict[UnitKey, str]] = defaultdict(dict)
    for key, labels in votes.items():
        for who, label in labels.items():
            turned[who][key] = label
    return {who: turned[who] for who in sorted(turned)}


def block_shares(dataset: GoldDataset, layer: Layer) -> dict[UnitKey, dict[str, float]]:
    """By block, the share of annotators who marked at least one span with each label there.

    An annotator can give several labels, or none, so the shares of a block need not sum to 1.
    """
    gave: defaultdict[UnitKey, defaultdict[str, set[str]]]
    gave = defaultdict(lambda: defaultdict(set))
    for vote in _span_votes(dataset, layer):
        gave[vote["doc_id"], vote["block_id"]][vote["label"]].add(vote["annotator"])
    return {
        (doc_id, block_id): {
            label: len(who) / len(voters) for label, who in sorted(gave[doc_id, block_id].items())
        }
        for doc_id, document in dataset.documents.items()
        if (voters := document.voters.get(layer.name, ()))
        for block_id in document.blocks
    }


def _span_votes(dataset: GoldDataset, layer: Layer) -> Iterator[_Row]:
    """The spans of the annotators who finished the document and vote."""
    for vote in dataset.votes(layer.name):
        voters = dataset.documents[vote["doc_id"]].voters.get(layer.name, ())
        if vote["kind"] == "span" and vote["label"] and vote["annotator"] in voters:
            yield vote


def _value(vote: _Row, attribute: str) -> str | None:
    values = (pair["value"] for pair in vote["attributes"] if pair["name"] == attribute)
    return next(values, None)


def _sentence_at(document: GoldDocument, start: int) -> str | None:
    """The sentence that holds a character of the text; None between two sentences."""
    sentences = list((document.sentences or {}).items())
    at = bisect_right(sentences, start, key=lambda one: one[1][0]) - 1
    return sentences[at][0] if at >= 0 and start < sentences[at][1][1] else None
