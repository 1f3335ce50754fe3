"""The agreement report without the measures of single documents."""

import json
from pathlib import Path

import panel
from communique.dataset.published_agreement import published_agreement
from communique.util.atomic_write import json_text
from communique.workflow.agree import assess_corpus
from communique.workspace import Corpus


def test_all_but_the_documents_is_published(tmp_path: Path):
    report = assess_corpus(Corpus.open(panel.corpus(tmp_path / "corpus")))
    text = json_text(report)
    whole = json.loads(text)
    for layer in whole["layers"]:
        assert layer.pop("documents")
        for part in (*([layer["spans"]] if "spans" in layer else ()), *layer["questions"]):
            assert part.pop("documents")
    published = published_agreement(text.encode())
    assert json.dumps(published) == json.dumps(whole)  # also in the same order
