"""Small corpora in several scripts, and what a browser sees of a page of their sites."""

import hashlib
import random
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from communique.corpus import Document, Source, write_json
from communique.workflow.clean import make_document

LATIN = """A short headline

Ann Lee met <b>the team</b> in Paris & Rome on Monday \N{GRINNING FACE}, and </style> thanked Ann.

Rome replied <script>alert("that it would wait")</script> for as long as it takes in all cities.
"""
HEBREW = """כותרת קצרה של הידיעה

אן לי פגשה את הצוות בפריז ביום שני, והצוות הודה לאן לי על הביקור הארוך.

רומא השיבה (Rome 2021) כי תמתין עד לסוף השנה.
"""
JAPANESE = """東京で会談

アン・リーは月曜日にパリでチームと会い、チームは彼女に感謝した。

ローマは待つと答えた。東京と北京は何も言わなかった。
"""
SCHEMA = """
name: small
version: 0.1.0
released: 2026-01-01
language: [{language}]
annotators:
  - {{id: ann-1, type: human}}
  - {{id: ann-2, type: human}}
  - {{id: judge, type: human, role: adjudicator}}
layers:
  - name: names
    unit: span
    rows: flat
    control: entity
    column: type
    labels: [person, place]
    relations: [meets]
    attributes:
      - {{name: note, type: text, required: never, counts_for_agreement: false}}
  - name: topics
    unit: block
    control: topic
    column: topic
    labels: [money, people]
"""
VOID = {"meta", "link", "input", "br", "img"}


def write(
    root: Path, raw: str, language: str = "en", annotators: int = 1, seed: int = 0
) -> Document:
    """Write a corpus of one document with random spans, crossing ones too; return the document."""
    source = Source(
        doc_id="one",
        file="one.txt",
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
        language=language,
    )
    document = make_document(source, raw.encode(), "extracted")
    for folder in ("schema", "corpus/raw", "annotations/names"):
        (root / folder).mkdir(parents=True)
    (root / "schema/corpus.yaml").write_text(SCHEMA.format(language=language), encoding="utf-8")
    (root / "corpus/raw/one.txt").write_bytes(raw.encode())
    sources = f"- {{doc_id: one, file: one.txt, sha256: {source.sha256}, language: {language}}}\n"
    (root / "corpus/sources.yaml").write_text(sources)
    write_json(root / "corpus/clean/one.json", document.to_json())
    for number in range(1, annotators + 1):
        chance = random.Random(seed + number)
        task = _task(document, f"ann-{number}", chance)
        write_json(root / f"annotations/names/ann-{number}.json", [task])
    return document


def _task(document: Document, annotator: str, chance: random.Random) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    text = document.text
    for block in document.body:
        start, end = block.range
        for _ in range(5):
            a, b = sorted(chance.sample(range(start, end + 1), 2))
            while a < b and text[a].isspace():
                a += 1
            while a < b and text[b - 1].isspace():
                b -= 1
            if a < b:
                rows.append(_row(f"{annotator}-{len(rows)}", text, a, b, chance))
    ends = [row["id"] for row in rows[:2]]
    link = {"type": "relation", "from_id": ends[0], "to_id": ends[1], "direction": "right"}
    rows.append({**link, "labels": ["meets"]})
    return {
        "id": 7,
        "data": {"doc_id": "one", "text": text, "text_sha256": document.text_sha256},
        "annotations": [
            {
                "id": 70,
                "completed_by": annotator,
                "updated_by": annotator,
                "was_cancelled": False,
                "ground_truth": False,
                "lead_time": 60.0,
                "updated_at": "2026-01-01T00:00:00Z",
                "result": rows,
            }
        ],
        "drafts": [],
        "predictions": [],
    }


def _row(region: str, text: str, start: int, end: int, chance: random.Random) -> dict[str, Any]:
    label = chance.choice(["person", "place"])
    return {
        "id": region,
        "from_name": "entity",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
        "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
    }


class Seen(HTMLParser):
    """A page: the text of each block, its marks, its ids, all text, and every address in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: dict[str, str] = {}
        self.marks: dict[str, tuple[str, str]] = {}
        self.annotators: dict[str, str] = {}
        self.inside_blocks: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str] = []
        self.loaded: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loaded += [
            v for k, v in given.items() if k in ("src", "srcset") or (tag == "link" and k == "href")
        ]
        if "data-block-id" in given:
            self.blocks[given["data-block-id"]] = ""
        if tag == "mark" and "id" in given and given.get("data-layer"):
            self.marks[given["id"]] = given["data-layer"], given["data-label"]
        if "data-annotator" in given and any("data-block-id" in own for _, own in self._open):
            self.inside_blocks.append(given["data-annotator"])
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, given in self._open:
            if "data-block-id" in given:
                self.blocks[given["data-block-id"]] += data
            if "data-annotator" in given:
                own = given["data-annotator"]
                self.annotators[own] = self.annotators.get(own, "") + data
