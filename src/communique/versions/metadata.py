"""Compare everything but the rows: columns, class names, the registry, files, the card."""

import re
from collections.abc import Iterator
from typing import Any, Final

from communique.dataset.evaluation.restored import read_evaluations
from communique.dataset.names import FLAVOURED
from communique.dataset.read import Released
from communique.util.json_values import strings
from communique.versions.change import Change

CHANGELOG: Final = "CHANGELOG.md"  # it lists the changes, so it is not compared
_CARD_METADATA: Final = re.compile(r"^---\n.*?^---\n", re.DOTALL | re.MULTILINE)


def columns(old: Released, new: Released) -> Iterator[Change]:
    """Yield `schema` changes: configs, columns, types, class names and registry entries."""
    for config in sorted({*old.columns, *new.columns}):
        before, after = old.columns.get(config, {}), new.columns.get(config, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                yield Change(config, "schema", None, name, before.get(name), after.get(name))
    before, after = (sorted(strings(r.manifest.get("registry"))) for r in (old, new))
    if before != after:
        removed, added = sorted(set(before) - set(after)), sorted(set(after) - set(before))
        yield Change(None, "schema", None, "registry", removed, added)


def wording(old: Released, new: Released) -> Iterator[Change]:
    """Yield `metadata` changes: questions for language models that are put in other words."""
    before, after = ({e.config: e for e in read_evaluations(r.manifest)} for r in (old, new))
    for config in sorted(before.keys() & after.keys()):
        words = [(e.wording, e.facts) for e in (before[config], after[config])]
        if words[0] != words[1]:
            yield Change(config, "metadata", None, "input", None, None)


def other_files(old: Released, new: Released) -> Iterator[Change]:
    """Yield `metadata` changes: files other than tables, and the card without version and date."""
    kept = [{n: h for n, h in r.files.items() if _compared(n)} for r in (old, new)]
    for name in sorted({*kept[0], *kept[1]}):
        before, after = kept[0].get(name), kept[1].get(name)
        if before != after:
            yield Change(None, "metadata", None, name, before, after)
    if old.flavour == new.flavour and _card(old) != _card(new):
        yield Change(None, "metadata", None, "README.md", None, None)


def _compared(name: str) -> bool:
    return name not in (*FLAVOURED, CHANGELOG) and not name.startswith("full/")


def _card(release: Released) -> str:
    """Return the card without its metadata block, version and date."""
    card = _CARD_METADATA.sub("", release.card, count=1)
    released: Any = release.manifest.get("released")
    for value in filter(None, (release.version, released)):
        card = card.replace(str(value), "")
    return card
