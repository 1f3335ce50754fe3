"""The person's path: what is done on the page is what the records say."""

from pathlib import Path

import pytest

from communique.label_studio import read_export
from communique.records import Record
from communique.schema import load_schema
from copies import TEXTS, copy_corpus
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """This repository's corpus before anybody has annotated."""
    return copy_corpus(tmp_path, TEXTS)


def test_a_stance_is_marked_filled_submitted_and_pulled(corpus: Path, studio, browser):
    run = studio(corpus)
    assert run("annotate", "pilot-1", "--document", "002").returncode == 0
    person = Person(browser, corpus, "pilot-1")
    person.open(2)
    person.mark("reaffirm the United States' commitment", "1")
    person.click_words("reaffirm the United States' commitment")
    person.choose("us_alliances")
    person.search("ned", "Ned Price")
    person.choose("direct_quote")
    person.choose("asserted")
    person.choose("sure")
    person.press("Escape")
    person.submit()
    assert person.foreign == []
    person.close()

    done = run("pull", "pilot-1")
    assert done.returncode == 0, done.stdout
    schema = load_schema(corpus / "schema/corpus.yaml")
    found = list(read_export(corpus / "annotations/stance/pilot-1.json", schema))
    (span,) = (r for r in found if isinstance(r, Record))
    assert (span.kind, span.text) == ("span", "reaffirm the United States' commitment")
    assert (span.label, dict(span.attributes)) == (
        "favor",
        {
            "target": "us_alliances",
            "holders": ("ned-price",),
            "attribution": "direct_quote",
            "modality": "asserted",
            "confidence": "sure",
        },
    )
