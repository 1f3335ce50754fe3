"""An invented article with the layers, fields, keys and guidelines of this repository's corpus.

Pictures show it in place of the articles, because the articles belong to their publishers. States,
people and the article are invented, as in the guidelines.
"""

import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from communique.corpus import Document, Source, write_json
from communique.workflow.clean import make_document
from paths import ROOT

ARTICLE: Final = """Norland and Westmark renew the Harbour Pact

Foreign Secretary Tom Reed of Norland flew to Orsa on Tuesday to renew the Harbour Pact, the \
treaty that has tied Norland and Westmark to each other since the Tide War.

Reed called the pact "the anchor of a free ocean" and promised that Norland would defend Westmark \
as it would defend its own harbours.

Orsa is wary of its neighbour. Its ministers fear that reckless patrols by Eastmark in the Strait \
of Ardel will drive the fishing boats from the sea.

Grell rejected the charge. Ana Holt, who speaks for the Eastmarkish Ministry of Tides, accused \
Norland of meddling.

The pact has its price. Westmark pays a third of what the fleet costs, and the next government may \
have to pay more.
"""
SECOND: Final = """Sudmark thinks about the pact

Sudmark, which has kept away from the Harbour Pact, now hopes to join it, its envoy Lena Ode said \
in Merin on Friday.
"""
RAWS: Final = {"pact": ARTICLE, "sudmark": SECOND}
ANNOTATORS: Final = """
annotators:
  - {id: ann-1, type: model, role: annotator}
  - {id: ann-2, type: model, role: annotator}
  - {id: ann-3, type: model, role: annotator}
  - {id: judge, type: model, role: adjudicator}
splits: {train: [pact], test: [sudmark]}
"""
LISTS: Final = """
actors:
  - {id: AUTHOR, name: "The author of the article", side: author, entity_id: null}
  - {id: norland, name: Norland, side: norland, entity_id: "gpe:norland"}
  - {id: lee-cabinet, name: Lee Cabinet, side: norland, entity_id: "org:lee-cabinet"}
  - {id: tom-reed, name: Tom Reed, side: norland, entity_id: "per:tom-reed"}
  - {id: westmark, name: Westmark, side: westmark, entity_id: "gpe:westmark"}
  - {id: westmark-ministers, name: Ministers of Westmark, side: westmark, entity_id: null}
  - {id: sudmark, name: Sudmark, side: sudmark, entity_id: "gpe:sudmark"}
  - {id: lena-ode, name: Lena Ode, side: sudmark, entity_id: "per:lena-ode"}
  - {id: eastmark, name: Eastmark, side: eastmark, entity_id: "gpe:eastmark"}
  - {id: ana-holt, name: Ana Holt, side: eastmark, entity_id: "per:ana-holt"}
  - {id: tides, name: Ministry of Tides, side: eastmark, entity_id: "org:ministry-of-tides"}
  - {id: hallin, name: Hallin, side: hallin, entity_id: "gpe:hallin"}
  - {id: allies, name: Allies of Norland, side: allies, entity_id: null}
  - {id: fishers, name: Fishing unions, side: other, entity_id: null}
  - {id: publics, name: Publics in the region, side: other, entity_id: null}
  - {id: critics, name: Critics, side: other, entity_id: null}
  - {id: other-actor, name: Another actor (name it in the note), side: other, entity_id: null}
targets:
  - {id: eastmark_conduct, hotkey: shift+1, definition: "What Eastmark does abroad"}
  - {id: norland_alliances, hotkey: shift+2, definition: "Norland's alliances"}
  - {id: norland_conduct, hotkey: shift+3, definition: "Other behaviour of Norland"}
  - {id: open_sea, hotkey: shift+4, definition: "Law of the sea, open waters, peace in general"}
  - {id: other, hotkey: shift+o, definition: "Nothing above fits; say in the note what it is"}
registry:
  - {id: "gpe:norland", type: GPE, name: Norland}
  - {id: "gpe:westmark", type: GPE, name: Westmark}
  - {id: "gpe:eastmark", type: GPE, name: Eastmark}
  - {id: "gpe:sudmark", type: GPE, name: Sudmark}
  - {id: "gpe:hallin", type: GPE, name: Hallin}
  - {id: "gpe:orsa", type: GPE, name: Orsa, aliases: [{text: Orsa, metonym: true}]}
  - {id: "gpe:grell", type: GPE, name: Grell, aliases: [{text: Grell, metonym: true}]}
  - {id: "gpe:merin", type: GPE, name: Merin, aliases: [{text: Merin, metonym: true}]}
  - {id: "loc:strait-of-ardel", type: LOC, name: Strait of Ardel}
  - {id: "norp:eastmarkish", type: NORP, name: Eastmarkish}
  - {id: "norp:westmarkish", type: NORP, name: Westmarkish}
  - {id: "org:lee-cabinet", type: ORG, name: Lee Cabinet}
  - {id: "org:ministry-of-tides", type: ORG, name: Ministry of Tides}
  - {id: "event:tide-war", type: EVENT, name: Tide War}
  - {id: "law:harbour-pact", type: LAW, name: Harbour Pact}
  - {id: "per:tom-reed", type: PERSON, name: Tom Reed, aliases: [Reed]}
  - {id: "per:ana-holt", type: PERSON, name: Ana Holt}
  - {id: "per:lena-ode", type: PERSON, name: Lena Ode}
"""
Plain = dict[str, Any]


def write_corpus(root: Path) -> dict[str, Document]:
    """Write the corpus before anybody has annotated; return its documents by id."""
    shutil.copytree(ROOT / "schema", root / "schema", ignore=shutil.ignore_patterns("rendered"))
    path = root / "schema/corpus.yaml"
    path.write_text(_schema(path.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "corpus/raw").mkdir(parents=True)
    listed: list[Plain] = []
    documents: dict[str, Document] = {}
    for doc_id, raw in RAWS.items():
        data = raw.encode()
        (root / f"corpus/raw/{doc_id}.txt").write_bytes(data)
        row = {"doc_id": doc_id, "file": f"{doc_id}.txt", "sha256": sha256(data).hexdigest()}
        listed.append({**row, "language": "en", "genre": "report"})
        documents[doc_id] = make_document(Source(**listed[-1]), data, "extracted")
        write_json(root / f"corpus/clean/{doc_id}.json", documents[doc_id].to_json())
    write_json(root / "corpus/sources.yaml", listed)  # JSON is YAML
    return documents


def _schema(text: str) -> str:
    """The schema of this repository with the annotators, documents and lists of the article."""
    head, layers = text.split("\nlayers:\n")
    about = head[: head.index("\nannotators:\n")]
    about = re.sub(r"\ncard:\n.*?\n\n", "\n\n", about, flags=re.S)
    about = re.sub(r"(?m)^title: .*$", 'title: "An invented article"', about)
    about = re.sub(r"(?ms)^description: .*?(?=^language)", "", about)
    return f"{about}{ANNOTATORS}{LISTS}\nlayers:\n{layers[: layers.index('# The least alpha')]}"
