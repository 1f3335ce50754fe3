"""The example of the docs is a file of predictions for this corpus."""

import json
import re
from collections.abc import Mapping

from jsonschema import Draft202012Validator

from communique.records.predictions import (
    BlockText,
    Header,
    Places,
    Prediction,
    read_predictions,
)
from communique.records.predictions.json_schema import predictions_schema
from communique.workspace import Corpus
from paths import ROOT


def test_the_example_of_the_docs_is_read_without_a_problem():
    corpus = Corpus.open(ROOT)

    def blocks(doc_id: str) -> Mapping[str, BlockText]:
        document = corpus.documents[doc_id]
        text = document.text
        return {b.block_id: BlockText(b.type, text[slice(*b.range)]) for b in document.body}

    docs = (ROOT / "docs/predictions.md").read_text()
    (example,) = re.findall(r"^```json\n(.*?)^```", docs, re.M | re.S)
    lines = example.encode().splitlines()
    found = list(read_predictions(lines, corpus.schema, Places(blocks)))
    assert [type(event) for event in found] == [Header, Prediction, Prediction]
    validator = Draft202012Validator(predictions_schema(corpus.schema))
    assert all(validator.is_valid(json.loads(line)) for line in lines)
