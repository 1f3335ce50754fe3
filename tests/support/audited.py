"""Made-up corpora with known decisions, for the audit.

The names of a corpus follow Zipf's law, a third of all mentions are names that are seen once, and
some names are rightly two things.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from audited_language import Kind, Language, Name
from communique.audit.item import LABEL, AuditItem, Text


@dataclass(frozen=True)
class Facts:
    """What tells the decisions of a mention: its name, and the questions that a word beside it
    answers.
    """

    name: Name
    told: frozenset[str]


@dataclass(frozen=True)
class Made:
    """A corpus: texts by id, the right decisions, the language, and the facts by uid."""

    texts: Mapping[str, Text]
    items: Sequence[AuditItem]
    language: Language
    facts: Mapping[str, Facts]

    @cached_property
    def by_uid(self) -> dict[str, AuditItem]:
        """The right decisions by uid."""
        return {item.uid: item for item in self.items}


@dataclass
class _Writing:
    """A document that is being written: its words, and its spans by tokens."""

    words: list[str] = field(default_factory=list[str])
    spans: list[tuple[int, int, dict[str, Any], Facts]] = field(default_factory=list[Any])

    def span(self, words: Sequence[str], values: dict[str, Any], facts: Facts) -> None:
        self.spans.append((len(self.words), len(self.words) + len(words), values, facts))
        self.words += words


def corpus(kind: Kind, seed: int, documents: int | None = None) -> Made:
    """A corpus of a kind; the seed decides everything."""
    language = Language(kind, random.Random(seed))
    write = _paragraphs if kind.by_block else _sentences
    texts: dict[str, Text] = {}
    items: list[AuditItem] = []
    facts: dict[str, Facts] = {}
    written: list[tuple[list[_Writing], str]] = []
    for number in range(documents or kind.documents):
        doc_id = f"d{number:04}"
        parts, group = write(language), doc_id
        if written and language.chance.random() < kind.copies:
            other, group = language.chance.choice(written)
            parts = [*other[: len(other) // 2], *parts[len(parts) // 2 :]]
        written.append((parts, group))
        texts[doc_id], spans = _put_together(doc_id, group, parts, language)
        for n, (start, end, values, of_item) in enumerate(spans):
            uid = f"{doc_id}-{n}"
            what = "block" if kind.by_block else "span"
            items.append(AuditItem("names", doc_id, uid, what, start, end, values))
            facts[uid] = of_item
    return Made(texts, items, language, facts)


def _put_together(
    doc_id: str, group: str, parts: Sequence[_Writing], language: Language
) -> tuple[Text, list[tuple[int, int, dict[str, Any], Facts]]]:
    by_block = language.kind.by_block
    blank = "" if language.kind.script == "han" else " "
    text, spans, blocks = "", [], []
    for part in parts:
        text += "\n" if text and by_block else ""
        begin, places = len(text), []
        for word in part.words:
            is_first = len(text) == (begin if by_block else 0)
            text += "" if is_first or word in ".。" else blank
            places.append((len(text), len(text) + len(word)))
            text += word
        blocks.append((begin, len(text), "paragraph"))
        spans += [(places[a][0], places[b - 1][1], values, f) for a, b, values, f in part.spans]
    own = tuple(blocks) if by_block else ((0, len(text), "paragraph"),)
    return Text(doc_id, text, own, group), spans


def _sentences(language: Language) -> list[_Writing]:
    found: list[_Writing] = []
    for _ in range(language.kind.sentences):
        sentence = _Writing()
        for _ in range(2):
            _mention(language, sentence)
        sentence.words.append("。" if language.kind.script == "han" else ".")
        found.append(sentence)
    return found


def _mention(language: Language, out: _Writing) -> None:
    chance, kind = language.chance, language.kind
    name = language.next_name()
    values, told, cues = _decisions(language, name)
    is_touching = (
        bool(out.spans) and out.spans[-1][1] == len(out.words) and _happens(chance, kind.touching)
    )
    if not is_touching:
        out.words += language.filler(chance.randint(2, 5))
        if "before" in told:
            out.words.append(chance.choice(language.before[values[LABEL]]))
        out.words += chance.choice(
            ([], [chance.choice(language.titles)], [chance.choice(language.determiners)], [])
        )
    words = [*name.words]
    words[-1] += chance.choice(language.endings)
    if _happens(chance, kind.nested):
        _outer(language, out, words)
    if "after" in told or ("before" in told and not is_touching):
        told.add(LABEL)
    out.span(words, values, Facts(name, frozenset(told)))
    if "after" in told:
        out.words.append(chance.choice(language.after[values[LABEL]]))
    out.words += cues


def _outer(language: Language, out: _Writing, inner: Sequence[str]) -> None:
    """A longer name that ends with another one."""
    name = language.next_name()
    values, _, _ = _decisions(language, name)
    words = [language.chance.choice(language.ends[values[LABEL]]), *inner]
    spanned = len(out.words), len(out.words) + len(words)
    out.spans.append((*spanned, values, Facts(name, frozenset({LABEL}))))
    out.words.append(words[0])


def _decisions(language: Language, name: Name) -> tuple[dict[str, Any], set[str], list[str]]:
    """The values of a mention, the questions that words tell, and the words for attributes."""
    chance, kind = language.chance, language.kind
    values: dict[str, Any] = {LABEL: chance.choice(name.labels)}
    is_mute = _happens(chance, kind.mute)
    told: set[str] = set()
    cues: list[str] = []
    for n, attribute in enumerate(kind.attributes):
        value = language.value(n, values[LABEL])
        values[f"attribute-{n}"] = value
        is_cued = value is not None and not is_mute and chance.random() < attribute.cued
        if is_cued and attribute.follows < 1:
            told.add(f"attribute-{n}")
            each = value if isinstance(value, tuple) else (value,)
            cues += [chance.choice(language.cues[v]) for v in each]
    must = len(name.labels) > 1 and kind.told
    told |= {s for s in ("before", "after") if must or (not is_mute and _is_told(chance, kind))}
    return values, told, cues


def _paragraphs(language: Language) -> list[_Writing]:
    """Paragraphs, each with a label and attributes that some of its words tell."""
    chance = language.chance
    found: list[_Writing] = []
    for _ in range(language.kind.sentences):
        label = chance.choices(language.labels, language.weights)[0]
        values, told, cues = _decisions(language, Name((), (label,)))
        topic = [chance.choice(language.before[label]) for _ in range(chance.randint(0, 4))]
        words = [*language.filler(chance.randint(15, 40)), *topic, *cues]
        chance.shuffle(words)
        paragraph = _Writing()
        told |= {LABEL} if topic else set()
        facts = Facts(Name((), (label,), is_known=False), frozenset(told))
        paragraph.span([*words, "."], values, facts)
        found.append(paragraph)
    return found


def _is_told(chance: random.Random, kind: Kind) -> bool:
    return chance.random() > kind.bare


def _happens(chance: random.Random, share: float) -> bool:
    """Without a draw where the share is 0, so that other kinds stay as they are."""
    return share > 0 and chance.random() < share
