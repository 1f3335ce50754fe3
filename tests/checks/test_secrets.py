"""Advice on an address in an export."""

from pathlib import Path

import mini
from communique.checks import run
from communique.corpus import write_json


def test_an_address_that_import_has_left_is_not_helped_by_importing_again(tmp_path: Path):
    task = mini.names_task()
    task["meta"] = {"contact": "ann@example.org"}
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    (found,) = run(root, only=["personal-data"])
    assert found.fix.startswith("Take the export in with `communique import`")
    write_json(root / "annotations/pull.json", {"annotations/names/ann-1.json": {}})
    (found,) = run(root, only=["personal-data"])
    assert found.fix.startswith("`communique import` has replaced the accounts")
    assert "remove it in Label Studio" in found.fix
