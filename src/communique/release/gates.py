"""The gates of a release. Each gate is a pure function that yields a message if it is closed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from communique.checks.guidelines import GUIDELINE_QUOTES
from communique.checks.leakage import SPLIT_LEAKAGE
from communique.checks.quotations import EXCESSIVE_QUOTATION
from communique.checks.quoted import VERSION_MISMATCH
from communique.checks.standing import DECISIONS_OUTDATED
from communique.corpus import Source
from communique.problems import Problem
from communique.release.prepare import Prepared
from communique.schema import SPANS
from communique.versions.bump import Bump, enough, least_version

FATAL: Final = frozenset(
    {
        *(SPLIT_LEAKAGE.id, EXCESSIVE_QUOTATION.id, GUIDELINE_QUOTES.id),
        *(VERSION_MISMATCH.id, DECISIONS_OUTDATED.id),
    }
)  # warnings that block a release


def tree_gate(changed: Sequence[str]) -> Iterator[str]:
    """Require that no file has uncommitted changes, so that the release is made from the commit."""
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        yield f"files have uncommitted changes: {', '.join(changed[:5])}{more}"


def version_gate(version: str, old: str | None, bump: Bump) -> Iterator[str]:
    """Require a version that is higher than the last one, by as much as the changes need."""
    if old is not None and not enough(old, version, bump):
        least = least_version(old, bump)
        yield f"the changes since {old} are {bump}, so the version must be at least {least}"


def problem_gate(problems: Iterable[Problem]) -> Iterator[str]:
    """Require that there is no error and no warning that blocks a release."""
    for p in problems:
        if p.level == "error" or p.id in FATAL:
            yield f"{p.id} {p}".strip()


def agreement_gate(
    gates: Mapping[str, Mapping[str, float]], assessed: Mapping[str, Any]
) -> Iterator[str]:
    """Require the alpha that the schema sets for questions of a layer, or for its spans."""
    layers = {layer["layer"]: layer for layer in assessed["layers"]}
    for layer, required in gates.items():
        for question, least in required.items():
            alpha = _alpha(layers.get(layer), question)
            if alpha is None or alpha < least:
                shown = "no value" if alpha is None else f"{alpha:.3f}"
                yield f"alpha of {layer}, {question}: {shown}; the schema requires at least {least}"


def _alpha(layer: Mapping[str, Any] | None, question: str) -> float | None:
    if layer is None:
        return None
    if question == SPANS:
        return layer["spans"]["unitizing"]["value"] if "spans" in layer else None
    matching = (q for q in layer["questions"] if q["question"] == question)
    return next((q["alpha"]["value"] for q in matching), None)


def date_gate(released: str, sources: Iterable[Source]) -> Iterator[str]:
    """Require that no document was published after the release."""
    for source in sources:
        published = source.published or ""
        if published > released[: len(published)]:
            yield f"document {source.doc_id} was published {published}, after the release"


def same_gate(
    first: Mapping[str, bytes], second: Mapping[str, bytes], told: str = ""
) -> Iterator[str]:
    """Require the same bytes from a second build with another time zone, locale and hash seed.

    `told` is what the second build printed on stderr.
    """
    ends = f": {told}" if told else ""
    if first and not second:
        yield f"the second build failed{ends}"
        return
    if told and first != second:
        yield f"the second build differs, and prints{ends}"
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            yield f"the second build differs in {name}"


def refusals(prepared: Prepared, changed: Sequence[str]) -> list[str]:
    """Return everything that blocks a release; empty if nothing does."""
    schema, assessed = prepared.schema, json.loads(prepared.full["agreement.json"])
    return [
        *tree_gate(changed),
        *version_gate(prepared.version, prepared.old, prepared.bump),
        *problem_gate(prepared.problems),
        *agreement_gate(schema.gates, assessed),
        *date_gate(prepared.released, prepared.sources),
        *same_gate(prepared.full, prepared.second, prepared.second_told),
    ]
