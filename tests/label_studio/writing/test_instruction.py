"""The guideline as annotators see it."""

from communique.label_studio.writing.instruction import instruction


def test_sentences_on_offsets_are_left_out_and_all_others_kept():
    text = "Version 1.0. Offsets are Unicode code points, e.g. of the text. No blank at an edge."
    assert instruction(text) == "<p>Version 1.0. No blank at an edge.</p>\n"
    assert instruction("An offset printer is a PERSON? No.\nTwo.") == "<p>No.\nTwo.</p>\n"


def test_tables_and_headings_are_kept_whole():
    shown = instruction("## Offsets\n\n| rule | offsets |\n|---|---|\n| S1 | x |\n")
    assert "<h2>Offsets</h2>" in shown
    assert "<th>offsets</th>" in shown
