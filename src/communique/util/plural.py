"""Format a count and its noun."""


def counted(count: int, noun: str) -> str:
    """Return `1 region` or `2 regions`; for nouns whose plural only adds s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
