"""Kinds of made-up corpora for the audit, and the words that their documents are made of."""

import random
from dataclasses import dataclass, replace
from typing import Any

ONCE = 1 / 3  # of the mentions are names that are seen once


@dataclass(frozen=True)
class Attribute:
    """How the values of an attribute come about.

    `skew`: how unequal they are; `follows`: in how many mentions the label decides the value;
    `cued`: in how many mentions with cues a word tells it; `missing`: how often there is none;
    `many`: whether there are one to three values.
    """

    values: int
    skew: float = 0.0
    follows: float = 0.0
    cued: float = 0.75
    missing: float = 0.0
    many: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of corpus.

    `mute`: the share of mentions without any word that tells something; `bare`: how often one such
    word is left out in the other mentions; `two`: the share of names that are rightly two things;
    `told`: whether these always stand with a word that tells which; `nested` and `touching`: the
    share of mentions inside another name, and right after one; `copies`: the share of documents
    that repeat half of another.
    """

    labels: int
    skew: float
    attributes: tuple[Attribute, ...] = ()
    script: str = "capitals"
    mute: float = 0.0
    bare: float = 0.25
    two: float = 1 / 12
    told: bool = True
    nested: float = 0.0
    touching: float = 0.0
    copies: float = 0.0
    documents: int = 200
    sentences: int = 7
    names: int = 900
    by_block: bool = False


FOLLOWS = Attribute(4, follows=1.0)
NOISE = (
    Attribute(3, cued=0.9),
    Attribute(4, follows=0.9, cued=0.3),
    Attribute(5, skew=1.5, follows=0.5, cued=0.5),
    Attribute(2, skew=2.5, cued=0.1),
)
CHANCE = (
    Attribute(3, cued=0.6),
    Attribute(4, follows=0.8, cued=0.3),
    Attribute(3, skew=1.0, cued=0.15),
    Attribute(2, cued=0.05),
)

KINDS = {
    "capitals": Kind(4, 1.0, (Attribute(2), FOLLOWS)),
    "nouns": Kind(8, 2.0, (Attribute(2), FOLLOWS, Attribute(6)), "nouns"),
    "lower": Kind(3, 0.5, (Attribute(2), FOLLOWS), "lower"),
    "han": Kind(5, 1.0, (Attribute(2), FOLLOWS), "han"),
    "noisy": Kind(5, 1.0, NOISE, mute=0.5, told=False),
    "chance": Kind(5, 1.0, CHANCE, mute=0.5, told=False),
    "cueless": Kind(4, 1.0, (Attribute(2), Attribute(3, skew=0.5)), mute=0.75, told=False),
    "many": Kind(20, 1.2, (), "endings", mute=0.25, documents=50, sentences=28),
    "nested": Kind(6, 1.0, (Attribute(3, skew=1.0),), nested=0.2, touching=0.15, mute=0.2),
    "sets": Kind(
        5,
        1.0,
        (Attribute(6, 1.0, many=True), Attribute(3, missing=0.3), Attribute(4, follows=0.9)),
        mute=0.2,
        copies=0.3,
    ),
    "blocks": Kind(6, 1.0, (Attribute(3), Attribute(3, follows=0.9)), by_block=True),
}


@dataclass(frozen=True)
class Name:
    """A name, what it may be, and whether it is one of the known names."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    is_known: bool = True


class Language:
    """Words, and what stands around names of each label and value."""

    def __init__(self, kind: Kind, chance: random.Random) -> None:
        self.kind, self.chance = kind, chance
        self.labels = [f"label-{n}" for n in range(kind.labels)]
        self.weights = shares(kind.labels, kind.skew)
        self.values = [
            [f"value-{n}{v}" for v in range(attribute.values)]
            for n, attribute in enumerate(kind.attributes)
        ]
        self.common = [self.word(name=kind.script == "nouns" and n % 3 == 0) for n in range(600)]
        self.before, self.after, self.ends = (
            {label: self.some(6, name=name) for label in self.labels}
            for name in (False, False, True)
        )
        self.cues = {v: self.some(4) for values in self.values for v in values}
        self.titles, self.determiners = self.some(8, name=True), self.some(3)
        self.endings = ["", "", "n", "lla", "sta", "ksi"] if kind.script == "endings" else [""]
        self.known = [self.name() for _ in range(kind.names)]

    def word(self, *, name: bool = False) -> str:
        if self.kind.script == "han":
            return "".join(chr(self.chance.randint(0x4E00, 0x5200)) for _ in range(2))
        parts = self.chance.choices("bdfglmnprstvk", k=self.chance.randint(2, 4))
        word = "".join(p + self.chance.choice("aeiou") for p in parts)
        return word.capitalize() if name and self.kind.script != "lower" else word

    def some(self, n: int, *, name: bool = False) -> list[str]:
        return [self.word(name=name) for _ in range(n)]

    def filler(self, n: int) -> list[str]:
        """Common words."""
        return [w + self.chance.choice(self.endings) for w in self.chance.choices(self.common, k=n)]

    def name(self) -> Name:
        label = self.chance.choices(self.labels, self.weights)[0]
        words = self.some(self.chance.choice((1, 1, 2, 2, 3)), name=True)
        if len(words) > 1 and self.chance.random() < 0.5:
            words[-1] = self.chance.choice(self.ends[label])
        labels = [label]
        if self.chance.random() < self.kind.two:
            labels.append(self.chance.choice([x for x in self.labels if x != label]))
        return Name(tuple(words), tuple(labels))

    def next_name(self) -> Name:
        if self.chance.random() < ONCE:
            name = self.name()
            return replace(name, labels=name.labels[:1], is_known=False)
        return self.chance.choices(self.known, [1 / (n + 1) for n in range(len(self.known))])[0]

    def value(self, n: int, label: str) -> Any:
        """The right value of an attribute: a value, some, or none."""
        attribute, values = self.kind.attributes[n], self.values[n]
        if self.chance.random() < attribute.missing:
            return None
        if self.chance.random() < attribute.follows:
            return self.of_label(n, label)
        weights = shares(attribute.values, attribute.skew)
        if attribute.many:
            drawn = self.chance.choices(values, weights, k=self.chance.choice((1, 1, 2, 3)))
            return tuple(v for v in values if v in drawn)
        return self.chance.choices(values, weights)[0]

    def of_label(self, n: int, label: str) -> str:
        """The value of an attribute that goes with a label."""
        return self.values[n][self.labels.index(label) % len(self.values[n])]


def shares(n: int, skew: float) -> list[float]:
    """The weights of some values, the first the most usual."""
    return [1 / (i + 1) ** skew for i in range(n)]
