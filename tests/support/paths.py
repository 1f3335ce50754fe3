"""Where things lie in the repository, so that a test may move without counting its parents."""

from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]
ROOT: Final = TESTS.parent
SRC: Final = ROOT / "src"
CORPORA: Final = TESTS / "corpora"
EXPORTS: Final = TESTS / "exports"
