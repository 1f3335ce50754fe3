"""UIMA CAS of INCEpTION and of our own export, and offsets that the package would accept."""

import json

import pytest

from communique.formats import cas_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import CAS as GOOD
from foreign_files import CAS_SYSTEM as SYSTEM
from foreign_files import CAS_TEXT as TEXT


def read(*files: tuple[str, bytes]) -> Reading:
    return cas_reader.read([ForeignFile(*file) for file in files], ReadOptions())


def found(reading: Reading) -> list[tuple[str, str, dict[str, tuple[str, ...]], bool]]:
    assert list(map(str, reading.faults)) == []
    (document,) = reading.documents
    return [
        (TEXT[a.start : a.end], a.label, dict(a.attributes), a.is_extra)
        for a in document.annotations
    ]


@pytest.mark.parametrize("form", ["json", "xmi"])
def test_entities_and_custom_types_are_read_in_both_forms(form: str):
    data = (GOOD.to_json() if form == "json" else GOOD.to_xmi()).encode()
    assert b'"3"' in data or b": 3" in data  # UTF-16 units
    reading = read((f"a/one.{form}", data), ("a/TypeSystem.xml", SYSTEM))
    assert found(reading) == [
        ("Ann", "PER", {"identifier": ("q:1",)}, False),
        ("in Rome", "Act", {"sure": ("true",)}, False),
        ("Rome", "POS", {"PosValue": ("PROPN",)}, True),
    ]
    assert reading.documents[0].name == "one"


def test_an_xmi_beside_its_json_is_not_read_again():
    pair = ("one.json", GOOD.to_json().encode()), ("one.xmi", GOOD.to_xmi().encode())
    assert len(read(*pair, ("TypeSystem.xml", SYSTEM)).documents) == 1


def test_an_xmi_without_its_type_system_is_refused():
    assert list(map(str, read(("one.xmi", GOOD.to_xmi().encode())).faults)) == [
        "one.xmi: needs its type system: give TypeSystem.xml in the same folder"
    ]


@pytest.mark.parametrize(("begin", "end"), [(0, 99), (5, 3), (-1, 2), (1, 3), (4, 4)])
@pytest.mark.parametrize("form", ["json", "xmi"])
def test_offsets_that_are_no_range_are_named(form: str, begin: int, end: int):
    cas = GOOD.to_json() if form == "json" else GOOD.to_xmi()
    for old, new in (("begin", begin), ("end", end)):
        at = {"begin": 3, "end": 6}[old]
        cas = cas.replace(f'"{old}": {at}', f'"{old}": {new}')
        cas = cas.replace(f'{old}="{at}"', f'{old}="{new}"')
    (fault,) = read((f"one.{form}", cas.encode()), ("TypeSystem.xml", SYSTEM)).faults
    wanted = f": {begin} to {end} is not a range of the text of 14"
    assert str(fault).startswith(f"one.{form}: NamedEntity "), fault
    assert str(fault).endswith(wanted), fault


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.json", b"{", "a.json: not JSON: Expecting property name enclosed in double quotes"),
        ("a.json", b"[]", "a.json: not JSON: it has no %FEATURE_STRUCTURES"),
        ("a.json", b'{"%FEATURE_STRUCTURES": []}', "a.json: has 0 texts; expected one"),
        ("a.xmi", b"<a", "a.xmi: not XML: "),
        ("a.xmi", b"<!DOCTYPE a><a/>", "a.xmi: declares a document type, which is not allowed"),
        ("a.csv", b"", "a.csv: not a CAS; expected NAME.json or NAME.xmi"),
    ],
)
def test_a_bad_file_is_named(name: str, data: bytes, fault: str):
    (found_fault,) = read((name, data), ("TypeSystem.xml", SYSTEM)).faults
    assert str(found_fault).startswith(fault), found_fault


def test_a_type_that_the_system_lacks_is_named():
    data = json.loads(GOOD.to_json())
    data["%TYPES"] = {}
    (fault,) = read(("one.json", json.dumps(data).encode())).faults
    assert str(fault).startswith("one.json: not a CAS that can be read: ")
