"""Readings without a vote against what was decided."""

from pathlib import Path

import mini
from communique.dataset.card.non_voting import non_voting_table
from communique.dataset.from_corpus import dataset_content
from communique.dataset.non_voting import NonVotingPass, non_voting_passes
from communique.workspace import Corpus
from voters import two_readings


def _content(tmp_path: Path, exports: dict, *edits: tuple[str, str]):
    root = mini.write_corpus(tmp_path, exports)
    path = root / "schema/corpus.yaml"
    text = path.read_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return dataset_content(Corpus.open(root))


PILOT = ("{id: ann-2, type: human}", "{id: ann-2, type: human, role: pilot}")


def _second(frm: str, value: list[str]) -> dict:
    """One more reading of the names, with other values of one control."""
    exports = two_readings()
    for row in mini.annotation(exports["names/ann-2"][0])["result"]:
        if row["from_name"] == frm:
            row["value"]["labels" if frm == "entity" else "choices"] = value
    return exports


def test_a_pilot_is_held_against_the_only_voter(tmp_path: Path):
    found = non_voting_passes(_content(tmp_path, two_readings(), PILOT))
    assert found == [
        NonVotingPass("names", "ann-2", 1, 1.0, 1.0, None, None),  # it parts on an attribute alone
        NonVotingPass("frames", "ann-2", 1, None, None, 0.5, 0.0),
    ]


def test_another_label_is_another_thing(tmp_path: Path):
    exports = _second("entity", ["place"])
    found = non_voting_passes(_content(tmp_path, exports, PILOT))[0]
    # Two of the voter's four mentions are places; the reader calls all four so.
    assert (found.exact, found.alike) == (0.5, 0.5)


def test_a_shared_side_is_the_same_holder(tmp_path: Path):
    exports = _second("holder", ["AUTHOR"])
    identity = ("uid_column: entity_uid", "uid_column: entity_uid\n    identity: [holders]")
    apart = _content(tmp_path / "apart", exports, PILOT, identity)
    sides = ("{id: AUTHOR}, {id: rome}", "{id: AUTHOR, side: s}, {id: rome, side: s}")
    alike = _content(tmp_path / "alike", exports, PILOT, identity, sides)
    assert [non_voting_passes(c)[0].alike for c in (apart, alike)] == [0.75, 1.0]


def test_moved_borders_are_alike_and_not_exact(tmp_path: Path):
    exports = two_readings()
    for row in mini.annotation(exports["names/ann-2"][0])["result"]:
        if row["value"].get("text") == "Paris":
            row["value"].update(end=row["value"]["end"] - 1, text="Pari")
    found = non_voting_passes(_content(tmp_path, exports, PILOT))[0]
    assert (found.exact, found.alike) == (0.75, 1.0)


def test_without_a_voter_there_is_nothing_to_compare(tmp_path: Path):
    only = {"names/ann-2": two_readings()["names/ann-2"]}
    content = _content(tmp_path, only, PILOT)
    assert non_voting_passes(content) == []
    assert non_voting_table(content) == ""


def test_the_table_has_a_row_for_each_pass_without_a_vote(tmp_path: Path):
    rows = non_voting_table(_content(tmp_path, two_readings(), PILOT)).splitlines()
    assert rows[2:] == [
        "| names | ann-2 | 1 | 1.000 | 1.000 |  |  |",
        "| frames | ann-2 | 1 |  |  | 0.500 | 0.000 |",
    ]
