"""The kinds of problems that the reader of exports finds."""

from typing import Final

from communique.label_studio.reading.problem_kinds import exports, layers, regions

READER_KINDS: Final = (*exports.KINDS, *regions.KINDS, *layers.KINDS)
