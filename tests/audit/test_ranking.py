"""The ranking: errors that were put in are found, in any kind of corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

import audited
import audited_lists as lists
from audited_flips import flipped
from audited_language import KINDS, Attribute, Kind
from communique.audit.item import BORDER, LABEL, AuditItem, Text
from communique.audit.ranking import Suspicion, suspicions

NO_SETS: frozenset[str] = frozenset()


def _rank(
    texts: Mapping[str, Text],
    items: Sequence[AuditItem],
    *,
    sets: frozenset[str] = NO_SETS,
    with_model: bool = True,
) -> list[Suspicion]:
    suspected = suspicions(items, texts, sets, {}, with_model=with_model)
    return sorted(suspected, key=lambda s: -s.score)


@pytest.mark.parametrize("name", ["capitals", "han"])
def test_the_first_tenth_holds_three_quarters_of_the_errors(name: str):
    made = audited.corpus(KINDS[name], 7, 40)
    wrong, flips = flipped(made, 7)
    order = lists.order(_rank(made.texts, wrong))
    share = lists.share_in_first_tenth(order, flips)
    counted = lists.share_in_first_tenth(lists.counting_surfaces(made.texts, wrong), flips)
    assert share >= 0.75
    assert share >= counted + 0.1


def test_without_a_model_more_is_found_than_by_counting_surfaces():
    made = audited.corpus(KINDS["capitals"], 8, 40)
    wrong, flips = flipped(made, 8)
    order = lists.order(_rank(made.texts, wrong, with_model=False))
    counted = lists.counting_surfaces(made.texts, wrong)
    shares = [lists.share_in_first_tenth(x, flips) for x in (order, counted)]
    assert shares[0] >= shares[1] + 0.1


def test_every_question_of_every_item_is_listed_once():
    made = audited.corpus(KINDS["capitals"], 9, 6)
    order = lists.order(_rank(made.texts, made.items, with_model=False))
    asked = {(i.uid, q) for i in made.items for q in (*i.values, BORDER)}
    assert len(order) == len(asked)
    assert set(order) == asked


def test_a_surface_that_is_rightly_two_things_is_not_at_the_top():
    texts, items = _sentences(30, lambda n: "place" if n % 2 else "team")
    wrong = [i if i.uid != "u4" else replace(i, values={LABEL: "place"}) for i in items]
    first, second, *_ = [s for s in _rank(texts, wrong) if s.question == LABEL]
    assert first.item.uid == "u4"
    assert first.evidence.suggestion == "team"
    assert first.score > 3 * second.score


def _sentences(n: int, label: object) -> tuple[dict[str, Text], list[AuditItem]]:
    """Documents with one name, which is a place after `in` and a team before `won`."""
    texts: dict[str, Text] = {}
    items: list[AuditItem] = []
    for i in range(n):
        is_place = label(i) == "place"  # type: ignore[operator]
        text = f"They live in Turin now {i}." if is_place else f"At last Turin won again {i}."
        at = text.index("Turin")
        texts[f"d{i}"] = Text(f"d{i}", text, ((0, len(text), "paragraph"),), f"d{i}")
        values = {LABEL: "place" if is_place else "team"}
        items.append(AuditItem("names", f"d{i}", f"u{i}", "span", at, at + 5, values))
    return texts, items


def test_two_runs_give_the_same_list():
    made = audited.corpus(KINDS["lower"], 3, 10)
    wrong, _ = flipped(made, 3)
    runs = [[(s.item.uid, s.question, s.score) for s in _rank(made.texts, wrong)] for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_corpus_of_few_documents_is_audited(n: int):
    texts, items = _sentences(n, lambda i: "place" if i % 2 else "team")
    found = _rank(texts, items)
    assert len(found) == 2 * n
    assert all(0 <= s.score <= 1 for s in found)


@pytest.mark.parametrize("name", ["noisy", "sets", "blocks"])
def test_where_much_is_chance_the_rest_is_found(name: str):
    made = audited.corpus(KINDS[name], 5, 50)
    wrong, flips = flipped(made, 5, once=name == "sets")
    order = lists.order(_rank(made.texts, wrong, sets=lists.sets_of(made)))
    share = lists.share_in_first_tenth(order, flips)
    counted = lists.share_in_first_tenth(lists.counting_surfaces(made.texts, wrong), flips)
    assert share >= counted + 0.1
    best = lists.ceiling(made, wrong)
    if best is not None:
        assert share >= 0.7 * lists.share_in_first_tenth(best, flips)


def test_an_attribute_that_is_chance_is_not_at_the_top():
    """Whoever disagrees with a coin is not suspected."""
    made = audited.corpus(Kind(3, 1.0, (Attribute(2, cued=0.0),)), 2, 50)
    wrong, _ = flipped(made, 2)
    order = lists.order(_rank(made.texts, wrong))
    top = order[: len(order) // 30]
    assert sum(question == "attribute-0" for _, question in top) <= len(top) // 10


@pytest.mark.long
@pytest.mark.parametrize("once", [False, True], ids=["each", "items"])
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", KINDS)
def test_errors_in_two_hundred_documents(name: str, seed: int, once: bool):
    """Three quarters are found, or nearly all that can be: some kinds are too much chance."""
    made = audited.corpus(KINDS[name], seed)
    wrong, flips = flipped(made, seed, once=once)
    order = lists.order(_rank(made.texts, wrong, sets=lists.sets_of(made)))
    share = lists.share_in_first_tenth(order, flips)
    counted = lists.share_in_first_tenth(lists.counting_surfaces(made.texts, wrong), flips)
    best = lists.ceiling(made, wrong, once=once)
    possible = lists.share_in_first_tenth(best, flips) if best is not None else 1.0
    assert share >= min(0.75, 0.85 * possible)
    assert share >= counted + 0.1
