"""What an adjudicator's export decides: candidates kept, mended or deleted, and spans added."""

from collections.abc import Sequence
from typing import Any

import mini
from communique.adjudication.candidates import PresentedItems, candidate_id
from communique.adjudication.project_export import rulings
from communique.adjudication.votes import votes_fingerprint
from communique.records import Record
from communique.records.items import ComparedItem, item_key
from sample_records import LAYER, VOTERS, item, record

AT = "2026-02-01"
ONE, TWO, OTHER = record("ann-1"), record("ann-2"), record("ann-3", "person")
SPLIT = item(ONE, TWO, OTHER)
FAR = item(
    record("ann-1", start=30, end=40, annotation_id="b-ann-1"),
    record("ann-2", "person", start=30, end=40, annotation_id="b-ann-2"),
)


def presented(*items: ComparedItem, layer: Any = LAYER) -> PresentedItems:
    """The items as the adjudicator's page had them."""
    return PresentedItems(
        "one",
        frozenset(votes_fingerprint(layer, i) for i in items),
        frozenset(candidate_id(layer, r) for i in items for r in i.records),
        AT,
    )


def kept(variant: Record, **change: Any) -> Record:
    """The adjudicator's region that began as the candidate of a variant."""
    fields = {"start": variant.start, "end": variant.end, "label": variant.label, **change}
    name = f"j-{fields['start']}-{fields['label']}"
    return record("judge", region=candidate_id(LAYER, variant), annotation_id=name, **fields)


def drawn(start: int, end: int, label: str = "place", **change: Any) -> Record:
    """A region that the adjudicator drew."""
    name = f"j-{start}-{label}"
    return record("judge", label, start, end=end, region="own", annotation_id=name, **change)


def read(
    items: Sequence[ComparedItem], records: Sequence[Record], shown: Sequence[ComparedItem] = ()
) -> tuple[dict[Any, Record | None], list[Record]]:
    """What is said of each item, and what was added; `shown` is what the page had, if not all."""
    project = rulings(LAYER, items, {"one": presented(*(shown or items))}, records, "judge")
    found, missed = project.items, project.missed
    assert {(d.by, d.at) for d in found.values()} <= {("judge", AT)}
    assert all(d.record is r for r, _, d in missed)
    return {name: d.record for name, d in found.items()}, [r for r, _, _ in missed]


def test_the_candidate_that_is_left_is_the_word_on_its_item():
    for variant in (ONE, OTHER):
        word = kept(variant)
        assert read([SPLIT], [word]) == ({item_key(SPLIT): word}, [])


def test_all_candidates_deleted_reject_the_item():
    assert read([SPLIT, FAR], [kept(ONE)]) == (
        {item_key(SPLIT): kept(ONE), item_key(FAR): None},
        [],
    )


def test_a_mended_candidate_speaks_for_its_item_wherever_it_went():
    word = kept(ONE, start=30, end=40, label="person")
    assert read([SPLIT], [word]) == ({item_key(SPLIT): word}, [])


def test_of_two_candidates_kept_the_first_is_the_item_and_the_other_is_added():
    early, late = kept(OTHER, start=1), kept(ONE)
    for records in ([early, late], [late, early]):
        assert read([SPLIT], records) == ({item_key(SPLIT): early}, [late])


def test_a_region_drawn_anew_speaks_for_the_item_that_it_matches():
    assert read([SPLIT], [drawn(4, 9)]) == ({item_key(SPLIT): drawn(4, 9)}, [])
    found = read([SPLIT], [drawn(4, 9), kept(ONE)])
    assert found == ({item_key(SPLIT): kept(ONE)}, [drawn(4, 9)])


def test_a_region_drawn_elsewhere_is_added_with_those_who_voted():
    extra = drawn(50, 55)
    ((record_, voters, word),) = rulings(
        LAYER, [SPLIT], {"one": presented(SPLIT)}, [extra], "judge"
    ).missed
    assert (record_, tuple(voters), word.record, word.by) == (extra, VOTERS, extra, "judge")


def test_candidates_of_what_is_settled_or_open_again_are_not_added():
    settled = item(*(record(who) for who in VOTERS), unanimous=True)
    assert read([settled], [kept(ONE)]) == ({}, [])
    changed = item(record("ann-1", "person"), TWO, OTHER)
    assert read([changed], [kept(ONE)], shown=[SPLIT]) == ({}, [])


def test_other_layers_and_documents_have_no_say():
    others = [drawn(50, 55, layer="frames"), drawn(50, 55, doc_id="two")]
    assert read([SPLIT], [kept(ONE), *others]) == ({item_key(SPLIT): kept(ONE)}, [])


def test_blocks_are_known_by_their_place_and_document_values_by_what_they_answer():
    layer = mini.load_schema_text().layer("frames")
    block: dict[str, Any] = {"kind": "block", "layer": "frames"}
    tone: dict[str, Any] = {"kind": "document", "layer": "frames"}
    tone["attributes"] = {"attribute": "tone"}
    answers = [(3, "money", "people", block), (4, "money", "people", block), (None, "x", "y", tone)]
    items = [
        item(
            record("ann-1", one, start, annotation_id=f"{start}-1", **kind),
            record("ann-2", other, start, annotation_id=f"{start}-2", **kind),
        )
        for start, one, other, kind in answers
    ]
    pace = {**tone, "attributes": {"attribute": "pace"}}
    mine = [
        record("judge", "y", None, **pace),
        record("judge", "none", 4, **block),
        record("judge", "x", None, **tone),
    ]
    project = rulings(layer, items, {"one": presented(*items, layer=layer)}, mine, "judge")
    assert [project.items[item_key(i)].record for i in items] == [None, *mine[1:]]
    assert project.missed == []
