"""Names in the characters that another tool allows, each name another."""

import re
from collections.abc import Iterable


def safe_names(names: Iterable[str], allowed: str = r"A-Za-z0-9_-") -> dict[str, str]:
    """Map each name to one made of the `allowed` characters (the inside of a character class).

    Any other character becomes `_`. A name that would come twice gets a number.
    """
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        base = re.sub(f"[^{allowed}]", "_", name) or "_"
        candidate, n = base, 2
        while candidate in taken:
            candidate, n = f"{base}_{n}", n + 1
        taken.add(candidate)
        chosen[name] = candidate
    return chosen
