"""Compare labels and sets of labels of one unit."""

from collections.abc import Collection, Iterator, Sequence

from communique.scoring.counts import Counts

Labelled = tuple[str, Counts]
_RIGHT, _WRONG, _MISSED = Counts(1, 0, 0), Counts(0, 1, 0), Counts(0, 0, 1)


def compare_labels(gold: str, predicted: str | None) -> list[Labelled]:
    """Counts by label of one unit with one label; None means no answer.

    >>> compare_labels("against", "favor")
    [('against', Counts(tp=0, fp=0, fn=1)), ('favor', Counts(tp=0, fp=1, fn=0))]
    """
    if gold == predicted:
        return [(gold, _RIGHT)]
    wrong = [] if predicted is None else [(predicted, _WRONG)]
    return [(gold, _MISSED), *wrong]


def compare_sets(gold: Collection[str], predicted: Collection[str]) -> Iterator[Labelled]:
    """Counts by label of one unit with a set of labels. A label given twice counts once.

    >>> dict(compare_sets({"a"}, {"a", "b"}))
    {'a': Counts(tp=1, fp=0, fn=0), 'b': Counts(tp=0, fp=1, fn=0)}
    """
    known, guessed = set(gold), set(predicted)
    for label in sorted(known | guessed):
        if label not in guessed:
            yield label, _MISSED
        else:
            yield label, _RIGHT if label in known else _WRONG


def jaccard(gold: Collection[str], predicted: Collection[str]) -> float:
    """Shared labels divided by all labels of both sets (0 to 1); 1 for two empty sets."""
    known, guessed = set(gold), set(predicted)
    return len(known & guessed) / len(known | guessed) if known | guessed else 1.0


def as_set(value: str | Sequence[str] | None) -> Sequence[str]:
    """The values of an attribute."""
    return (value,) if isinstance(value, str) else value or ()
