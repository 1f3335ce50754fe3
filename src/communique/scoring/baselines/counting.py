"""Systems that only count: the most frequent label, and the surfaces of the training documents."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from communique.records.predictions import PredictedSpan
from communique.scoring.baselines.items import Block, Item

Answers = list[list[str]]  # the labels of each unit, the main one first


def most_frequent(train: Sequence[Item], test: Sequence[Item]) -> Answers:
    """The most frequent label, whatever the unit."""
    return _by(lambda _: "", train, test)


def by_fact(name: str) -> Callable[[Sequence[Item], Sequence[Item]], Answers]:
    """The most frequent label of units with the same value; of all units for a new value."""
    return lambda train, test: _by(lambda item: item.facts[name], train, test)


def _by(key: Callable[[Item], Hashable], train: Sequence[Item], test: Sequence[Item]) -> Answers:
    counts: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    for item in train:
        counts[key(item)][item.unit.label] += 1
    every = _first(label for c in counts.values() for label in c.elements())
    best = {value: _first(c.elements()) for value, c in counts.items()}
    return [[best.get(key(item), every)] for item in test]


def _first(labels: Iterable[str]) -> str:
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label))


def gazetteer(train: Sequence[Block], test: Sequence[Block]) -> list[list[PredictedSpan]]:
    """Mark every surface of the training documents with its most frequent label.

    The longest surface comes first, from left to right, and only whole tokens are marked.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for block in train:
        for start, end, label in tagged(block, block.tags):
            counts[block.text[start:end]][label] += 1
    labels = {surface: _first(c.elements()) for surface, c in counts.items()}
    longest = max(map(len, labels), default=0)
    return [_marked(block, labels, longest) for block in test]


def _marked(block: Block, labels: dict[str, str], longest: int) -> list[PredictedSpan]:
    ends = [start + len(token) for start, token in zip(block.starts, block.tokens, strict=True)]
    spans: list[PredictedSpan] = []
    reached = 0
    for i, start in enumerate(block.starts):
        near = [end for end in ends[i:] if end - start <= longest] if start >= reached else []
        for end in reversed(near):
            if (label := labels.get(block.text[start:end])) is not None:
                spans.append(PredictedSpan(start, end, label))
                reached = end
                break
    return spans


def tagged(block: Block, tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans of IOB2 tags, as start, end and label."""
    spans: list[tuple[int, int, str]] = []
    before = "O"
    for start, token, tag in zip(block.starts, block.tokens, tags, strict=True):
        end = start + len(token)
        mark, _, label = tag.partition("-")
        if mark == "I" and before.partition("-")[2] == label:
            spans[-1] = (spans[-1][0], end, label)
        elif mark != "O":
            spans.append((start, end, label))
        before = tag
    return spans
