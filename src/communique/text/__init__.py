"""Plain text: decoding, blocks, and the exact map between offsets in cleaned and raw text."""

from communique.text.blocks import BLOCK_TYPES, Block, Dateline, Piece, Removed
from communique.text.decode import (
    UndecodableError,
    decode,
    sha256_bytes,
    sha256_file,
    sha256_text,
)
from communique.text.offsets import OffsetMap
from communique.text.source_map import SourceMap

__all__ = [
    "BLOCK_TYPES",
    "Block",
    "Dateline",
    "OffsetMap",
    "Piece",
    "Removed",
    "SourceMap",
    "UndecodableError",
    "decode",
    "sha256_bytes",
    "sha256_file",
    "sha256_text",
]
