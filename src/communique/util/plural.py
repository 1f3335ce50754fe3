"""A count and its noun."""


def counted(count: int, noun: str) -> str:
    """`1 region`, `2 regions`. For nouns whose plural ends in s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
