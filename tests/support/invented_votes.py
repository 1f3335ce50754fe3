"""Three annotators and an adjudicator on the article of `invented`, for a picture of the site."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import panel
from communique.corpus import Document
from communique.schema import load_schema

Plain = dict[str, Any]
VOTERS: Final = ("ann-1", "ann-2", "ann-3")
NAMES: Final = (
    *((1, "Norland", 1, "GPE", "gpe:norland"), (1, "Westmark", 1, "GPE", "gpe:westmark")),
    *(
        (1, "Harbour Pact", 1, "LAW", "law:harbour-pact"),
        (2, "Tom Reed", 1, "PERSON", "per:tom-reed"),
    ),
    *((2, "Norland", 1, "GPE", "gpe:norland"), (2, "Orsa", 1, "GPE", "gpe:orsa")),
    *((2, "Harbour Pact", 1, "LAW", "law:harbour-pact"), (2, "Norland", 2, "GPE", "gpe:norland")),
    *((2, "Westmark", 1, "GPE", "gpe:westmark"), (2, "Tide War", 1, "EVENT", "event:tide-war")),
    *((3, "Reed", 1, "PERSON", "per:tom-reed"), (3, "Norland", 1, "GPE", "gpe:norland")),
    *((3, "Westmark", 1, "GPE", "gpe:westmark"), (4, "Orsa", 1, "GPE", "gpe:westmark")),
    *((4, "Eastmark", 1, "GPE", "gpe:eastmark"),),
    *(
        (4, "Strait of Ardel", 1, "LOC", "loc:strait-of-ardel"),
        (5, "Grell", 1, "GPE", "gpe:eastmark"),
    ),
    *((5, "Ana Holt", 1, "PERSON", "per:ana-holt"), (5, "Norland", 1, "GPE", "gpe:norland")),
    *((5, "Ministry of Tides", 1, "ORG", "org:ministry-of-tides"),),
    *((6, "Westmark", 1, "GPE", "gpe:westmark"),),
)
READINGS: Final = {("Orsa", 2): "literal", ("Orsa", 4): "metonymic", ("Grell", 5): "metonymic"}
# line, words, label, target, holder, attribution, and who marked it
STANCES: Final = (
    (
        3,
        'called the pact "the anchor of a free ocean"',
        "favor",
        "norland_alliances",
        "tom-reed",
        "direct_quote",
        "1",
    ),
    (
        3,
        '"the anchor of a free ocean"',
        "favor",
        "norland_alliances",
        "tom-reed",
        "direct_quote",
        "23",
    ),
    (
        3,
        "promised that Norland would defend Westmark",
        "favor",
        "norland_alliances",
        "tom-reed",
        "indirect_speech",
        "123",
    ),
    (
        4,
        "is wary of its neighbour",
        "against",
        "eastmark_conduct",
        "westmark",
        "attributed_mental",
        "13",
    ),
    (
        4,
        "reckless patrols by Eastmark",
        "against",
        "eastmark_conduct",
        "westmark",
        "attributed_mental",
        "12",
    ),
    (
        4,
        "reckless patrols by Eastmark",
        "against",
        "eastmark_conduct",
        "westmark-ministers",
        "attributed_mental",
        "3",
    ),
    (5, "rejected the charge", "favor", "eastmark_conduct", "eastmark", "attributed_act", "123"),
    (
        5,
        "accused Norland of meddling",
        "against",
        "norland_conduct",
        "ana-holt",
        "indirect_speech",
        "123",
    ),
    (6, "The pact has its price", "neutral", "norland_alliances", "AUTHOR", "author", "2"),
)
FRAMES: Final = {
    2: ("external_reputation",) * 3,
    3: ("external_reputation",) * 3,
    4: ("security",) * 3,
    5: ("external_reputation", "external_reputation", "political"),
    6: ("economic",) * 3,
}


def write_votes(root: Path, documents: Mapping[str, Document]) -> None:
    """Write the exports of the annotators and the adjudicator's decisions."""
    schema = load_schema(root / "schema/corpus.yaml")
    for layer, answers in {"entities": _entities, "stance": _stances, "framing": _framing}.items():
        for number, annotator in enumerate(VOTERS):
            answer = {"pact": answers(number)}
            only = {"pact": documents["pact"]}
            panel.export(root, schema, schema.layer(layer), annotator, only, answer)
    panel.settle(root)


def _entities(number: int) -> Plain:
    regions: list[Plain] = []
    for line, words, nth, label, entity in NAMES:
        if number == 2 and (line, words) == (6, "Westmark"):
            continue  # the third annotator overlooks one
        values: Plain = {"entity_id": entity}
        if reading := READINGS.get((words, line)):
            values["reading"] = "mixed" if number == 1 and (words, line) == ("Orsa", 2) else reading
        where = {"line": line, "text": words, "occurrence": nth}
        regions.append({**where, "label": label, "attributes": values})
    return {"regions": regions}


def _stances(number: int) -> Plain:
    regions = [
        {
            "line": line,
            "text": words,
            "label": label,
            "attributes": {
                "target": target,
                "holder": [holder],
                "attribution": attribution,
                "modality": "asserted",
                "confidence": "sure",
            },
        }
        for line, words, label, target, holder, attribution, voters in STANCES
        if str(number + 1) in voters
    ]
    return {"regions": regions}


def _framing(number: int) -> Plain:
    regions = [
        {
            "line": line,
            "label": labels[number],
            "attributes": {"frames": [labels[number]], "confidence": "sure"},
        }
        for line, labels in FRAMES.items()
    ]
    return {"regions": regions, "document": {"primary_frame": "external_reputation"}}
