"""Versions of a guideline: their order, and which of them have the same major number."""

import re

from communique.schema.names import GUIDELINE_VERSION


def version_key(version: str | None) -> tuple[int, ...] | None:
    """The numbers of a version, without zeros at the end; None for what is no version.

    >>> version_key("1.10") > version_key("1.9"), version_key("2.0") == version_key("2")
    (True, True)
    """
    if version is None or not re.fullmatch(GUIDELINE_VERSION, version):
        return None
    numbers = [int(number) for number in version.split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def is_between(version: str | None, first: str | None, last: str | None) -> bool:
    """Whether a version lies in a range, both ends included; None and what is no version do."""
    here, low, high = (version_key(v) for v in (version, first, last))
    if here is None:
        return True
    return (low is None or low <= here) and (high is None or here <= high)


def same_major(a: str, b: str) -> bool:
    """Whether two versions have the same first number.

    >>> same_major("1.4", "1.0"), same_major("2.0", "1.9")
    (True, False)
    """
    return a.partition(".")[0] == b.partition(".")[0]
