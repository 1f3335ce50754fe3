"""Notes that only who holds the texts can read.

A synthetic-IV construction over the standard library: HMAC-SHA256 of the content is both its
authentication and the nonce, SHAKE-256 of key and nonce is the stream. The key is a digest of the
raw texts, which a release names by another digest, so it cannot be had without them.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

_DOMAIN: Final = b"communique sealed notes\n"
_TAG: Final = 32  # bytes


class SealError(ValueError):
    """What is sealed does not open with these texts."""


def key_of(raws: Iterable[str]) -> bytes:
    """The key of a corpus: its raw texts, in whatever order they come."""
    parts = sorted(hmac.digest(_DOMAIN, raw.encode("utf-8"), "sha256") for raw in raws)
    return hashlib.sha256(_DOMAIN + b"".join(parts)).digest()


def seal(notes: Sequence[Any], key: bytes) -> bytes:
    """The notes as bytes that tell nothing but their length; the same for the same notes."""
    plain = json.dumps(notes, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    tag = hmac.digest(key, plain, "sha256")
    return tag + _stream(plain, key, tag)


def unseal(data: bytes, key: bytes) -> list[Any]:
    """The notes again. Raises SealError."""
    tag, hidden = data[:_TAG], data[_TAG:]
    plain = _stream(hidden, key, tag)
    if not hmac.compare_digest(hmac.digest(key, plain, "sha256"), tag):
        raise SealError("the notes do not open with these texts")
    return json.loads(plain)


def _stream(data: bytes, key: bytes, nonce: bytes) -> bytes:
    mask = hashlib.shake_256(key + nonce).digest(len(data))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")
    return mixed.to_bytes(len(data), "big")
