"""Give freed memory back to the system."""

import ctypes
import sys
from functools import cache
from typing import Any


@cache
def _c_library() -> Any:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def give_back() -> None:
    """Give freed memory back. glibc keeps most of it; where the library has no such call, nothing
    is done.
    """
    if trim := getattr(_c_library(), "malloc_trim", None):
        trim(0)
