"""The numbers that README and card quote: sizes by split, and agreement in one table."""

from pathlib import Path

import mini
from communique.assessment import assess
from communique.assessment.summary import summary, summary_table
from communique.dataset.from_corpus import dataset_content
from communique.dataset.label_counts import size_rows, split_names
from communique.dataset.statistics import statistics
from communique.workspace import Corpus
from voters import two_readings


def test_labels_and_attributes_are_counted_by_split(tmp_path: Path):
    exports = {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]}
    content = dataset_content(Corpus.open(mini.write_corpus(tmp_path, exports)))
    assert split_names(content) == ["train"]
    assert size_rows(content) == [
        ["names", "type", "person 2, place 2"],
        ["names", "reading", "metonymic 1"],
        ["names", "entity_id", "per:ann-lee 1"],
        ["names", "holders", "rome 1, ann 1"],
        ["frames", "primary", "money 1, people 1"],
        ["frames", "frames", "money 2, people 2"],
        ["frames", "tone", "warm 1"],
    ]
    assert "alpha" not in statistics(content)["README.md"]


def test_agreement_is_one_table(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, two_readings())
    path = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    path.write_text(path.read_text().replace("registry:", judge, 1))
    answers = "1\nattribute\n" + "1\nlabel\n" * 2
    assert communique(
        "adjudicate", "--corpus", root, "--interactive", "--adjudicator", "judge", stdin=answers
    )
    content = dataset_content(Corpus.open(root))
    lengths = {doc_id: len(d.text) for doc_id, d in content.documents.items()}
    data = assess(content.schema, content.records, content.passes, lengths, rounds=0)
    table = summary_table(summary(data)).splitlines()
    head = "layer | question | distance | compared | alpha | 95 % by unit | 95 % by document"
    assert table[0] == f"| {head} | observed | AC1 | most frequent value |"
    assert (
        "| names | spans | unitizing | 1 pair of annotators | 1.000 |  |  | 1.000 |  |  |" in table
    )
    reading = "| names | reading | nominal | 1 unit | too_few_units |  |  | 0.000 | -1.000"
    assert f"{reading} | metonymic 0.50 |" in table
    label = "| frames | label | nominal | 2 units | 0.000 |  |  | 0.500 | 0.200"
    assert f"{label} | people 0.75 |" in table
    lines = statistics(content)["README.md"].splitlines()
    assert lines[0].startswith("- 1 document (train 1): 2 paragraphs, ")
    assert "alpha of spans 1.000, label 1.000, reading too_few_units" in lines[1]
