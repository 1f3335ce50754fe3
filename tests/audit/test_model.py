"""Folds, and probabilities that come from a model that has not seen the group."""

from communique.audit.model import FOLDS, folds_of


def test_folds_keep_groups_together():
    groups = [f"g{i % 7}" for i in range(70)]
    folds = folds_of(groups, [str(i) for i in range(70)])
    assert len(set(folds.tolist())) == FOLDS
    assert len({(g, int(f)) for g, f in zip(groups, folds, strict=True)}) == 7


def test_fewer_than_five_groups_are_folded_by_document():
    groups = [f"g{i % 4}" for i in range(40)]
    documents = [f"d{i % 10}" for i in range(40)]
    folds = folds_of(groups, documents)
    assert len(set(folds.tolist())) == FOLDS
    assert len({(d, int(f)) for d, f in zip(documents, folds, strict=True)}) == 10
