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


def search_recent() -> None:
    """While the collector is paused, look for cycles among what was made since the last search.

    Call it after each batch of documents, so that a cycle does not stay until the end.
    """
    if not gc.isenabled():
        gc.collect(0)
