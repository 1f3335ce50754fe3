"""Published worked examples reproduce to the printed digits."""

import pytest

import published
from communique.agreement import (
    alpha,
    cohen_kappa,
    dawid_skene,
    fleiss_kappa,
    gwet_ac1,
    jaccard_distance,
    masi_distance,
    scott_pi,
)


@pytest.mark.parametrize(
    ("metric", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorff_four_coders(metric: str, printed: float):
    found = alpha(published.coded_by(published.FOUR_CODERS), metric)
    assert round(float(found), 3) == printed
    assert found.ingredients["n"] == 40


def test_krippendorff_two_observers():
    assert round(float(alpha(published.coded_by(published.TWO_BINARY))), 3) == 0.095
    assert round(float(alpha(published.coded_by(published.TWO_NOMINAL))), 3) == 0.692


def test_artstein_and_poesio():
    a, b = published.two_lists(published.ARTSTEIN_POESIO)
    assert round(float(cohen_kappa(a, b)), 3) == 0.348
    assert round(float(scott_pi(a, b)), 3) == 0.341


def test_cohen_plain_and_weighted():
    a, b = published.two_lists(published.COHEN)
    assert round(float(cohen_kappa(a, b)), 3) == 0.492
    weighted = cohen_kappa(a, b, weights=published.COHEN_WEIGHTS)
    assert round(float(weighted), 3) == 0.348


def test_fleiss():
    assert round(float(fleiss_kappa(published.FLEISS)), 3) == 0.430


def test_gwet():
    assert round(float(gwet_ac1(*published.two_lists(published.GWET))), 3) == 0.808


def test_masi_and_jaccard():
    assert round(masi_distance({"a"}, {"a", "b"}), 3) == 0.667
    assert jaccard_distance({"a"}, {"a", "b"}) == 0.5
    assert masi_distance(set(), set()) == jaccard_distance(set(), set()) == 0
    assert masi_distance({"a"}, {"b"}) == masi_distance({"a"}, set()) == 1


def test_dawid_and_skene():
    found = dawid_skene(published.anaesthetists())
    shares = [round(p, 2) for p in found.ingredients["prevalence"].values()]
    assert shares == [0.40, 0.42, 0.11, 0.07]
    first = found.ingredients["error_rates"][0]
    assert [round(p, 2) for p in first[1].values()] == [0.89, 0.11, 0.0, 0.0]
    assert found.value is not None
    assert found.value < 0
