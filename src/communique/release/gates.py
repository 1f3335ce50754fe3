"""What is demanded of a release, each demand a pure function of what is known."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from communique.checks.leakage import SPLIT_LEAKAGE
from communique.checks.quotations import EXCESSIVE_QUOTATION
from communique.corpus import Source
from communique.problems import Problem
from communique.release.prepare import Prepared
from communique.schema import SPANS
from communique.versions.bump import Bump, bumped, enough

FATAL: Final = frozenset(
    {SPLIT_LEAKAGE.id, EXCESSIVE_QUOTATION.id}
)  # warnings that a release does not let pass


def tree_gate(changed: Sequence[str]) -> Iterator[str]:
    """Nothing may be uncommitted: the commit is what the release says that it is."""
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        yield f"the work tree is not clean: {', '.join(changed[:5])}{more}"


def version_gate(version: str, old: str | None, bump: Bump) -> Iterator[str]:
    """The version is higher than the last, by at least what the changes demand."""
    if old is not None and not enough(old, version, bump):
        least = bumped(old, bump if bump != "none" else "patch")
        yield f"the changes since {old} are {bump}: the version is {least} at the least"


def problem_gate(problems: Iterable[Problem]) -> Iterator[str]:
    """No error, and none of the warnings that readers of a release would pay for."""
    for p in problems:
        if p.level == "error" or p.id in FATAL:
            yield f"{p.id} {p}".strip()


def agreement_gate(
    gates: Mapping[str, Mapping[str, float]], assessed: Mapping[str, Any]
) -> Iterator[str]:
    """The alpha that the schema demands of a layer's question, or of its spans."""
    layers = {layer["layer"]: layer for layer in assessed["layers"]}
    for layer, demanded in gates.items():
        for question, least in demanded.items():
            found = _alpha(layers.get(layer), question)
            if found is None or found < least:
                shown = "none" if found is None else f"{found:.3f}"
                yield f"alpha of {layer}, {question}: {shown}, the schema demands {least}"


def _alpha(layer: Mapping[str, Any] | None, question: str) -> float | None:
    if layer is None:
        return None
    if question == SPANS:
        return layer["spans"]["unitizing"]["value"] if "spans" in layer else None
    asked = (q for q in layer["questions"] if q["question"] == question)
    return next((q["alpha"]["value"] for q in asked), None)


def date_gate(released: str, sources: Iterable[Source]) -> Iterator[str]:
    """No document was published after the release."""
    for source in sources:
        published = source.published or ""
        if published > released[: len(published)]:
            yield f"document {source.doc_id} was published {published}, after the release"


def same_gate(
    first: Mapping[str, bytes], second: Mapping[str, bytes], told: str = ""
) -> Iterator[str]:
    """A second build, under another clock, locale and hash seed, is the same bytes; `told` is what
    it said on stderr.
    """
    ends = f": {told}" if told else ""
    if first and not second:
        yield f"a second build failed{ends}"
        return
    if told and first != second:
        yield f"a second build differs, and says{ends}"
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            yield f"a second build differs in {name}"


def refusals(prepared: Prepared, changed: Sequence[str]) -> list[str]:
    """All that stands against a release; empty where nothing does."""
    schema, assessed = prepared.schema, json.loads(prepared.full["agreement.json"])
    return [
        *tree_gate(changed),
        *version_gate(prepared.version, prepared.old, prepared.bump),
        *problem_gate(prepared.problems),
        *agreement_gate(schema.gates, assessed),
        *date_gate(prepared.released, prepared.sources),
        *same_gate(prepared.full, prepared.second, prepared.second_told),
    ]
