"""Lists of random words, some of which have a passage of an earlier one."""

from collections.abc import Sequence
from random import Random


def word_lists(
    pool: Sequence[str], count: int, random: Random, *, words: range, longest: int
) -> list[list[str]]:
    """Lists of `words` words. Two in five share 5 to `longest` words with an earlier list."""
    made: list[list[str]] = []
    for _ in range(count):
        own = random.choices(pool, k=random.randint(words.start, words.stop))
        if made and random.random() < 0.4:
            size, other = random.randint(5, longest), random.choice(made)
            start, at = random.randrange(len(other) - size), random.randrange(len(own))
            own[at:at] = other[start : start + size]
        made.append(own)
    return made
