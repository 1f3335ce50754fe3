"""Python's search for cycles of objects, put off where none are made."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_search() -> Generator[None, None, None]:
    """Look for no cycles meanwhile: among many small objects that takes longer than making them."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()
