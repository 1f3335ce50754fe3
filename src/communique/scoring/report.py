"""The result of a comparison as plain data: the figures, and what each of them means."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from communique.scoring.counts import Counts, Figure, figure, macro
from communique.scoring.gold import GoldError
from communique.scoring.majority import majority
from communique.scoring.sampling import (
    LEAST,
    LEVEL,
    ROUNDS,
    SEED,
    cells,
    describe,
    interval,
    left_out,
    mean_f1,
)
from communique.scoring.scorer import ATTRIBUTE, DETECTED, LABEL, SEVERAL, Scorer
from communique.scoring.soft import FLOOR
from communique.scoring.spans import BOUNDARY, EXACT, NESTED, OUTERMOST, OVERLAP, TUPLE
from communique.util.plural import counted

MICRO: Final = "micro"
MACRO: Final = "macro"
MEANINGS: Final = {
    EXACT: "same range and same label",
    BOUNDARY: "same range, whatever the label",
    OVERLAP: "same label and at least one shared code point, one to one",
    TUPLE: "as overlap, and the same identity; one shared value of a set is enough",
    OUTERMOST: "exact, only spans that are not inside a longer span",
    NESTED: "exact, only spans inside a longer span",
    LABEL: "same label of the unit",
    DETECTED: "a label other than none, whatever it is",
    MICRO: "all labels together",
    MACRO: "mean over the labels that the gold has",
}
_FIGURES: Final = (EXACT, BOUNDARY, OVERLAP, TUPLE, OUTERMOST, NESTED, LABEL, DETECTED)


def main_figure(scorer: Scorer) -> str:
    """The figure behind `micro`, `macro`, `by_label` and `by_document`."""
    if scorer.gold.form == "spans":
        return EXACT
    return SEVERAL if scorer.gold.layer.several else LABEL


def report(scorer: Scorer, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The result, after every prediction was added.

    `facts` has `data_version`, `content_sha256`, `split` and `system`. `details` has what is not in
    `scores`: intervals, groups left out, attributes, reference figures, and the meaning of each
    figure.
    """
    gold, tally, main = scorer.gold, scorer.tally, main_figure(scorer)
    by_label = tally.by_label(main)
    labels = list(dict.fromkeys([*gold.layer.labels, *by_label]))
    documents = gold.documents
    by_document = tally.by_document(main)
    soft = scorer.is_soft
    return {
        "layer": gold.layer.name,
        "data_version": facts.get("data_version"),
        "content_sha256": facts.get("content_sha256"),
        "split": facts.get("split"),
        "n_documents": len(documents),
        "n_units": len(gold.units),
        "scores": scores(scorer),
        "macro_all_labels": macro(by_label, labels),
        "by_label": {x: _supported(by_label.get(x, Counts())) for x in labels},
        "by_document": {d: figure(by_document.get(d, Counts())) for d in documents},
        "soft": {
            "manhattan": tally.mean("manhattan") if soft else None,
            "cross_entropy": tally.mean("cross_entropy") if soft else None,
        },
        "details": _details(scorer, main, facts),
    }


def scores(scorer: Scorer) -> dict[str, Figure]:
    """Every figure that is 1 for the gold against itself. Where neither side has anything to
    compare, the figure is left out.
    """
    tally, main = scorer.tally, main_figure(scorer)
    totals = {name: tally.whole(name) for name in _FIGURES if name in tally.figures}
    made = {name: figure(counts) for name, counts in totals.items() if not counts.is_empty}
    by_label = tally.by_label(main)
    in_gold = labels_in_gold(scorer, main)
    if by_label:
        made[MICRO] = figure(tally.whole(main))
    if in_gold:
        made[MACRO] = macro(by_label, in_gold)
    return made


def labels_in_gold(scorer: Scorer, main: str) -> list[str]:
    """The labels that the gold has, in the order of the schema."""
    by_label = scorer.tally.by_label(main)
    order = dict.fromkeys([*scorer.gold.layer.labels, *sorted(by_label)])
    return [label for label in order if by_label.get(label, Counts()).support]


def headline(scorer: Scorer) -> dict[str, tuple[str, list[str] | None]]:
    """The figures with an interval: the counts that each is made of, and its labels."""
    main = main_figure(scorer)
    figures: dict[str, tuple[str, list[str] | None]] = {
        name: (name, None) for name in scores(scorer) if name in _FIGURES
    }
    if labels := labels_in_gold(scorer, main):
        figures |= {MICRO: (main, None), MACRO: (main, labels)}
    return figures


def _supported(counts: Counts) -> Figure:
    return {**figure(counts), "support": counts.support}


def _details(scorer: Scorer, main: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    gold, tally, documents = scorer.gold, scorer.tally, scorer.gold.documents
    groups = [gold.groups.get(d, d) for d in documents]
    attributes = {
        name: figure(tally.whole(f"{ATTRIBUTE}{name}"))
        for name in gold.layer.attributes
        if name in scorer.given_attributes
    }
    return {
        "system": facts.get("system"),
        "form": gold.form,
        "predicted_units": scorer.n_predicted,
        "missing_units": len(scorer.missing),
        "intervals": _intervals(scorer, documents),
        "without_group": left_out(cells(tally, main, documents), groups),
        "attributes": attributes,
        "jaccard": tally.mean("jaccard"),
        "majority_by_target": majority(gold),
        "error_rate_by_annotator": {
            who: {"error_rate": wrong / n, "n": n} for who, (wrong, n) in scorer.errors.items()
        },
        "cross_entropy_floor": FLOOR,
        "labels_not_in_gold": [
            x for x in gold.layer.labels if x not in labels_in_gold(scorer, main)
        ],
        "meaning": {name: MEANINGS[name] for name in (*scores(scorer),)},
    }


def _intervals(scorer: Scorer, documents: list[str]) -> dict[str, Any]:
    if len(documents) < LEAST:
        reason = f"{counted(len(documents), 'document')}: an interval needs {LEAST}"
        return {"reason": reason, "f1": {}}
    intervals = {
        name: describe(interval(cells(scorer.tally, figure_, documents, labels)))
        for name, (figure_, labels) in headline(scorer).items()
    }
    return {"level": LEVEL, "rounds": ROUNDS, "seed": SEED, "reason": None, "f1": intervals}


def macro_of_labels(scorer: Scorer, labels: Sequence[str]) -> dict[str, Any]:
    """The macro figures of some labels, pooled over all units. Raises GoldError."""
    known = scorer.gold.layer.labels
    if strange := [label for label in labels if label not in known]:
        raise GoldError(f"no label {strange[0]!r}; expected {', '.join(known)}")
    return {"labels": list(labels), **macro(scorer.tally.by_label(main_figure(scorer)), labels)}


def f1_of(scorer: Scorer, figure_: str, labels: list[str] | None, documents: list[str]) -> float:
    """F1 of a figure over documents."""
    summed = cells(scorer.tally, figure_, documents, labels).sum(axis=0)
    return float(mean_f1(summed[None])[0])
