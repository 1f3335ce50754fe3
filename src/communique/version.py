"""The version of the code."""

from typing import Final

VERSION: Final = "0.1.0"
