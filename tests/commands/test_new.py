"""Another group's corpus: other documents, other labels, another language, the same road.

That a new corpus works as it is: test_new_workflow.py.
"""

import hashlib
import json
from pathlib import Path

DOCUMENTS = {
    "soko": """Bei za mahindi zapanda Kisumu

Wakulima wa Kisumu wanasema bei ya mahindi imepanda tangu mwezi wa Machi.

Achieng Otieno aliwaambia wanunuzi kwamba gunia moja sasa linauzwa kwa shilingi elfu nne.
""",
    "mvua": """Mvua kubwa yanyesha Mombasa

Barabara nyingi za Mombasa zilifurika maji baada ya mvua ya siku tatu.

Baraka Mwinyi alisema kwamba shule zitafunguliwa wiki ijayo.
""",
    "mechi": """Timu ya Arusha yashinda

Timu ya Arusha ilishinda mechi yake ya kwanza msimu huu.
""",
}
NAMES = {
    "soko": [("Kisumu", 0, "mahali"), ("Kisumu", 1, "mahali"), ("Achieng Otieno", 0, "mtu")],
    "mvua": [("Mombasa", 0, "mahali"), ("Mombasa", 1, "mahali"), ("Baraka Mwinyi", 0, "mtu")],
    "mechi": [("Arusha", 0, "mahali"), ("Arusha", 1, "mahali")],
}
SCHEMA = """
name: habari
title: Habari fupi
version: 0.1.0
language: [sw]
annotators:
  - {id: ann-1, type: human}
splits: {train: [soko, mechi], test: [mvua]}
layers:
  - name: majina
    unit: span
    rows: nested
    labels: [mtu, mahali]
"""


def _find(text: str, surface: str, nth: int) -> int:
    at = -1
    for _ in range(nth + 1):
        at = text.index(surface, at + 1)
    return at


def _export(root: Path, doc_id: str, number: int) -> dict[str, object]:
    clean = json.loads((root / f"corpus/clean/{doc_id}.json").read_text())
    rows = []
    for n, (surface, nth, label) in enumerate(NAMES[doc_id]):
        start = _find(clean["text"], surface, nth)
        value = {"start": start, "end": start + len(surface), "text": surface, "labels": [label]}
        rows.append(
            {
                "id": f"r{n}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "origin": "manual",
                "value": value,
            }
        )
    data = {k: clean[k] for k in ("doc_id", "text", "text_sha256")}
    annotation = {"id": number, "completed_by": 1, "was_cancelled": False, "result": rows}
    return {"id": number, "data": data, "annotations": [annotation], "drafts": []}


def _own_documents(root: Path) -> None:
    (root / "corpus/raw/sample.txt").unlink()
    lines = []
    for doc_id, text in DOCUMENTS.items():
        (root / f"corpus/raw/{doc_id}.txt").write_text(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        lines.append(f"- {{doc_id: {doc_id}, file: {doc_id}.txt, sha256: {digest}, language: sw}}")
    (root / "corpus/sources.yaml").write_text("\n".join(lines) + "\n")
    (root / "schema/corpus.yaml").write_text(SCHEMA)


def test_new_refuses_a_folder_that_holds_something(tmp_path: Path, communique):
    (tmp_path / "kept.txt").write_text("mine")
    assert communique("new", tmp_path).returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]


def test_two_labels_and_three_documents_in_swahili(tmp_path: Path, communique, load):
    root = tmp_path / "habari"
    communique("new", root)
    _own_documents(root)
    assert communique("clean", cwd=root).returncode == 0
    assert communique("render", cwd=root).returncode == 0
    tasks = [_export(root, d, n) for n, d in enumerate(DOCUMENTS, 1)]
    (root / "annotations/majina").mkdir(parents=True)
    (root / "annotations/majina/ann-1.json").write_text(json.dumps(tasks))
    checked = communique("check", "--json", cwd=root)
    assert (checked.returncode, json.loads(checked.stdout)) == (0, [])
    assert communique("build", cwd=root).returncode == 0

    rows = load(root / "dist/habari", "majina")
    found = {
        (r["doc_id"], m["text"], m["label"])
        for split in rows.values()
        for r in split
        for m in r["majina"]
    }
    assert found == {
        (d, s, ["mtu", "mahali"].index(x)) for d, names in NAMES.items() for s, _, x in names
    }
    assert {s: {r["doc_id"] for r in split} for s, split in rows.items()} == {
        "train": {"soko", "mechi"},
        "test": {"mvua"},
    }
    assert all(
        r["text"][m["start"] : m["end"]] == m["text"]
        for split in rows.values()
        for r in split
        for m in r["majina"]
    )
    documents = load(root / "dist/habari", "documents")
    titles = {r["doc_id"]: r["title"] for split in documents.values() for r in split}
    assert titles == {d: text.split("\n")[0] for d, text in DOCUMENTS.items()}
