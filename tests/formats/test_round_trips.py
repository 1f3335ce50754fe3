"""What the writers wrote, the readers read: every span, and what else the format holds."""

import pytest
from hypothesis import given, settings

import exported
from communique.formats import brat, brat_reader, cas, cas_reader, conll, conll_reader
from communique.formats.document import Annotation, ExportedDocument
from communique.formats.foreign import ForeignDocument, ForeignFile, ReadOptions
from communique.formats.readers import own_types

OWN = ReadOptions(own_types(exported.schema()))
Seen = dict[str, tuple[tuple[int, int], str, str, dict[str, tuple[str, ...]]]]


def read(reader, written: dict[str, bytes]) -> ForeignDocument:
    reading = reader.read([ForeignFile(name, data) for name, data in written.items()], OWN)
    assert (reading.faults, dict(reading.losses), reading.warnings) == ([], {}, [])
    (document,) = reading.documents
    return document


def seen(document: ForeignDocument) -> Seen:
    return {
        a.id: ((a.start or 0, a.end or 0), a.label, a.layer or "", dict(a.attributes))
        for a in document.annotations
    }


def expected(annotations: list[Annotation]) -> Seen:
    return {
        a.uid: (
            a.range,
            a.label,
            a.layer,
            {k: (v,) if isinstance(v, str) else v for k, v in a.attributes.items()},
        )
        for a in annotations
    }


@settings(max_examples=60, deadline=None)
@given(exported.documents())
def test_brat_brings_back_every_span_with_its_uid_layer_and_attributes(document: ExportedDocument):
    found = read(brat_reader, exported.files(brat.write([document], exported.export())))
    assert (found.name, found.text) == ("one", document.text)
    assert seen(found) == expected(list(document.annotations))


@pytest.mark.parametrize("form", ["json", "xmi"])
@settings(max_examples=20, deadline=None)
@given(document=exported.documents())
def test_cas_brings_back_every_span_in_both_forms(form: str, document: ExportedDocument):
    written = exported.files(cas.write([document], exported.export()))
    written = {n: d for n, d in written.items() if n.endswith((form, ".xml"))}
    found = read(cas_reader, written)
    assert (found.name, found.text) == ("one", document.text)
    assert seen(found) == expected(list(document.annotations))


def test_brat_and_cas_bring_back_relations_block_labels_and_values():
    linked = exported.span(0, 3, uid="u1", relations=(("part_of", "u2"),))
    value = Annotation("d1", "frames", "document", None, None, "warm", {"attribute": "tone"})
    block = Annotation("b1", "frames", "block", 0, 11, "money", {"frames": ("money", "people")})
    listed = [linked, exported.span(8, 10, uid="u2"), block]
    document = exported.document("Ann met Bo.", [*listed, value])
    by_cas = read(cas_reader, exported.files(cas.write([document], exported.export())))
    assert seen(by_cas) == expected([*listed, value])
    by_brat = read(brat_reader, exported.files(brat.write([document], exported.export())))
    assert seen(by_brat) == expected(listed)
    for found in (by_cas, by_brat):
        ((label, first, last),) = [(r.label, r.from_id, r.to_id) for r in found.relations]
        assert (label, first, last) == ("part_of", "u1", "u2")


@settings(max_examples=40, deadline=None)
@given(exported.documents(inside_lines=True))
def test_conll_brings_back_the_spans_that_it_holds(document: ExportedDocument):
    export = exported.export(layers=["names"])
    found = read(conll_reader, exported.files(conll.write([document], export)))
    assert "".join(found.text.split()) == "".join(document.text.split())
    losses = export.losses.to_json()
    if "token_border" in losses:
        return  # a span that shares a token with another one is not in the file
    kept = {a.id: "".join(found.text[a.start : a.end].split()) for a in found.annotations}
    wanted = {a.uid: "".join(document.text[slice(*a.range)].split()) for a in document.annotations}
    assert kept.items() <= wanted.items()
    assert len(wanted) - len(kept) == losses.get("nested", 0) + losses.get("crossing", 0)
