"""Cross-checks with NLTK where its definitions are those of the literature."""

import random

import pytest

from communique.agreement import (
    alpha,
    cohen_kappa,
    fleiss_kappa,
    jaccard_distance,
    masi_distance,
    scott_pi,
)

nltk = pytest.importorskip("nltk.metrics.agreement", reason="NLTK comes with the SDK")
distance = pytest.importorskip("nltk.metrics.distance")


def table(seed: int, annotators: int, labels: str, missing: float = 0.0) -> list[list[str | None]]:
    """Units of annotators who often agree."""
    rng = random.Random(seed)
    rows: list[list[str | None]] = []
    for _ in range(80):
        true = rng.choice(labels)
        given = [true if rng.random() < 0.7 else rng.choice(labels) for _ in range(annotators)]
        rows.append([None if rng.random() < missing else value for value in given])
    return rows


def task(rows, measure=None):
    """The same rows for NLTK, which reads triples."""
    triples = [
        (f"c{c}", f"u{u}", value)
        for u, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    ]
    return nltk.AnnotationTask(triples, **({"distance": measure} if measure else {}))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("annotators", [2, 3, 5])
def test_alpha_of_nominal_data_with_missing_values(seed: int, annotators: int):
    rows = table(seed, annotators, "abcd", missing=0.2)
    assert alpha(rows).value == pytest.approx(task(rows).alpha())


@pytest.mark.parametrize("seed", range(5))
def test_alpha_of_sets(seed: int):
    rows = [[frozenset(value) for value in row] for row in table(seed, 3, ["a", "ab", "abc", "d"])]
    expected = task(rows, distance.jaccard_distance).alpha()
    assert alpha(rows, "jaccard").value == pytest.approx(expected)
    assert alpha(rows, distance.masi_distance).value == pytest.approx(
        task(rows, distance.masi_distance).alpha()
    )


@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_pi_of_two(seed: int):
    rows = table(seed, 2, "abc")
    a, b = [r[0] for r in rows], [r[1] for r in rows]
    assert cohen_kappa(a, b).value == pytest.approx(task(rows).kappa())
    assert scott_pi(a, b).value == pytest.approx(task(rows).pi())


@pytest.mark.parametrize("seed", range(5))
def test_pi_of_many_is_fleiss(seed: int):
    rows = table(seed, 4, "abc")
    counts = [[row.count(label) for label in "abc"] for row in rows]
    assert fleiss_kappa(counts).value == pytest.approx(task(rows).pi())


@pytest.mark.parametrize("seed", range(3))
def test_linear_weights(seed: int):
    rows = table(seed, 2, "123")
    a, b = [int(r[0] or 0) for r in rows], [int(r[1] or 0) for r in rows]
    expected = task([[str(x), str(y)] for x, y in zip(a, b, strict=True)])
    expected.distance = lambda x, y: abs(int(x) - int(y))
    # its max_distance divides the expected disagreement alone, so it must stay 1
    assert cohen_kappa(a, b, "linear").value == pytest.approx(expected.weighted_kappa())


@pytest.mark.parametrize("pair", [("a", "ab"), ("ab", "bc"), ("a", "b"), ("a", "a")])
def test_distances_of_sets(pair: tuple[str, str]):
    x, y = map(set, pair)
    assert jaccard_distance(x, y) == pytest.approx(distance.jaccard_distance(x, y))
    # older releases round the thirds of monotonicity to .33 and .67
    assert masi_distance(x, y) == pytest.approx(distance.masi_distance(x, y), abs=0.004)
