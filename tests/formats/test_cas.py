"""UIMA CAS: dkpro-cassis reads back what was written, in both forms."""

from typing import Any

import cassis
import pytest
from hypothesis import given, settings

import exported
from communique.formats import cas
from communique.formats.document import ExportedDocument

NAMES = "webanno.custom.Names"


def loaded(files: dict[str, bytes], form: str) -> Any:
    types = cassis.load_typesystem(files["TypeSystem.xml"].decode())
    if form == "json":
        return cassis.load_cas_from_json(files["one.json"].decode())
    return cassis.load_cas_from_xmi(files["one.xmi"].decode(), typesystem=types)


@pytest.mark.parametrize("form", ["json", "xmi"])
@settings(max_examples=25, deadline=None)
@given(document=exported.documents())
def test_every_span_comes_back(form: str, document: ExportedDocument):
    read = loaded(exported.files(cas.write([document], exported.export())), form)
    assert read.sofa_string == document.text
    found = {(x.uid, x.begin, x.end, x.label) for x in read.select(NAMES)}
    assert found == {(a.uid, *a.range, a.label) for a in document.annotations}
    for x in read.select(NAMES):
        (own,) = (a for a in document.annotations if a.uid == x.uid)
        assert (x.reading, tuple(x.holders.elements) if x.holders else None) == (
            own.attributes.get("reading"),
            own.attributes.get("holders"),
        )


def test_offsets_in_the_file_are_utf_16():
    document = exported.document("😀 Ann", [exported.span(2, 5)])
    files = exported.files(cas.write([document], exported.export()))
    assert b'"begin": 3, "end": 6' in files["one.json"]


def test_a_control_character_is_counted_and_the_json_holds_it():
    document = exported.document("Ann\x02 left", [exported.span(0, 3)])
    export = exported.export()
    files = exported.files(cas.write([document], export))
    assert sorted(files) == ["TypeSystem.xml", "one.json"]
    assert export.losses.to_json() == {"control_character": 1}
    assert loaded(files, "json").sofa_string == "Ann\x02 left"


def test_relations_values_of_documents_and_metadata_are_there():
    linked = exported.span(0, 3, uid="u1", relations=(("part_of", "u2"),))
    value = exported.Annotation(
        "d1", "frames", "document", None, None, "warm", {"attribute": "tone"}
    )
    document = exported.document("Ann met Bo.", [linked, exported.span(8, 10, uid="u2"), value])
    read = loaded(exported.files(cas.write([document], exported.export())), "xmi")
    (link,) = read.select(f"{NAMES}Relation")
    assert (link.Governor.uid, link.Dependent.uid, link.label) == ("u1", "u2", "part_of")
    (stored,) = read.select("webanno.custom.FramesValue")
    assert (stored.uid, stored.attribute, stored.value) == ("d1", "tone", "warm")
    (metadata,) = read.select(cas.METADATA)
    assert (metadata.documentId, metadata.documentTitle) == ("one", "A title")


def test_tokens_are_there_when_they_are_wanted():
    document = exported.document("Ann left.")
    for wanted, tokens in ((False, []), (True, ["Ann", "left", "."])):
        files = exported.files(cas.write([document], exported.export(with_tokens=wanted)))
        read = loaded(files, "json")
        assert [t.get_covered_text() for t in read.select(cas.TOKEN)] == tokens
        assert [s.get_covered_text() for s in read.select(cas.SENTENCE)] == ["Ann left."]
