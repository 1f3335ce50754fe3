"""Made-up corpora of names with errors put in at random, for the audit.

The names of a corpus follow Zipf's law, a third of all mentions are names that are seen once, and
one name in twelve is rightly two things, which its context tells.
"""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from communique.audit.borders import words_of
from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.ranking import Suspicion

Flip = tuple[str, str]  # uid and question
ONCE, TWO_THINGS = 1 / 3, 1 / 12


@dataclass(frozen=True)
class Kind:
    """One kind of corpus: how many labels and attributes, how skewed, in which script, and how
    often a name stands without the words that tell its label.
    """

    labels: int
    skew: float
    attributes: int
    script: str = "capitals"
    bare: float = 0.25


KINDS = {
    "capitals": Kind(4, 1.0, 2),
    "nouns": Kind(8, 2.0, 3, "nouns"),  # common nouns have capitals too
    "lower": Kind(3, 0.5, 2, "lower"),
    "han": Kind(5, 1.0, 2, "han"),  # no blanks between words
}


@dataclass(frozen=True)
class Name:
    words: tuple[str, ...]
    labels: tuple[str, ...]


class Language:
    """Words, and what stands around names of each label and value."""

    def __init__(self, kind: Kind, chance: random.Random) -> None:
        self.kind, self.chance = kind, chance
        self.labels = [f"label-{n}" for n in range(kind.labels)]
        self.weights = [1 / (n + 1) ** kind.skew for n in range(kind.labels)]
        self.values = [[f"value-{a}{v}" for v in range(2 + a * 2)] for a in range(kind.attributes)]
        self.common = [self.word(name=kind.script == "nouns" and n % 3 == 0) for n in range(600)]
        self.before, self.after, self.ends = (
            {label: self.some(6, name=name) for label in self.labels}
            for name in (False, False, True)
        )
        self.cues = {v: self.some(4) for values in self.values for v in values}
        self.titles, self.determiners = self.some(8, name=True), self.some(3)
        self.known = [self.name() for _ in range(900)]

    def word(self, *, name: bool = False) -> str:
        if self.kind.script == "han":
            return "".join(chr(self.chance.randint(0x4E00, 0x5200)) for _ in range(2))
        parts = self.chance.choices("bdfglmnprstvk", k=self.chance.randint(2, 4))
        word = "".join(p + self.chance.choice("aeiou") for p in parts)
        return word.capitalize() if name and self.kind.script != "lower" else word

    def some(self, n: int, *, name: bool = False) -> list[str]:
        return [self.word(name=name) for _ in range(n)]

    def name(self) -> Name:
        label = self.chance.choices(self.labels, self.weights)[0]
        words = self.some(self.chance.choice((1, 1, 2, 2, 3)), name=True)
        if len(words) > 1 and self.chance.random() < 0.5:
            words[-1] = self.chance.choice(self.ends[label])
        labels = [label]
        if self.chance.random() < TWO_THINGS:
            labels.append(self.chance.choice([x for x in self.labels if x != label]))
        return Name(tuple(words), tuple(labels))

    def next_name(self) -> Name:
        if self.chance.random() < ONCE:
            name = self.name()
            return replace(name, labels=name.labels[:1])
        return self.chance.choices(self.known, [1 / (n + 1) for n in range(len(self.known))])[0]


def corpus(
    kind: Kind, seed: int, documents: int = 200
) -> tuple[dict[str, Text], list[AuditItem], Language]:
    """Texts by id, the right decisions, and the language."""
    language = Language(kind, random.Random(seed))
    texts: dict[str, Text] = {}
    items: list[AuditItem] = []
    for number in range(documents):
        doc_id = f"d{number:04}"
        text, spans = _document(language)
        texts[doc_id] = Text(doc_id, text, ((0, len(text), "paragraph"),), doc_id)
        for n, (start, end, values) in enumerate(spans):
            uid = f"{doc_id}-{n}"
            items.append(AuditItem("names", doc_id, uid, "span", start, end, values))
    return texts, items, language


def _document(language: Language) -> tuple[str, list[tuple[int, int, dict[str, Any]]]]:
    words: list[str] = []
    spans: list[tuple[int, int, dict[str, Any]]] = []
    for _ in range(7):
        for _ in range(2):
            _mention(language, words, spans)
        words.append("。" if language.kind.script == "han" else ".")
    blank = "" if language.kind.script == "han" else " "
    text, places = "", []
    for word in words:
        text += blank if text and word not in ".。" else ""
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, [(places[a][0], places[b - 1][1], values) for a, b, values in spans]


def _mention(
    language: Language, words: list[str], spans: list[tuple[int, int, dict[str, Any]]]
) -> None:
    chance, bare = language.chance, language.kind.bare
    name = language.next_name()
    label = chance.choice(name.labels)
    values: dict[str, Any] = {LABEL: label}
    cues: list[str] = []
    for n, known in enumerate(language.values):
        goes_with_label = n == 1
        value = known[language.labels.index(label) % len(known)] if goes_with_label else ""
        value = value or chance.choice(known)
        values[f"attribute-{n}"] = value
        if not goes_with_label and chance.random() > bare:
            cues.append(chance.choice(language.cues[value]))
    words += chance.choices(language.common, k=chance.randint(2, 5))
    if chance.random() > bare or len(name.labels) > 1:
        words.append(chance.choice(language.before[label]))
    words += chance.choice(
        ([], [chance.choice(language.titles)], [chance.choice(language.determiners)], [])
    )
    spans.append((len(words), len(words) + len(name.words), values))
    words += name.words
    if chance.random() > bare or len(name.labels) > 1:
        words.append(chance.choice(language.after[label]))
    words += cues


def flipped(
    texts: Mapping[str, Text],
    items: Sequence[AuditItem],
    language: Language,
    seed: int,
    *,
    share: float = 0.05,
    once: bool = False,
) -> tuple[list[AuditItem], set[Flip]]:
    """The items with a share of labels, borders and attributes changed, and what was changed.

    With `once`, a share of the items is changed, each in one question.
    """
    chance = random.Random(seed + 999)
    found: list[AuditItem] = []
    flips: set[Flip] = set()
    for item in items:
        questions = [*item.values, BORDER]
        if once:
            kinds = [LABEL, BORDER, chance.choice(questions[1:-1])]
            chosen = [chance.choice(kinds)] if chance.random() < share else []
        else:
            chosen = [q for q in questions if chance.random() < share]
        for question in chosen:
            item = _flip(item, question, texts[item.doc_id], language, chance)
            flips.add((item.uid, question))
        found.append(item)
    return found, flips


def _flip(
    item: AuditItem, question: str, text: Text, language: Language, chance: random.Random
) -> AuditItem:
    if question == BORDER:
        first, stop = words_of(item, text)
        moved = [(first - 1, stop)] * (first > 0) + [(first, stop + 1)] * (stop < len(text.lower))
        moved += [(first + 1, stop), (first, stop - 1)] * (stop - first > 1)
        start, end = text.edge(*chance.choice(moved))
        return replace(item, start=start, end=end)
    known = language.labels if question == LABEL else language.values[int(question[-1])]
    other = chance.choice([v for v in known if v != item.values[question]])
    return replace(item, values={**item.values, question: other})


def order(found: Sequence[Suspicion]) -> list[Flip]:
    """What is suspected, the most suspicious first."""
    return [(s.item.uid, s.question) for s in sorted(found, key=lambda s: -s.score)]


def counting_surfaces(texts: Mapping[str, Text], items: Sequence[AuditItem]) -> list[Flip]:
    """The reference: how rare the value is among all values of the same surface, and for a border
    how rare the surface is.
    """
    counts: dict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
    surfaces = [item.surface(texts[item.doc_id]).casefold() for item in items]
    for item, surface in zip(items, surfaces, strict=True):
        for question, value in item.values.items():
            counts[surface, question][value] += 1
    often = Counter(surfaces)
    found: list[tuple[float, int, Flip]] = []
    for item, surface in zip(items, surfaces, strict=True):
        for question, value in item.values.items():
            of = counts[surface, question]
            found.append((1 - of[value] / of.total(), of.total(), (item.uid, question)))
        found.append((1 / (often[surface] + 1), 0, (item.uid, BORDER)))
    return [flip for *_, flip in sorted(found, key=lambda x: (-x[0], -x[1]))]


def share_in_first_tenth(order: Sequence[Flip], flips: set[Flip]) -> float:
    """The share of the flips in the first tenth of a list, by uid and question."""
    return len(flips & set(order[: len(order) // 10])) / len(flips)


def share_of_items(order: Sequence[Flip], flips: set[Flip]) -> float:
    """The share of the flipped items among the first tenth of all items, each counted once."""
    uids = list(dict.fromkeys(uid for uid, _ in order))
    wrong = {uid for uid, _ in flips}
    return len(wrong & set(uids[: len(uids) // 10])) / len(wrong)


def write(
    root: Path, texts: Mapping[str, Text], items: Sequence[AuditItem], language: Language
) -> None:
    """A corpus folder with one annotator's export of the items."""
    attributes = [
        f"      - {{name: attribute-{n}, type: choice, values: [{', '.join(values)}],"
        " required: always}"
        for n, values in enumerate(language.values)
    ]
    schema = [
        *("name: audited", "language: [en]", "annotators: [{id: ann-1, type: human}]", "layers:"),
        *("  - name: names", "    unit: span", "    rows: nested", "    granularity: symbol"),
        f"    labels: [{', '.join(language.labels)}]",
        *("    attributes:", *attributes),
    ]
    sources: list[str] = []
    (root / "corpus/raw").mkdir(parents=True)
    for doc_id, text in texts.items():
        raw = f"A headline\n\n{text.text}\n".encode()
        (root / f"corpus/raw/{doc_id}.txt").write_bytes(raw)
        sha256 = hashlib.sha256(raw).hexdigest()
        sources.append(f"- {{doc_id: {doc_id}, file: {doc_id}.txt, sha256: {sha256}}}")
    _write(root / "corpus/sources.yaml", "\n".join(sources) + "\n")
    _write(
        root / "schema/corpus.yaml", "\n".join(schema).replace("attribute-", "attribute_") + "\n"
    )


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def write_export(root: Path, items: Sequence[AuditItem]) -> dict[str, str]:
    """The annotator's export, onto the cleaned texts; the uid in the dataset by our own uid."""
    from communique.records import mint_uid

    tasks: list[Any] = []
    uids: dict[str, str] = {}
    for n, path in enumerate(sorted((root / "corpus/clean").glob("*.json")), start=1):
        document = json.loads(path.read_bytes())
        text, doc_id = document["text"], document["doc_id"]
        body = document["blocks"][-1]
        rows: list[Any] = []
        for item in items:
            if item.doc_id != doc_id:
                continue
            start, end = item.start + body["start"], item.end + body["start"]
            place = {"start": start, "end": end, "text": text[start:end]}
            uids[item.uid] = mint_uid(
                "names",
                doc_id,
                start - body["start"] + body["raw_start"],
                end - body["start"] + body["raw_start"],
                0,
            )
            for question, value in item.values.items():
                name = question.replace("-", "_")
                kind = "labels" if name == LABEL else "choices"
                rows.append(
                    {
                        "id": item.uid,
                        "from_name": name,
                        "to_name": "text",
                        "type": kind,
                        "origin": "manual",
                        "value": {**place, kind: [value]},
                    }
                )
        data = {"doc_id": doc_id, "text": text, "text_sha256": document["text_sha256"]}
        by = {"completed_by": "ann-1", "updated_by": "ann-1", "was_cancelled": False}
        tasks.append(
            {
                "id": n,
                "data": data,
                "annotations": [{"id": n, "result": rows, **by}],
                "drafts": [],
                "predictions": [],
            }
        )
    _write(root / "annotations/names/ann-1.json", json.dumps(tasks))
    return uids
