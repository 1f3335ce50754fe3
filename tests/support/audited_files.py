"""A made-up corpus as files: the texts, the schema, and one annotator's export."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from audited import Made
from communique.audit.item import LABEL, AuditItem


def write(root: Path, made: Made) -> None:
    """A corpus folder without an export."""
    language = made.language
    attributes = [
        f"      - {{name: attribute-{n}, type: choice, values: [{', '.join(values)}],"
        " required: always}"
        for n, values in enumerate(language.values)
    ]
    schema = [
        *("name: audited", "language: [en]", "annotators: [{id: ann-1, type: human}]", "layers:"),
        *("  - name: names", "    unit: span", "    rows: nested", "    granularity: symbol"),
        f"    labels: [{', '.join(language.labels)}]",
        *("    attributes:", *attributes),
    ]
    sources: list[str] = []
    (root / "corpus/raw").mkdir(parents=True)
    for doc_id, text in made.texts.items():
        raw = f"A headline\n\n{text.text}\n".encode()
        (root / f"corpus/raw/{doc_id}.txt").write_bytes(raw)
        sha256 = hashlib.sha256(raw).hexdigest()
        sources.append(f"- {{doc_id: {doc_id}, file: {doc_id}.txt, sha256: {sha256}}}")
    _write(root / "corpus/sources.yaml", "\n".join(sources) + "\n")
    _write(
        root / "schema/corpus.yaml", "\n".join(schema).replace("attribute-", "attribute_") + "\n"
    )


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def write_export(root: Path, items: Sequence[AuditItem]) -> dict[str, str]:
    """The annotator's export, onto the cleaned texts; the uid in the dataset by our own uid."""
    from communique.records import mint_uid

    tasks: list[Any] = []
    uids: dict[str, str] = {}
    for n, path in enumerate(sorted((root / "corpus/clean").glob("*.json")), start=1):
        document = json.loads(path.read_bytes())
        text, doc_id = document["text"], document["doc_id"]
        body = document["blocks"][-1]
        rows: list[Any] = []
        for item in items:
            if item.doc_id != doc_id:
                continue
            start, end = item.start + body["start"], item.end + body["start"]
            place = {"start": start, "end": end, "text": text[start:end]}
            uids[item.uid] = mint_uid(
                "names",
                doc_id,
                start - body["start"] + body["raw_start"],
                end - body["start"] + body["raw_start"],
                0,
            )
            for question, value in item.values.items():
                name = question.replace("-", "_")
                kind = "labels" if name == LABEL else "choices"
                rows.append(
                    {
                        "id": item.uid,
                        "from_name": name,
                        "to_name": "text",
                        "type": kind,
                        "origin": "manual",
                        "value": {**place, kind: [value]},
                    }
                )
        data = {"doc_id": doc_id, "text": text, "text_sha256": document["text_sha256"]}
        by = {"completed_by": "ann-1", "updated_by": "ann-1", "was_cancelled": False}
        tasks.append(
            {
                "id": n,
                "data": data,
                "annotations": [{"id": n, "result": rows, **by}],
                "drafts": [],
                "predictions": [],
            }
        )
    _write(root / "annotations/names/ann-1.json", json.dumps(tasks))
    return uids
