"""Evidence against borders leaves the span itself out."""

from communique.audit.border_counts import BorderCounts
from communique.audit.borders import border_evidence
from communique.audit.item import LABEL, AuditItem, Text
from communique.audit.places import words_of

SENTENCE = "Then Ann Bell met her."


def _corpus(*spans: str) -> tuple[dict[str, Text], list[AuditItem]]:
    texts: dict[str, Text] = {}
    items: list[AuditItem] = []
    for n, span in enumerate(spans):
        doc_id = f"d{n}"
        texts[doc_id] = Text(doc_id, SENTENCE, ((0, len(SENTENCE), "paragraph"),), doc_id)
        at = SENTENCE.index(span)
        values = {LABEL: "person"}
        items.append(AuditItem("n", doc_id, f"u{n}", "span", at, at + len(span), values))
    return texts, items


def test_words_that_are_marked_longer_elsewhere_are_suspected():
    texts, items = _corpus("Ann", *["Ann Bell"] * 5)
    present = next(iter(border_evidence(items, texts, [], with_model=False))).present
    assert present[0].strength > 0 > present[1].strength
    assert present[0].suggestion == "Ann Bell"
    assert present[0].why == "'Ann Bell' is marked 5 times, 'Ann' 0 other times"


def test_a_planted_border_is_judged_without_the_span_that_it_stands_for():
    texts, items = _corpus(*["Ann Bell"] * 2)
    counts = BorderCounts(items, texts, ["ann"])
    own, now = words_of(items[0], texts["d0"]), (1, 2)
    assert counts.marked(now, own, texts["d0"]) == 0
    assert counts.marked(own, own, texts["d0"]) == 1
    assert counts.family(now, own, [own], texts["d0"]).strength > 0


def test_a_border_inside_a_word_is_suspected_where_it_is_rare():
    texts, items = _corpus("nn Bell", *["Ann Bell"] * 5)
    why = [w.present[0] for w in border_evidence(items, texts, [], with_model=False)]
    cut = next(e for e in why if e.why.startswith("it begins or ends inside a word"))
    assert cut.strength > 1
    assert cut.suggestion == "Ann Bell"


def test_a_span_that_crosses_another_is_suspected_where_it_is_rare():
    texts, items = _corpus(*["Ann Bell"] * 5)
    crossing = AuditItem("n", "d0", "x", "span", 9, 17, {LABEL: "person"})
    kinds = list(border_evidence([*items, crossing], texts, [], with_model=False))
    crossed = [w.present for w in kinds if "crosses" in w.present[5].why]
    (row,) = crossed
    assert row[5].strength > 0
    assert row[1].strength == 0
