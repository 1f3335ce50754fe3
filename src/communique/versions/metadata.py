"""What a dataset is beside its rows: columns, class names, the registry, files, the card."""

import re
from collections.abc import Iterator
from typing import Any, Final

from communique.dataset.names import FLAVOURED
from communique.dataset.read import Released
from communique.util.json_values import strings
from communique.versions.change import Change

CHANGELOG: Final = "CHANGELOG.md"  # it tells of the changes, so it is none
_TOLD: Final = re.compile(r"^---\n.*?^---\n", re.DOTALL | re.MULTILINE)


def columns(old: Released, new: Released) -> Iterator[Change]:
    """`schema`: configs, columns, types, class names and registry entries."""
    for config in sorted({*old.columns, *new.columns}):
        before, after = old.columns.get(config, {}), new.columns.get(config, {})
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                yield Change(config, "schema", None, name, before.get(name), after.get(name))
    before, after = (sorted(strings(r.manifest.get("registry"))) for r in (old, new))
    if before != after:
        gone = sorted(set(before) - set(after))
        yield Change(None, "schema", None, "registry", gone, sorted(set(after) - set(before)))


def other_files(old: Released, new: Released) -> Iterator[Change]:
    """`metadata`: files that are not tables, and what the card says but for numbers and dates."""
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
    """The card without its metadata block and without what names version and date."""
    said = _TOLD.sub("", release.card, count=1)
    released: Any = release.manifest.get("released")
    for own in filter(None, (release.version, released)):
        said = said.replace(str(own), "")
    return said
