"""WebAnno TSV 3: stacked values, ids over several tokens, parts of tokens, relations, escapes."""

import pytest

from communique.formats import webanno_reader
from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from foreign_files import WEBANNO_HEAD as HEAD
from foreign_files import WEBANNO_ROWS as ROWS


def read(content: str) -> Reading:
    return webanno_reader.read([ForeignFile("one.tsv", content.encode())], ReadOptions())


def test_spans_relations_and_the_text_are_read():
    reading = read(HEAD + ROWS)
    assert list(map(str, reading.faults)) == []
    (document,) = reading.documents
    assert document.text == "Ann Lee 😀 saw Rome-born Bo .   Next"
    found = [
        (document.text[a.start : a.end], a.label, (a.type or "")[-4:], dict(a.attributes))
        for a in document.annotations
    ]
    assert found == [
        ("Ann Lee", "PER", "tity", {}),
        ("Lee", "NA|ME", "tity", {"identifier": ("q_1",)}),
        ("Lee", "Flag", "Flag", {}),
        ("Rome", "LOC", "tity", {}),
        ("Bo", "PER", "tity", {}),
        ("Next", "NamedEntity", "tity", {}),
        ("Next", "Flag", "Flag", {}),
    ]
    ((label, first, last),) = [(r.label, r.from_id, r.to_id) for r in document.relations]
    words = {a.id: document.text[a.start : a.end] for a in document.annotations}
    assert (label, words[first], words[last]) == ("sees", "Ann Lee", "Bo")


def test_slots_and_chains_are_counted():
    head = (
        "#FORMAT=WebAnno TSV 3.2\n"
        "#T_SP=webanno.custom.Act|value|ROLE_webanno.custom.Act:who_webanno.custom.ActWho|x.Y\n"
        "#T_CH=webanno.custom.Coref|referenceType|referenceRelation\n"
    )
    reading = read(head + "#Text=saw Bo\n1-1\t0-3\tsaw\tsee\trole\t1-2\tnom[1]\t*->1-1\n")
    assert [a.label for a in reading.documents[0].annotations] == ["see"]
    assert dict(reading.losses) == {"attribute": 1, "type": 1}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "one.tsv, line 1: not WebAnno TSV 3: the first line is ''"),
        (
            "#FORMAT=WebAnno TSV 2\n",
            "one.tsv, line 1: not WebAnno TSV 3: the first line is '#FORMAT=WebAnno TSV 2'",
        ),
        (HEAD, "one.tsv, line 1: has no tokens"),
        (HEAD + "#T_XX=a\n1-1\t0-3\tAnn\t_\t_\t_\t_\t_\n", "one.tsv, line 7: not a layer: #T_XX=a"),
        (
            HEAD + "1-1\t0-3\tAnn\t_\n",
            "one.tsv, line 7: has 4 columns; the header asks for 8",
        ),
        (
            HEAD + "Ann\n",
            "one.tsv, line 7: not a token; expected `SENTENCE-TOKEN<tab>START-END<tab>TOKEN`",
        ),
        (HEAD + "1-1\t3-0\tAnn\t_\t_\t_\t_\t_\n", "one.tsv, line 7: 3 to 0 is not a range"),
        (
            HEAD + "#Text=Bob\n1-1\t0-3\tAnn\t_\t_\t_\t_\t_\n",
            "one.tsv, line 8: the token is 'Ann', and 'Bob' in the text",
        ),
        (
            HEAD + "1-1\t0-3\tAnn\t_\t_\t_\t_\t_\n1-1.1\t2-9\tn\t_\t_\t_\t_\t_\n",
            "one.tsv, line 8: 2 to 9 is not a range of the text",
        ),
        (
            HEAD + "1-1\t999999999-9999999990\tAnn\t_\t_\t_\t_\t_\n",
            "one.tsv, line 7: not a token; expected `SENTENCE-TOKEN<tab>START-END<tab>TOKEN`",
        ),
        (
            HEAD + "1-1\t99999999-99999999\tAnn\t_\t_\t_\t_\t_\n".replace("-99999999", "-99999999"),
            "one.tsv, line 7: 99999999 to 99999999 is not a range",
        ),
        (
            HEAD + "1-1\t99999990-99999993\tAnn\t_\t_\t_\t_\t_\n",
            "one.tsv, line 7: 99999990 is far behind the last token",
        ),
    ],
)
def test_a_bad_line_is_named(content: str, fault: str):
    assert list(map(str, read(content).faults)) == [fault]
