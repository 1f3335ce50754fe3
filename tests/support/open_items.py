"""This repository's corpus with decisions of an adjudicator taken back, so that items are open."""

import json
from pathlib import Path

from communique.corpus import write_json
from copies import copy_corpus


def corpus(root: Path, layer: str, document: str, count: int) -> Path:
    """The corpus with the first `count` items of one document open, and nothing else."""
    copy_corpus(root)
    log = json.loads((root / "annotations/pull.json").read_text())
    for export in (root / f"annotations/adjudicated/exports/{layer}").glob("*.json"):
        export.unlink()
        log.pop(export.relative_to(root).as_posix(), None)
    write_json(root / "annotations/pull.json", log)
    path = root / f"annotations/adjudicated/{layer}.json"
    decided = json.loads(path.read_text())
    by_hand = [
        d
        for d in decided["decisions"]
        if d["by"] and not d.get("overrules") and d["doc_id"] == document
    ]
    taken = {d["uid"] for d in by_hand[:count]}
    assert len(taken) == count
    decided["decisions"] = [d for d in decided["decisions"] if d["uid"] not in taken]
    write_json(path, decided)
    return root
