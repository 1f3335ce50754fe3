"""The numbers that README and card quote: sizes by split, and agreement in one table."""

from pathlib import Path

import mini
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
    assert "alpha" not in statistics(content)


def test_agreement_is_one_table(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, two_readings())
    path = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    path.write_text(path.read_text().replace("registry:", judge, 1))
    answers = "1\nattribute\n" + "1\nlabel\n" * 2
    assert communique(
        "adjudicate", "--corpus", root, "--interactive", "--adjudicator", "judge", stdin=answers
    )
    table = statistics(dataset_content(Corpus.open(root))).rpartition("\n\n")[2].splitlines()
    assert table[0] == "| layer | question | units | alpha | observed | AC1 | most frequent value |"
    assert "| names | spans | 1 | 1.000 | 1.000 |  |  |" in table
    assert "| names | reading | 1 | too_few_units | 0.000 | -1.000 | metonymic 0.50 |" in table
    assert "| frames | label | 2 | 0.000 | 0.500 | 0.200 | people 0.75 |" in table
