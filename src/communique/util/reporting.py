"""Saying how far something long is."""

import re
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

_COUNTED: Final = re.compile(r" package |: ")  # what follows changes all the time


@contextmanager
def reporting() -> Generator[Callable[[str], None]]:
    """Say on a terminal, in one line that changes, how far something long is; in a pipe a line for
    every step, without what is counted in it. Both go to stderr.
    """
    if not sys.stderr.isatty():
        said: set[str] = set()

        def tell(step: str) -> None:
            if (kind := _COUNTED.split(step)[0]) not in said:
                said.add(kind)
                print(step, file=sys.stderr, flush=True)

        yield tell
        return
    from rich.console import Console

    with Console(stderr=True).status("") as line:
        yield line.update
