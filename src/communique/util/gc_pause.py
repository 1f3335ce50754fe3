"""Pause the garbage collector where no cycles of objects are made."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_search() -> Generator[None, None, None]:
    """Pause the collector: with many small objects it takes longer than making the objects."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
