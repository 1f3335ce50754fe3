"""brat: every line follows the rules of the format, and the notes hold what the names cannot."""

import json
import re

from hypothesis import given, settings

import exported
from communique.formats import brat
from communique.formats.document import ExportedDocument

NAME = r"[A-Za-z0-9_-]+"
TEXTBOUND = re.compile(rf"(T\d+)\t({NAME}) (\d+ \d+(?:;\d+ \d+)*)\t([^\t\n]*)")


def written(document: ExportedDocument) -> tuple[list[str], dict[str, int]]:
    export = exported.export()
    files = exported.files(brat.write([document], export))
    assert files["one.txt"].decode() == document.text
    return files["one.ann"].decode().split("\n")[:-1], export.losses.to_json()


@settings(max_examples=80, deadline=None)
@given(exported.documents())
def test_every_span_comes_back(document: ExportedDocument):
    lines, losses = written(document)
    spans = {}
    for line in lines:
        if line.startswith("T"):
            match = TEXTBOUND.fullmatch(line)
            assert match, line
            ranges = [tuple(map(int, r.split())) for r in match[3].split(";")]
            assert match[4] == " ".join(document.text[a:b] for a, b in ranges)
            spans[match[1]] = (ranges[0][0], ranges[-1][1])
    notes = [line.split("\t", 2)[1:] for line in lines if line.startswith("#")]
    read = {json.loads(note)["uid"]: spans[mark.split()[1]] for mark, note in notes}
    assert read == {a.uid: a.range for a in document.annotations}
    assert losses == {}


def test_names_fit_brat_and_the_configuration_lists_them():
    export = exported.export()
    text = "Ann Lee met Bo."
    span = exported.words(
        text, "Bo", "a thing", uid="u1", reading="literal", holders=("rome", "ann")
    )
    files = exported.files(brat.write([exported.document(text, [span])], export))
    assert files["one.ann"].decode() == (
        "T1\ta_thing 12 14\tBo\n"
        "A1\treading T1 literal\n"
        "A2\tholders T1 rome\n"
        "A3\tholders T1 ann\n"
        '#1\tAnnotatorNotes T1\t{"uid": "u1", "layer": "names", "kind": "span",'
        ' "label": "a thing", "attributes": {"reading": "literal", "holders": ["rome", "ann"]}}\n'
    )
    assert files["annotation.conf"].decode() == (
        "[entities]\nperson\nplace\na_thing\ndirect\nindirect\nmoney\npeople\n"
        "\n[relations]\npart_of Arg1:<ENTITY>, Arg2:<ENTITY>\n"
        "\n[events]\n"
        "\n[attributes]\n"
        "reading Arg:person|place|a_thing, Value:literal|metonymic\n"
        "entity_id Arg:person|place|a_thing, Value:per_ann-lee|gpe_rome\n"
        "holders Arg:person|place|a_thing, Value:rome|ann\n"
        "frames Arg:money|people, Value:money|people\n"
    )


def test_a_line_break_makes_two_fragments():
    lines, _ = written(exported.document("Ann\nLee left", [exported.span(0, 7)]))
    assert lines[0] == "T1\tperson 0 3;4 7\tAnn Lee"


def test_a_character_that_ends_lines_elsewhere_is_counted():
    lines, losses = written(exported.document("Ann\u2028Lee left", [exported.span(0, 7)]))
    assert lines[0] == "T1\tperson 0 7\tAnn Lee"
    assert losses == {"control_character": 1}


def test_relations_and_values_of_documents():
    linked = exported.span(0, 3, uid="u1", relations=(("part_of", "u2"),))
    value = exported.Annotation(
        "d1", "frames", "document", None, None, "warm", {"attribute": "tone"}
    )
    spans = [linked, exported.span(8, 10, uid="u2"), value]
    lines, losses = written(exported.document("Ann met Bo.", spans))
    assert lines[-1] == "R1\tpart_of Arg1:T1 Arg2:T2"
    assert losses == {"document_value": 1}
