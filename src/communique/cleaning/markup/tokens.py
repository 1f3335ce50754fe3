"""Words in the names of elements, as numbers that depend on the word alone."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\(hidden\)")
_MOST: Final = 16


@lru_cache(maxsize=65_536)
def name_keys(tag: str, names: str) -> tuple[int, ...]:
    """Return the keys of an element's tag and of the words in its names, each once."""
    words = [word.lower() for word in _WORD.findall(names)][:_MOST]
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    both = [f"{tag} {word}" for word in words[:4]]
    keys = [f"<{tag}>", *words, *pairs, *both]
    return tuple(dict.fromkeys(crc32(key.encode()) for key in keys if len(key) > 1))
