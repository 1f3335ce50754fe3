"""The licence of a dataset in the words of the hub, from `licenses` of the schema."""

from collections.abc import Collection
from typing import Any, Final

from communique.dataset.names import STANDOFF
from communique.schema import Schema

LICENCE_FILE: Final = "LICENSE-DATA.md"
HUB_IDS: Final = frozenset(  # those of the hub's list that data have
    {
        *("apache-2.0", "mit", "bsd-3-clause", "cc0-1.0", "pddl", "odbl", "odc-by", "unlicense"),
        *(f"cc-{kind}-3.0" for kind in ("by", "by-sa", "by-nc", "by-nc-sa")),
        *(f"cc-{kind}-4.0" for kind in ("by", "by-sa", "by-nc", "by-nc-sa")),
        *("cc-by-nd-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-2.0", "cc-by-2.5"),
        *("cc-by-nc-2.0", "etalab-2.0", "cdla-permissive-1.0", "cdla-permissive-2.0"),
    }
)


def licence_metadata(schema: Schema, flavour: str, files: Collection[str]) -> dict[str, Any]:
    """`license` and what belongs to it. The standoff flavour has no texts, so the licence of the
    annotations is that of the whole; with texts under other terms the hub's word is `other`.
    """
    data = {k: str(v) for k, v in schema.licenses.items() if k != "code"}
    annotations = data.get("annotations", "")
    alone = set(data.values()) == {annotations} and "texts" in data
    if annotations.lower() in HUB_IDS and (flavour == STANDOFF or alone):
        return {"license": annotations.lower()}
    if not data:
        return {"license": "unknown"}
    name = f"annotations-{annotations.lower()}" if annotations.lower() in HUB_IDS else "see-card"
    link = {"license_link": LICENCE_FILE} if LICENCE_FILE in files else {}
    return {"license": "other", "license_name": name, **link}
