"""Notes that only who holds the texts can read.

AES-SIV (RFC 5297) with a key of 512 bits: it needs no nonce, so the same notes are the same bytes,
and what was changed does not open. The key comes from the raw texts, which a release names by
another digest, so it cannot be had without them.

Sealed notes begin with `MARK`. Those without it are of the first format, which tools up to 0.1.0
wrote; it is read and never written. It begins with a digest, which is the mark once in 2**160
files. Each format proves what it opens, so a mark that was put on or taken off is refused.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

MARK: Final = b"communique notes 2\r\n"
_DOMAIN: Final = b"communique sealed notes\n"
_FIRST_TAG: Final = 32  # bytes


class SealError(ValueError):
    """What is sealed does not open with these texts."""


def key_of(raws: Iterable[str]) -> bytes:
    """The key of a corpus, 32 bytes: its raw texts, in whatever order they come."""
    parts = sorted(hmac.digest(_DOMAIN, raw.encode("utf-8"), "sha256") for raw in raws)
    return hashlib.sha256(_DOMAIN + b"".join(parts)).digest()


def seal(notes: Sequence[Any], key: bytes) -> bytes:
    """The notes as bytes that tell nothing but their length; the same for the same notes."""
    plain = json.dumps(notes, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return MARK + _cipher(key).encrypt(plain, [MARK])


def unseal(data: bytes, key: bytes) -> list[Any]:
    """The notes again, of either format. Raises SealError."""
    plain = _opened(data, key) if data.startswith(MARK) else _opened_first(data, key)
    if plain is None:
        raise SealError("the notes do not open with these texts")
    return json.loads(plain)


def _opened(data: bytes, key: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(data[len(MARK) :], [MARK])
    except InvalidTag:
        return None


def _cipher(key: bytes) -> Any:
    """AES-SIV, with a key that the first format never used."""
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(key, MARK, "sha512"))


def _opened_first(data: bytes, key: bytes) -> bytes | None:
    """HMAC-SHA256 of the content is its proof and the nonce of a SHAKE-256 stream."""
    tag, hidden = data[:_FIRST_TAG], data[_FIRST_TAG:]
    mask = hashlib.shake_256(key + tag).digest(len(hidden))
    mixed = int.from_bytes(hidden, "big") ^ int.from_bytes(mask, "big")
    plain = mixed.to_bytes(len(hidden), "big")
    same = hmac.compare_digest(hmac.digest(key, plain, "sha256"), tag)
    return plain if same else None
