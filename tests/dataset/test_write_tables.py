"""While tables are written, Arrow uses memory that is given back."""

from pathlib import Path
from typing import Any, cast

import pyarrow
import pytest

from communique.dataset import write_tables
from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from paths import CORPORA

pa = cast("Any", pyarrow)


def test_the_memory_pool_is_that_of_the_c_library_and_then_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pools = [pa.default_memory_pool().backend_name]
    made = write_tables.made_batches

    def noted(work: Any) -> Any:
        pools.append(pa.default_memory_pool().backend_name)
        return made(work)

    monkeypatch.setattr(write_tables, "made_batches", noted)
    build_dataset(Corpus.open(CORPORA / "sound"), tmp_path)
    assert pools == [pools[0], "system"]
    assert pa.default_memory_pool().backend_name == pools[0]
