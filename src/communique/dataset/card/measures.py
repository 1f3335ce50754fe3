"""The measures that a card names, with their sources."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from communique.assessment.summary import SPANS, Agreement


class Measure(NamedTuple):
    """A measure: its name on the card, what it says, and where it is defined."""

    name: str
    meaning: str
    source: str


MEASURES: Final[Mapping[str, Measure]] = {
    "alpha": Measure(
        "alpha",
        "Krippendorff's alpha: agreement above chance of any number of annotators. 1 is perfect, 0"
        " is the level of chance. The column *distance* says how two answers are compared.",
        "Krippendorff (2011), Computing Krippendorff's alpha-reliability; Krippendorff (2018),"
        " Content analysis, 4th ed.",
    ),
    "masi": Measure(
        "masi",
        "The distance between two sets of values: 0 for equal sets, 1 for sets without a common"
        " value.",
        "Passonneau (2006), Measuring agreement on set-valued items.",
    ),
    "unitizing": Measure(
        "unitizing",
        "Alpha for spans of a continuous text: whether annotators mark the same ranges with the"
        " same labels. *observed* is then the mean F1 of equal range and label of two annotators.",
        "Krippendorff, Mathet, Bouvry, Widlöcher (2016), On the reliability of unitizing textual"
        " continua: further developments.",
    ),
    "interval": Measure(
        "95 %",
        "Percentile intervals of a bootstrap. Units of one document depend on each other, so an"
        " interval by unit is too narrow. With fewer than 20 documents, an interval by document"
        " only describes this corpus.",
        "Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.",
    ),
    "observed": Measure(
        "observed",
        "Mean agreement of two annotators on a unit; sets can agree in part.",
        "no correction for chance",
    ),
    "ac1": Measure(
        "AC1",
        "Agreement above chance of two annotators, mean of all pairs. It stays high if one value is"
        " nearly everywhere; alpha does not.",
        "Gwet (2008), Computing inter-rater reliability in the presence of high agreement.",
    ),
    "kappa": Measure(
        "kappa",
        "Cohen's kappa of each pair of annotators. It is only in `agreement.json`.",
        "Cohen (1960), A coefficient of agreement for nominal scales.",
    ),
}


def measures_of(found: Sequence[Agreement]) -> list[Measure]:
    """The measures that the table of agreement uses; none without a row."""
    return [MEASURES[name] for name in _named(found)] if found else []


def _named(found: Sequence[Agreement]) -> Iterator[str]:
    yield "alpha"
    if any(a.metric == "masi" for a in found):
        yield "masi"
    if any(a.question == SPANS for a in found):
        yield "unitizing"
    if any(a.by_unit or a.by_document for a in found):
        yield "interval"
    yield "observed"
    if any(a.ac1 is not None for a in found):
        yield from ("ac1", "kappa")
