"""Documents for the writers of formats: texts of many scripts, with spans that nest and cross."""

from collections.abc import Iterable, Sequence
from typing import Any

import yaml
from hypothesis import strategies as st

from communique.corpus.documents import Document
from communique.dataset.sentences import sentences_of
from communique.formats.document import Annotation, Export, ExportedDocument
from communique.formats.losses import Losses
from communique.schema import Schema
from communique.text import Block, Piece, sha256_text

SCHEMA = """
name: made
annotators: [{id: ann-1, type: human}]
registry:
  - {id: "per:ann-lee", type: person, name: Ann Lee}
  - {id: "gpe:rome", type: place, name: Rome}
actors: [{id: rome}, {id: ann}]
layers:
  - name: names
    unit: span
    labels: [person, place, "a thing"]
    relations: [part_of]
    attributes:
      - {name: reading, type: choice, values: [literal, metonymic]}
      - {name: entity_id, type: entity, registry: true}
      - {name: holders, type: choices, registry: actors}
  - name: quotes
    unit: span
    labels: [direct, indirect]
  - name: frames
    unit: block
    labels: [money, people]
    attributes:
      - {name: frames, type: choices, registry: labels}
      - {name: tone, level: document, type: choice, values: [warm, cold]}
"""
MANY_SCRIPTS = (
    "Ann Lee 😀 met Bo in Oslo. She left (at once).\n"
    "قالت آن لي إنها وصلت إلى روما اليوم. ثم غادرت.\n"
    "安李到了罗马。她离开了。\n"
    "e\u0301tude d’un cœur, U.S. troops; 10,000 men"
)


def schema() -> Schema:
    return Schema.model_validate(yaml.safe_load(SCHEMA))


def export(**values: Any) -> Export:
    made = values.pop("schema", None) or schema()
    names = values.pop("layers", [x.name for x in made.layers])
    return Export(made, [made.layer(n) for n in names], Losses(), **values)


def document(
    text: str, annotations: Sequence[Annotation] = (), doc_id: str = "one", split: str = "train"
) -> ExportedDocument:
    """A document whose blocks are the lines of the text."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        piece = Piece(start, start, len(line))
        blocks.append(Block(f"b{start:06d}", "paragraph", start, end, start, end, "", (piece,)))
        start = end + 1
    cleaned = Document(
        doc_id=doc_id,
        source_sha256="",
        text=text,
        text_sha256=sha256_text(text),
        title=None,
        byline=None,
        published=None,
        dateline=None,
        blocks=tuple(blocks),
        removed=(),
    )
    sentences = [(s.sentence_id, s.start, s.end) for s in sentences_of(cleaned, "en")]
    return ExportedDocument(
        doc_id=doc_id,
        title="A title",
        language="en",
        split=split,
        text=text,
        text_sha256=cleaned.text_sha256,
        blocks=blocks,
        sentences=sentences,
        annotations=annotations,
    )


def span(
    start: int, end: int, label: str = "person", uid: str = "", layer: str = "names", **more: Any
) -> Annotation:
    relations = more.pop("relations", ())
    return Annotation(
        uid or f"u{start}-{end}-{label}", layer, "span", start, end, label, more, relations
    )


def words(text: str, surface: str, label: str = "person", **more: Any) -> Annotation:
    """The span of the first place of some words."""
    start = text.index(surface)
    return span(start, start + len(surface), label, **more)


def files(chunks: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The content of each file."""
    made: dict[str, bytes] = {}
    for name, data in chunks:
        made[name] = made.get(name, b"") + data
    return made


@st.composite
def documents(draw: st.DrawFn, inside_lines: bool = False) -> ExportedDocument:
    """A text of many scripts with up to eight spans anywhere in it, or each in one line."""
    alphabet = st.sampled_from([*"ab .,\n😀é安李قال-\u0301(", "Ann Lee ", "U.S. "])
    text = "".join(draw(st.lists(alphabet, min_size=1, max_size=40)))
    text = "\n".join(line for x in text.split("\n") if (line := x.strip())) or "a"
    spans: list[Annotation] = []
    for number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text) - 1))
        stop = text.find("\n", start) if inside_lines else -1
        stop = len(text) if stop < 0 else stop
        if start >= stop:
            continue
        end = draw(st.integers(start + 1, stop))
        if text[start:end].strip() == text[start:end]:
            label = draw(st.sampled_from(["person", "place", "a thing"]))
            values = draw(
                st.sampled_from([{}, {"reading": "literal"}, {"holders": ("rome", "ann")}])
            )
            spans.append(span(start, end, label, f"u{number}", **values))
    spans.sort(key=lambda a: (a.range[0], -a.range[1]))
    return document(text, spans)
