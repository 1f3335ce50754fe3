"""Render the card from the corpus, the tables and the agreement report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from datasets import Features

from communique.assessment.assess import ROUNDS
from communique.assessment.measures import Plain
from communique.assessment.summary import summary, summary_table
from communique.dataset.baseline_table import baseline_tables
from communique.dataset.card.citation import bibtex
from communique.dataset.card.configs import configs_of
from communique.dataset.card.figure import FIGURE
from communique.dataset.card.measures import measures_of
from communique.dataset.card.metadata import Tables, card_metadata
from communique.dataset.card.non_voting import non_voting_table
from communique.dataset.card.sizes import crosstabs, labels_table, shortcuts_table, ways_table
from communique.dataset.card.texts import texts_table
from communique.dataset.tally import Tallied, tally_of
from communique.dataset.templates import render
from communique.util.json_values import Object
from communique.util.markdown import table


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card is made of, beside the corpus. `files`: the names of the dataset's files.

    `hashes`: content hash of each config; `agreement`: the data of `agreement.json`, or None;
    `baselines`: that of the file of baselines.
    """

    features: Mapping[str, Features]
    tables: Tables
    hashes: Mapping[str, str]
    flavour: str
    files: Collection[str]
    agreement: Plain | None
    baselines: Object | None = None


def render_card(content: Tallied, facts: CardFacts) -> str:
    """README.md of the dataset. Spans are named by uid, never by their words."""
    schema = content.schema
    kept = {way for (*_, outcome, way) in tally_of(content).ways if outcome == "kept"}
    metadata = card_metadata(schema, facts.tables, facts.hashes, facts.flavour, facts.files)
    return render(
        "card.md.j2",
        metadata=str(metadata),
        schema=schema,
        flavour=facts.flavour,
        files=set(facts.files),
        has_guidelines=any(name.startswith("guidelines/") for name in facts.files),
        configs=configs_of(schema, facts.features, facts.tables),
        ways=ways_table(content),
        labels=labels_table(content),
        crosstabs=crosstabs(content),
        shortcuts=shortcuts_table(content),
        baselines=list(baseline_tables(facts.baselines)),
        non_voting=non_voting_table(content),
        texts=texts_table(content),
        bibtex=bibtex(schema),
        models=[a for a in schema.annotators if a.type == "model"],
        people=[a for a in schema.annotators if a.type != "model"],
        labelled=bool(kept),
        single=kept <= {"single"},
        **_agreement(facts),
    )


def _agreement(facts: CardFacts) -> dict[str, Any]:
    data = facts.agreement or {"layers": [], "caveats": [], "seed": 0}
    found = summary(data)
    measures = [[m.name, m.meaning, m.source] for m in measures_of(found)]
    return {
        "agreement": summary_table(found),
        "measures": table(["measure", "what it says", "source"], measures) if measures else "",
        "figure": FIGURE if FIGURE in facts.files else "",
        "caveats": data["caveats"],
        "seed": data["seed"],
        "rounds": ROUNDS,
    }
