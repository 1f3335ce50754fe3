"""Sound files of other tools, each with most of what its format can hold."""

import json
from typing import Any

import cassis

from communique.formats.cas_reader import NAMED_ENTITY
from communique.formats.cas_types import TOKEN

BRAT_TEXT = "Ann Lee 😀 met the team in\nRome, naïve."
BRAT = (
    "T1\tPER 0 7\tAnn Lee\n"
    "T2\tLOC 26 30\tRome\n"
    "T3\tMEET 10 13\tmet\n"
    "E1\tMEET:T3 Who:T1 Where:T2\n"
    "A1\tNegated E1\n"
    "M1\tCertainty T1 high\n"
    "R1\tin Arg1:T1 Arg2:T2\t\n"
    "*\tEquiv T1 T2\n"
    "N1\tReference T2 Wikipedia:220\tRome\n"
    "#1\tAnnotatorNotes T1\tsure?\n"
)
BRAT_NOTE = (
    '#1\tAnnotatorNotes T1\t{"uid": "e1", "layer": "names", "label": "a thing", "attributes": {}}'
)
CONLL = {
    "IOB2": "Ann B-PER|Lee I-PER|Bo B-PER|in O|Rome B-LOC||Oslo B-LOC|x O",
    "IOB1": "Ann I-PER|Lee I-PER|Bo B-PER|in O|Rome I-LOC||Oslo I-LOC|x O",
    "IOBES": "Ann B-PER|Lee E-PER|Bo S-PER|in O|Rome S-LOC||Oslo S-LOC|x O",
    "BILOU": "Ann B-PER|Lee L-PER|Bo U-PER|in O|Rome U-LOC||Oslo U-LOC|x O",
}
DOCCANO_TEXT = "😀 Ann Lee in Rome"
DOCCANO_ENTITIES = [
    {"id": 7, "label": "PER", "start_offset": 2, "end_offset": 9},
    {"id": 8, "label": "LOC", "start_offset": 13, "end_offset": 17},
]
DOCCANO_RELATION = {"id": 1, "from_id": 7, "to_id": 8, "type": "in"}
PRODIGY_TEXT = "Ann Lee 😀 in Rome"
PRODIGY_TOKENS = [
    {"text": "Ann", "start": 0, "end": 3, "id": 0},
    {"text": "Lee", "start": 4, "end": 7, "id": 1},
    {"text": "😀", "start": 8, "end": 9, "id": 2},
    {"text": "in", "start": 10, "end": 12, "id": 3},
    {"text": "Rome", "start": 13, "end": 17, "id": 4},
]
PERSON = {"start": 0, "end": 7, "token_start": 0, "token_end": 1, "label": "PER"}
PLACE = {"start": 13, "end": 17, "label": "LOC"}
PRODIGY_RELATION = {"head_span": PERSON, "child_span": PLACE, "label": "in"}
WEBANNO_HEAD = (
    "#FORMAT=WebAnno TSV 3.3\n"
    f"#T_SP={NAMED_ENTITY}|identifier|value\n"
    "#T_SP=webanno.custom.Flag|\n"
    f"#T_RL=webanno.custom.Link|kind|BT_{NAMED_ENTITY}\n\n\n"
)
WEBANNO_ROWS = (
    "#Text=Ann Lee 😀 saw Rome-born Bo .\n"
    "1-1\t0-3\tAnn\t*[1]\tPER[1]\t_\t_\t_\t\n"
    "1-2\t4-7\tLee\t*[1]|q\\_1[2]\tPER[1]|NA\\|ME[2]\t*\t_\t_\t\n"
    "1-3\t8-10\t😀\t_\t_\t_\t_\t_\t\n"
    "1-4\t11-14\tsaw\t_\t_\t_\t_\t_\t\n"
    "1-5\t15-24\tRome-born\t_\t_\t_\t_\t_\t\n"
    "1-5.1\t15-19\tRome\t*\tLOC\t_\t_\t_\t\n"
    "1-6\t25-27\tBo\t*\tPER\t_\tsees\t1-2[1_0]\t\n"
    "1-7\t28-29\t.\t_\t_\t_\t_\t_\t\n"
    "\n"
    "#Text=Next\n"
    "2-1\t32-36\tNext\t*\t*\t*[3]\t_\t_\t\n"
)
CAS_TEXT = "😀 Ann in Rome"
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"


def cas_types() -> cassis.TypeSystem:
    made = cassis.TypeSystem()
    entity = made.create_type(NAMED_ENTITY, "uima.tcas.Annotation")
    for name in ("value", "identifier"):
        made.create_feature(entity, name, "uima.cas.String")
    act = made.create_type("webanno.custom.Act", "uima.tcas.Annotation")
    made.create_feature(act, "roles", "uima.cas.StringArray")
    made.create_feature(act, "sure", "uima.cas.Boolean")
    for name in ("kind", "value"):
        made.create_feature(act, name, "uima.cas.String")
    pos = made.create_type(POS, "uima.tcas.Annotation")
    made.create_feature(pos, "PosValue", "uima.cas.String")
    made.create_type(TOKEN, "uima.tcas.Annotation")
    return made


def cas(text: str, *spans: tuple[str, int, int, dict[str, Any]]) -> cassis.Cas:
    """A CAS with spans: type, begin, end (code points), features."""
    system = cas_types()
    made = cassis.Cas(typesystem=system)
    made.sofa_string = text
    for type_, begin, end, features in spans:
        made.add(system.get_type(type_)(begin=begin, end=end, **features))
    return made


CAS_SYSTEM = cas_types().to_xml().encode()
CAS = cas(
    CAS_TEXT,
    (TOKEN, 2, 5, {}),
    (NAMED_ENTITY, 2, 5, {"value": "PER", "identifier": "q:1"}),
    ("webanno.custom.Act", 6, 13, {"sure": True}),
    (POS, 9, 13, {"PosValue": "PROPN"}),
)


def lines(*rows: Any) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def sound() -> dict[str, list[tuple[str, bytes]]]:
    """The files of each format."""
    conll = f"-DOCSTART- one O\n\n{CONLL['IOB2']}\n".replace("|", "\n")
    doccano = {
        "id": 1,
        "text": DOCCANO_TEXT,
        "label": [[2, 9, "PER"]],
        "entities": DOCCANO_ENTITIES,
        "relations": [DOCCANO_RELATION],
    }
    prodigy = {
        "text": PRODIGY_TEXT,
        "tokens": PRODIGY_TOKENS,
        "spans": [PERSON, PLACE],
        "answer": "accept",
        "relations": [PRODIGY_RELATION],
    }
    return {
        "brat": [
            ("one.ann", f"{BRAT}{BRAT_NOTE}\n".encode()),
            ("one.txt", BRAT_TEXT.encode()),
        ],
        "cas": [
            ("one.json", CAS.to_json().encode()),
            ("two.xmi", CAS.to_xmi().encode()),
            ("TypeSystem.xml", CAS_SYSTEM),
        ],
        "conll": [("a.conll", conll.encode())],
        "doccano": [("a.jsonl", lines(doccano, doccano))],
        "prodigy": [("a.jsonl", lines(prodigy, prodigy))],
        "webanno": [("a.tsv", (WEBANNO_HEAD + WEBANNO_ROWS).encode())],
    }
