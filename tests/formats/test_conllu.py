"""CoNLL-U: the library conllu reads it, and the brackets hold every mention."""

import re
from typing import Any
from urllib.parse import unquote

import conllu
from hypothesis import given, settings

import exported
from communique.formats import conllu as writer
from communique.formats.document import ExportedDocument

BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>[^()]+)\)")


def written(document: ExportedDocument) -> tuple[str, dict[str, int]]:
    export = exported.export()
    files = exported.files(writer.write([document], export))
    return files["train.conllu"].decode(), export.losses.to_json()


def mentions(text: str) -> list[dict[str, Any]]:
    """Every mention: fields, and the places of its first and last token. Each must be closed."""
    read: list[dict[str, Any]] = []
    for sentence in conllu.parse(text):
        opened: dict[str, list[dict[str, Any]]] = {}
        for token in sentence:
            misc = token["misc"]
            start, end = map(int, misc["TokenRange"].split(":"))
            for m in BRACKET.finditer(misc.get("Entity", "")):
                if m["close"]:
                    opened[m["close"]].pop()["end"] = end
                    continue
                eid, label, other = m["open"].split("-")
                pairs = [x.split(":") for x in other.split(",")]
                mention = {"label": unquote(label), "start": start, "end": end, "other": pairs}
                read.append(mention)
                if not m["single"]:
                    opened.setdefault(eid, []).append(mention)
        assert not any(opened.values())
    return read


def test_the_file_is_as_the_format_says():
    text = "Ann Lee left. Rome agreed."
    spans = [
        exported.words(text, "Ann Lee", uid="u1"),
        exported.words(text, "Rome", "place", uid="u2"),
    ]
    content, losses = written(exported.document(text, spans))
    assert losses == {}
    assert content == (
        "# global.Entity = eid-etype-other\n"
        "# newdoc id = one\n"
        "# newpar id = one-b000000\n"
        "# sent_id = one-b000000.1\n"
        "# text = Ann Lee left.\n"
        "1\tAnn\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-person-layer:names,uid:u1|TokenRange=0:3\n"
        "2\tLee\t_\t_\t_\t_\t_\t_\t_\tEntity=e1)|TokenRange=4:7\n"
        "3\tleft\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=8:12\n"
        "4\t.\t_\t_\t_\t_\t_\t_\t_\tTokenRange=12:13\n"
        "\n"
        "# sent_id = one-b000000.2\n"
        "# text = Rome agreed.\n"
        "1\tRome\t_\t_\t_\t_\t_\t_\t_\tEntity=(e2-place-layer:names,uid:u2)|TokenRange=14:18\n"
        "2\tagreed\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=19:25\n"
        "3\t.\t_\t_\t_\t_\t_\t_\t_\tTokenRange=25:26\n"
        "\n"
    )


@settings(max_examples=60, deadline=None)
@given(exported.documents())
def test_every_mention_inside_a_sentence_comes_back(document: ExportedDocument):
    content, losses = written(document)
    read = mentions(content)
    kept = {a.uid: a for a in document.annotations}
    assert len(read) + losses.get("crossing", 0) == len(kept)
    exact = 0
    for m in read:
        values = [(unquote(k), unquote(v)) for k, v in m["other"]]
        own = kept[dict(values)["uid"]]
        assert m["label"] == own.label
        assert [v for k, v in values if k == "holders"] == list(own.attributes.get("holders", ()))
        exact += (m["start"], m["end"]) == own.range
    assert exact == len(read) - losses.get("token_border", 0)


def test_mentions_of_one_entity_share_an_id_unless_they_overlap():
    text = "Ann Lee met Ann Lee"
    same = {"entity_id": "per:ann-lee"}
    spans = [
        exported.span(0, 7, uid="u1", **same),
        exported.span(0, 3, uid="u2", **same),
        exported.span(12, 19, uid="u3", **same),
    ]
    content, _ = written(exported.document(text, spans))
    assert re.findall(r"\((e\d+)-person-layer:names,uid:(u\d)", content) == [
        ("e1", "u1"),
        ("e2", "u2"),
        ("e1", "u3"),
    ]
