"""Write made-up documents in every format, beside bare spaCy, dkpro-cassis and json.

`scripts/bench export [DOCUMENTS [FORMAT...]]`. A document has 2,300 characters in 20 sentences, and
30 spans with an attribute each. Documents are made while they are written, so the peak is that of
the writer. Each side runs in a process of its own. The seconds are CPU time, those of making the
documents taken off.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from communique.formats.catalogue import FORMATS
from communique.formats.document import Annotation, Export, ExportedDocument
from communique.formats.losses import Losses
from communique.schema import Schema
from communique.text import Block, Piece
from communique.workflow.export import write_files

DOCUMENTS, SENTENCES, SPANS = 10_000, 20, 30
SENTENCE = (
    "Ann Lee met the team of Rome on Monday, and the people of the harbour thanked them for it in a"
    " letter of thanks."
)
SCHEMA = {
    "name": "made",
    "layers": [
        {
            "name": "names",
            "unit": "span",
            "labels": ["person", "place"],
            "attributes": [{"name": "reading", "type": "choice", "values": ["literal", "other"]}],
        }
    ],
}
TEXT = " ".join([SENTENCE] * SENTENCES)
STEP = len(SENTENCE) + 1
PLACES = [(s * STEP + a, s * STEP + b) for s in range(SENTENCES) for a, b in ((0, 7), (24, 28))]


def documents(number: int) -> Iterator[ExportedDocument]:
    """Documents that differ in the ids of their spans."""
    block = Block("b000000", "paragraph", 0, len(TEXT), 0, len(TEXT), "", (Piece(0, 0, len(TEXT)),))
    sentences = [(f"b000000.{i + 1}", i * STEP, i * STEP + STEP - 1) for i in range(SENTENCES)]
    for n in range(number):
        spans = [
            Annotation(
                uid=f"n{n:08x}{i:02x}",
                layer="names",
                kind="span",
                start=a,
                end=b,
                label=("person", "place")[i % 2],
                attributes={"reading": "literal"},
            )
            for i, (a, b) in enumerate(PLACES[:SPANS])
        ]
        yield ExportedDocument(
            f"d{n:06d}", "A title", "en", "train", TEXT, "", [block], sentences, spans
        )


def ours(name: str) -> Callable[[int, Path], None]:
    def run(number: int, folder: Path) -> None:
        schema = Schema.model_validate(SCHEMA)
        export = Export(schema, schema.layers, Losses())
        write_files(FORMATS[name].writer()(documents(number), export), folder, folder)

    return run


def bare_json(number: int, folder: Path) -> None:
    """The same content by `json`, one document a line."""
    with (folder / "train.jsonl").open("w", encoding="utf-8") as file:
        for d in documents(number):
            spans = [
                [a.uid, a.start, a.end, d.text[a.start : a.end], a.label, dict(a.attributes)]
                for a in d.annotations
            ]
            file.write(json.dumps({"doc_id": d.doc_id, "text": d.text, "spans": spans}) + "\n")


def bare_spacy(number: int, folder: Path) -> None:
    """Tokens of spaCy's own tokenizer, and its `char_span`; attributes are left out."""
    import spacy
    from spacy.tokens import DocBin

    nlp, made = spacy.blank("en"), DocBin(attrs=["SENT_START"])
    for d in documents(number):
        doc = nlp(d.text)
        doc.spans["names"] = [doc.char_span(a.start, a.end, a.label) for a in d.annotations]
        made.add(doc)
    (folder / "train.spacy").write_bytes(made.to_bytes())


def bare_cassis(number: int, folder: Path) -> None:
    """dkpro-cassis alone: one type, both forms."""
    from cassis import Cas, TypeSystem

    types = TypeSystem()
    kind = types.create_type("custom.Names", "uima.tcas.Annotation")
    for name in ("uid", "label", "reading"):
        types.create_feature(kind, name, "uima.cas.String")
    for d in documents(number):
        cas = Cas(typesystem=types)
        cas.sofa_string = d.text
        for a in d.annotations:
            values = {"uid": a.uid, "label": a.label, "reading": a.attributes["reading"]}
            cas.add(kind(begin=a.start, end=a.end, **values))
        (folder / f"{d.doc_id}.json").write_text(cas.to_json() or "", encoding="utf-8")
        (folder / f"{d.doc_id}.xmi").write_text(cas.to_xmi() or "", encoding="utf-8")


def nothing(number: int, folder: Path) -> None:
    """Make the documents alone."""
    for _ in documents(number):
        pass


SIDES = {
    "documents alone": nothing,
    "bare json": bare_json,
    "bare spaCy": bare_spacy,
    "bare cassis": bare_cassis,
    **{name: ours(name) for name in FORMATS},
}
PEERS = {"spacy": "bare spaCy", "cas": "bare cassis"}  # of all others: bare json


def one(name: str, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        SIDES[name](min(number, 20), Path(folder))  # imports
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time()
        SIDES[name](number, Path(folder))
        seconds = time.process_time() - before
        size = sum(p.stat().st_size for p in Path(folder).iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([seconds, size, peak]))


def measured(name: str, number: int) -> list[float]:
    command = [sys.executable, __file__, "--one", name, str(number)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
        return
    number = int(sys.argv[1]) if sys.argv[1:] else DOCUMENTS
    formats = sys.argv[2:] or list(FORMATS)
    peers = {PEERS.get(name, "bare json") for name in formats}
    names = ["documents alone", *(x for x in SIDES if x in peers), *formats]
    results = {name: measured(name, number) for name in names}
    own = results["documents alone"][0]
    print(f"{number} documents of {len(TEXT)} characters with {SPANS} spans")
    for name, (seconds, size, peak) in results.items():
        peer = PEERS.get(name, "bare json")
        ratio = (seconds - own) / (results[peer][0] - own) if name in formats else None
        shown = "" if ratio is None else f"  {ratio:5.2f} x {peer}"
        print(f"{name:16} {seconds - own:6.1f} s  {size / 1e6:6.0f} MB  peak {peak:4.0f} MB{shown}")


if __name__ == "__main__":
    main()
