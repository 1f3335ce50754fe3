"""Words that are marked elsewhere, or are names of a list, and are unmarked here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.audit.item import LABEL, AuditItem, Text, shown

_LONGEST: Final = 8  # tokens
_SHORT: Final = 4
_LEAST: Final = 0.5  # the share of places where a surface is marked
NAME_SHARE: Final = 0.5  # how often an unmarked name of a list is an error, if nothing is known


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words of a document that are no span. `marked` of `total` places with these words are."""

    doc_id: str
    words: str
    label: str
    marked: int
    total: int
    name_of: str

    @property
    def probability(self) -> float:
        """The estimated probability that the words should be marked."""
        expected = 2 * NAME_SHARE if self.name_of else 0.0
        return 0.9 * (self.marked + expected) / (self.total + 2)

    @property
    def why(self) -> str:
        """The reason in words."""
        share = f"'{self.words}' is marked at {self.marked} of {self.total} places"
        return f"{share}, and is a name of {self.name_of}" if self.name_of else share


def has_surfaces(items: Sequence[AuditItem], texts: Mapping[str, Text]) -> bool:
    """Whether most spans are short, so that the same words come again."""
    lengths = sorted(len(item.words(texts[item.doc_id])) for item in items)
    return bool(lengths) and lengths[len(lengths) // 2] <= _SHORT


def unmarked(
    items: Sequence[AuditItem], texts: Mapping[str, Text], names: Mapping[str, tuple[str, str]]
) -> list[Unmarked]:
    """All unmarked places of known surfaces. `names`: surface to (entry of a list, label).

    Surfaces are compared as they are written. A place inside a span, or across one, is not
    unmarked.
    """
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for item in items:
        surfaces[item.surface(texts[item.doc_id])][shown(item.values.get(LABEL))] += 1
        covered[item.doc_id].append(item.place)
    known = {s for s in surfaces if s} | set(names)
    places = [
        (text, start, end)
        for text in texts.values()
        for start, end in _places(text, known)
        if not any(start < b and a < end for a, b in covered[text.doc_id])
    ]
    missed = Counter(text.text[start:end] for text, start, end in places)
    return list(_found(places, missed, surfaces, names))


def _found(
    places: Sequence[tuple[Text, int, int]],
    missed: Counter[str],
    surfaces: Mapping[str, Counter[str]],
    names: Mapping[str, tuple[str, str]],
) -> Iterator[Unmarked]:
    for text, start, end in places:
        words = text.text[start:end]
        labels = surfaces.get(words, Counter())
        marked, name = sum(labels.values()), names.get(words, ("", ""))
        total = marked + missed[words]
        if name[0] or (marked >= 2 and marked / total >= _LEAST):
            label = labels.most_common(1)[0][0] if labels else name[1]
            yield Unmarked(text.doc_id, words, label, marked, total, name[0])


def _places(text: Text, known: set[str]) -> Iterator[tuple[int, int]]:
    """The longest known surfaces from left to right, in whole tokens."""
    i, n = 0, len(text.lower)
    starts = {t for s in known for t in [s[:1]]}
    while i < n:
        begin = text.tokens.starts[i]
        step = 1
        if text.text[begin] in starts:
            for stop in range(min(i + _LONGEST, n), i, -1):
                place = text.edge(i, stop)
                if text.text[slice(*place)] in known:
                    yield place
                    step = stop - i
                    break
        i += step
