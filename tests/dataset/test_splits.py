"""Documents are placed into splits, groups whole."""

import pytest

from communique.dataset.splits import SplitError, place_documents
from communique.schema import load_schema
from paths import ROOT


def test_a_group_is_never_parted():
    from communique.corpus import Source

    schema = load_schema(ROOT / "schema/corpus.yaml")
    sources = [
        Source(doc_id=d, file=f"{d}.txt", sha256=f"{int(d):064x}", split_group="same")
        for d in ("000", "001", "002", "003", "004")
    ]
    with pytest.raises(SplitError, match=r"group .same. is divided between test and train"):
        place_documents(schema, sources)
