"""Three annotators, a pilot and an adjudicator on two documents, with every kind of question.

Who differs where is drawn at random, with a fixed seed.
"""

import random
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from communique.adjudication.decisions import AdjudicatorDecision
from communique.corpus import Document, Source, write_json
from communique.dataset.parquet import read_rows
from communique.label_studio.writing.answers import Answers, result_rows
from communique.schema import Layer, Schema, load_schema
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.build import build_dataset
from communique.workflow.clean import make_document
from communique.workspace import Corpus

RAWS = {
    "one": """The harbour opens again

Ann Lee praised the new harbour.12 The team from Rome was angry about the harbour 😀. "We wait", \
Ann Lee said.

Rome thanked the team on Monday. Nobody answered.
""",
    "two": """The team goes home

The team left Rome at night. Rome blamed the harbour, and Ann Lee blamed the team.
""",
}
SCHEMA = """
name: panel
version: 0.1.0
released: 2026-01-01
language: [en]
annotators:
  - {id: ann-1, type: human}
  - {id: ann-2, type: human}
  - {id: ann-3, type: model}
  - {id: judge, type: human, role: adjudicator}
  - {id: test, type: human, role: pilot}
registry:
  - {id: "gpe:rome", type: place, name: Rome, definition: A city,
     aliases: [{text: Rome, metonym: true}]}
  - {id: "per:ann-lee", type: person, name: Ann Lee}
actors:
  - {id: AUTHOR, side: author, definition: Who wrote the text}
  - {id: rome, side: rome, entity_id: "gpe:rome"}
  - {id: team}
targets:
  - {id: harbour, definition: A place for ships}
  - {id: team, examples: [the whole team]}
  - other
splits: {train: [one], test: [two]}
layers:
  - name: names
    unit: span
    rows: nested
    control: entity
    column: type
    uid_column: entity_uid
    labels: [{id: person, definition: People, standard: OntoNotes 5 PERSON}, place]
    relations: [near]
    attributes:
      - {name: entity_id, type: entity, registry: true, required: never}
  - name: views
    unit: span
    control: view
    column: view
    uid_column: view_uid
    labels: [good, bad]
    identity: [target, holders]
    detect_by: target
    attributes:
      - {name: target, type: choice, values: targets, required: always, definition: What is judged}
      - {name: holders, control: holder, type: choices, values: actors, min: 1, required: always}
      - {name: strength, type: choice, values: [weak, middle, strong], ordered: true,
         required: never}
      - {name: note, type: text, required: never, counts_for_agreement: false}
      - {name: unsure, type: choices, values: [unsure], required: never, about: annotation}
      - {name: author_view, level: document, type: choice, for_each: targets, key_column: target,
         value_column: view, values: [good, bad, none], required: always}
      - {name: topics, level: document, type: choices, values: [sea, sport, law], required: never}
  - name: frames
    unit: block
    control: primary
    column: primary
    labels: [money, people, none]
    attributes:
      - {name: frames, type: choices, registry: labels, min: 1, max: 2, exclusive: [none],
         contains_label: true, required: always}
  - name: mood
    unit: document
    control: mood
    column: mood
    ordered: true
    labels: [low, middle, high]
"""
NAMES = [(1, "harbour", 1), (2, "Ann Lee", 1), (2, "Rome", 1), (2, "Ann Lee", 2), (3, "Rome", 1)]
VOTERS = ("ann-1", "ann-2", "ann-3")
Values = dict[str, Any]


def corpus(root: Path, *, settled: bool = True, seed: int = 0) -> Path:
    """The corpus in a folder; `settled`: with the adjudicator's decisions."""
    schema_path = root / "schema/corpus.yaml"
    schema_path.parent.mkdir(parents=True)
    schema_path.write_text(SCHEMA)
    (root / "corpus/raw").mkdir(parents=True)
    (root / "DATASHEET.md").write_text("Small.\n")
    documents: dict[str, Document] = {}
    listed = ""
    for doc_id, raw in RAWS.items():
        digest = sha256(raw.encode()).hexdigest()
        source = Source(doc_id=doc_id, file=f"{doc_id}.txt", sha256=digest, language="en")
        (root / f"corpus/raw/{doc_id}.txt").write_text(raw)
        listed += f"- {{doc_id: {doc_id}, file: {doc_id}.txt, sha256: {digest}, language: en}}\n"
        documents[doc_id] = make_document(source, raw.encode(), "extracted")
        write_json(root / f"corpus/clean/{doc_id}.json", documents[doc_id].to_json())
    (root / "corpus/sources.yaml").write_text(listed)
    schema = load_schema(schema_path)
    chance = random.Random(seed)
    for who in (*VOTERS, "test", "ann-1.2"):
        for layer in schema.layers:
            answers = {d: _answers(layer, document, chance) for d, document in documents.items()}
            export(root, schema, layer, who, documents, answers)
    if settled:
        settle(root)
    return root


def export(
    root: Path,
    schema: Schema,
    layer: Layer,
    who: str,
    documents: dict[str, Document],
    answers: dict[str, Values],
) -> None:
    """An annotator's export; `NAME.2` is the second pass."""
    person = who.partition(".")[0]
    tasks: list[Values] = []
    for number, (doc_id, given) in enumerate(answers.items()):
        document = documents[doc_id]
        rows = result_rows(schema, layer, document, Answers.model_validate(given))
        made = {
            "id": number,
            "completed_by": person,
            "updated_by": person,
            "updated_at": "2026-01-01T00:00:00Z",
            "was_cancelled": False,
            "lead_time": 9.0,
            "result": [{**r, "id": f"{who}-{r['id']}"} if "id" in r else r for r in rows],
        }
        if layer.unit == "block":
            made["result"] = rows  # the region of a block has the id of the block
        for row in made["result"]:
            for end in ("from_id", "to_id"):
                if end in row:
                    row[end] = f"{who}-{row[end]}"
        data = {
            "doc_id": doc_id,
            "text": document.text,
            "text_sha256": sha256(document.text.encode()).hexdigest(),
        }
        tasks.append({"id": number, "data": data, "annotations": [made], "drafts": []})
    write_json(root / f"annotations/{layer.name}/{who}.json", tasks)


def _answers(layer: Layer, document: Document, chance: random.Random) -> Values:
    """What somebody sees: mostly the same as everybody, with lapses."""
    if layer.name == "mood":
        return {"document": {"mood": chance.choice(["low", "middle", "high"])}}
    lines = document.text.split("\n")
    if layer.name == "frames":
        regions = []
        for number in range(2, len(lines) + 1):
            label = chance.choice(["money", "people", "people", "none"])
            both = ["money", "people"] if label != "none" and chance.random() < 0.4 else [label]
            regions.append({"line": number, "label": label, "attributes": {"frames": both}})
        return {"regions": regions}
    found: list[Values] = []
    for line, words, nth in NAMES:
        if len(lines) >= line and lines[line - 1].count(words) >= nth and chance.random() < 0.85:
            name = f"{line} {words} {nth}"
            found.append({"line": line, "text": words, "occurrence": nth, "id": name})
    make = _name if layer.name == "names" else _view
    given: Values = {"regions": [{**region, **make(region, chance)} for region in found]}
    if layer.name == "names":
        ends = [region["id"] for region in found]
        given["relations"] = [
            {"from": a, "to": b, "label": "near"}
            for a, b in pairwise(ends)
            if chance.random() < 0.5
        ]
        return given
    for target in ("harbour", "team", "other"):
        given.setdefault("document", {})[f"author_view__{target}"] = chance.choice(["good", "none"])
    given["document"]["topics"] = [t for t in ("sea", "sport") if chance.random() < 0.6]
    return given


def _name(region: Values, chance: random.Random) -> Values:
    label = "person" if region["text"] == "Ann Lee" else "place"
    if chance.random() < 0.2:
        label = "place" if label == "person" else "person"
    known = {"Ann Lee": "per:ann-lee", "Rome": "gpe:rome"}.get(region["text"])
    return {"label": label, "attributes": {"entity_id": known} if known else {}}


def _view(region: Values, chance: random.Random) -> Values:
    attributes: Values = {
        "target": chance.choice(["harbour", "harbour", "team", "other"]),
        "holder": chance.choice([["rome"], ["rome", "team"], ["AUTHOR"]]),
        "strength": chance.choice(["weak", "middle", "strong", None]),
        "unsure": ["unsure"] if chance.random() < 0.3 else [],
        "note": chance.choice([None, "the quay, perhaps"]),
    }
    return {
        "label": chance.choice(["good", "good", "bad"]),
        "attributes": {k: v for k, v in attributes.items() if v},
    }


def settle(root: Path) -> None:
    """Every open item is decided by the adjudicator: each third is rejected."""
    state = AdjudicationState(Corpus.open(root))
    for layer in state.corpus.schema.layers:
        outcome = state.resolve(layer)
        for n, item in enumerate(outcome.open):
            record = None if n % 3 == 2 and layer.unit == "span" else item.records[-1]
            if item.records[0].kind == "document":
                record = item.records[0]
            ruling = AdjudicatorDecision(record, "judge", "2026-02-01T00:00:00Z")
            outcome = state.answer(layer, outcome, item, ruling)
        for pair in outcome.open_pairs:
            outcome = state.answer_pair(layer, outcome, pair, _link(pair))
        write_json(root / f"annotations/adjudicated/{layer.name}.json", outcome.layer.model_dump())


def _link(pair: Any) -> Any:
    from communique.adjudication.relations import PairDecision

    return PairDecision(next(iter(pair.labels.values())), "judge", "2026-02-01T00:00:00Z")


def built(root: Path, out: Path, flavour: str = "full") -> Path:
    """The dataset of a corpus."""
    out.mkdir(parents=True)
    build_dataset(Corpus.open(root), out, flavour)
    return out


def rows(folder: Path, config: str) -> list[dict[str, Any]]:
    """All rows of a config, with class names."""
    return [r for p in sorted((folder / "data" / config).glob("*.parquet")) for r in read_rows(p)]
