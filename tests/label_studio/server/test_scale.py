"""Two thousand documents with thirty regions each: pulled and read in flat memory."""

import json
import resource
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import mini
from communique.label_studio import read_export
from communique.label_studio.server import client as label_studio
from communique.records import Record
from communique.schema import load_schema
from communique.text import sha256_text

pytestmark = [pytest.mark.server, pytest.mark.scale]
TEXT = " ".join(f"Rome {n:04d}" for n in range(500))
# What getrusage says of a new process begins with what its parent held.
PEAK = """
import sys
from pathlib import Path
from communique.commands import main
sys.argv = ["communique", *sys.argv[1:]]
try:
    main()
finally:
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if "VmHWM" in line), file=sys.stderr)
"""


def task(number: int) -> dict:
    rows = [
        {
            "id": f"r{n}",
            "from_name": name,
            "to_name": "text",
            "type": kind,
            "value": {"start": n * 20, "end": n * 20 + 4, "text": "Rome", kind: values},
        }
        for n in range(30)
        for name, kind, values in (
            ("entity", "labels", ["place"]),
            ("reading", "choices", ["literal"]),
        )
    ]
    data = {"doc_id": f"d{number}", "text": TEXT, "text_sha256": sha256_text(TEXT)}
    return {"data": data, "annotations": [{"result": rows, "ground_truth": False}]}


def peak(root: Path) -> int:
    """Pull, and say the most memory (kB) that the process held."""
    command = [sys.executable, "-c", PEAK, "pull", "ann-1", "--corpus", str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    return int(done.stderr.splitlines()[-1])


def test_a_pull_of_two_thousand_documents_is_flat(tmp_path: Path, studio):
    root = mini.write_corpus(tmp_path)
    assert studio(root)("annotate", "ann-1").returncode == 0
    state = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        project = client.find_project("mini names ann-1")
        assert project
        client.import_tasks(project, [task(n) for n in range(200)])
        few = peak(root)
        client.import_tasks(project, [task(n) for n in range(2000)])
    many = peak(root)
    assert many - few < 20_000, (few, many)
    schema = load_schema(root / "schema/corpus.yaml")
    exported = tmp_path / "names/ann-1.json"  # outside the corpus, which has one document
    exported.parent.mkdir()
    (root / "annotations/names/ann-1.json").rename(exported)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = sum(isinstance(event, Record) for event in read_export(exported, schema))
    assert found == 2000 * 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
