"""No reader raises for any content: files that were broken at random give faults, or spans."""

import random

import pytest

import exported
import foreign_files
from communique.formats.foreign import ForeignFile, ReadOptions
from communique.formats.readers import FOREIGN_FORMATS, own_types

OPTIONS = ReadOptions(own_types(exported.schema()))


PIECES = [
    *(b"", b"\n", b"\t", b" ", b"|", b"[", b"]", b"\\", b'"', b"{}", b"null", b"-1", b"1e9", b"[]"),
    *(b"\xff", "😀".encode(), b"99999999999999999999999", b"true", b"T1", b"\x00", b"_", b"*"),
]


def _broken(data: bytes, luck: random.Random) -> bytes:
    for _ in range(luck.randint(1, 3)):
        start = luck.randrange(len(data) + 1)
        size = luck.choice([0, 1, 1, 2, 5, 30])
        other = luck.randrange(len(data) + 1)
        piece = luck.choice([*PIECES, data[other : other + luck.choice([1, 8, 60])]])
        data = data[:start] + piece + data[start + size :]
    return data


def _try(name: str, seeds: range) -> int:
    """Read broken files. Returns how many readings had faults."""
    reader, good = FOREIGN_FORMATS[name].reader(), foreign_files.sound()[name]
    faulty = 0
    for seed in seeds:
        luck = random.Random(seed)
        files = [(n, _broken(d, luck) if luck.random() < 0.7 else d) for n, d in good]
        reading = reader([ForeignFile(*file) for file in files], OPTIONS)
        faulty += bool(reading.faults)
        for document in reading.documents:
            for a in document.annotations:
                if a.start is not None and a.end is not None:
                    assert 0 <= a.start < a.end <= len(document.text), (seed, a)
    return faulty


@pytest.mark.parametrize("name", FOREIGN_FORMATS)
def test_a_sound_file_has_no_fault(name: str):
    files = [ForeignFile(*file) for file in foreign_files.sound()[name]]
    reading = FOREIGN_FORMATS[name].reader()(files, OPTIONS)
    assert (reading.faults, bool(reading.documents)) == ([], True)


@pytest.mark.parametrize("name", FOREIGN_FORMATS)
def test_no_broken_file_raises(name: str):
    assert _try(name, range(60 if name == "cas" else 250))  # some are broken enough


@pytest.mark.long
@pytest.mark.parametrize("name", FOREIGN_FORMATS)
def test_no_broken_file_raises_in_many(name: str):
    assert _try(name, range(1000, 4000 if name == "cas" else 21000))
