"""The proposal for the map of an import, as YAML with counts."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from communique.formats.propose_map import ProposedLayer


def proposal_text(layers: Sequence[ProposedLayer]) -> str:
    """The map as YAML, with how often each name occurs."""
    head = "# A map for `communique import`. null leaves a name out; the numbers are counts.\n"
    if not layers:
        return head + "# The files have no annotations.\n"
    return head + "layers:\n" + "".join(line for layer in layers for line in _lines(layer))


def _lines(entry: ProposedLayer) -> Iterable[str]:
    yield f"  - layer: {_quoted(entry.layer.name)}\n"
    if entry.type:
        yield f"    type: {_quoted(entry.type)}\n"
    if entry.document:
        yield f"    document: {_quoted(entry.document)}\n"
    yield from _names("labels", entry.labels, entry.ours["labels"], "    ")
    if entry.attributes:
        yield "    attributes:\n"
    for name, values in entry.attributes.items():
        ours = entry.names[name]
        if ours is None:
            yield f"      {_quoted(name)}: null  # {sum(values.values())}\n"
        else:
            yield f"      {_quoted(name)}:\n        name: {_quoted(ours)}\n"
            if entry.ours[name]:
                yield from _names("values", values, entry.ours[name], "        ")
    if entry.relations:
        yield from _names("relations", entry.relations, entry.ours["relations"], "    ")


def _names(
    key: str, counts: Mapping[str, int], names: Mapping[str, str | None], indent: str
) -> Iterable[str]:
    yield f"{indent}{key}:\n" if names else f"{indent}{key}: {{}}\n"
    for theirs, ours in names.items():
        shown = "null" if ours is None else _quoted(ours)
        yield f"{indent}  {_quoted(theirs)}: {shown}  # {counts[theirs]}\n"


def _quoted(name: str) -> str:
    plain = re.fullmatch(r"[A-Za-z][\w.-]*", name, re.ASCII)
    return name if plain and name.lower() != "null" else json.dumps(name)
