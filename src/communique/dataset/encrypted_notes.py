"""Encrypt free notes, so that only people who have the texts can read them.

The cipher is AES-SIV (RFC 5297) with a key of 512 bits. It needs no nonce, so the same notes give
the same bytes, and changed bytes cannot be decrypted. The key is derived from the raw texts. A
release contains only another digest of them, so nobody can derive the key without the texts.

Encrypted notes start with `MARK`. Notes without it have the first format, which tools up to 0.1.0
wrote. It can be read but is no longer written. It starts with a digest, which equals the mark once
in 2**160 files. Both formats are authenticated, so an added or removed mark is refused.
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
    """The notes cannot be decrypted with these texts."""


def key_of(raws: Iterable[str]) -> bytes:
    """Derive the key (32 bytes) from the raw texts. Their order does not matter."""
    parts = sorted(hmac.digest(_DOMAIN, raw.encode("utf-8"), "sha256") for raw in raws)
    return hashlib.sha256(_DOMAIN + b"".join(parts)).digest()


def seal(notes: Sequence[Any], key: bytes) -> bytes:
    """Encrypt the notes. The bytes show only their length. Equal notes give equal bytes."""
    plain = json.dumps(notes, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return MARK + _cipher(key).encrypt(plain, [MARK])


def unseal(data: bytes, key: bytes) -> list[Any]:
    """Decrypt notes of either format. Raises SealError."""
    plain = _opened(data, key) if data.startswith(MARK) else _opened_first(data, key)
    if plain is None:
        raise SealError("the notes cannot be decrypted with these texts")
    return json.loads(plain)


def _opened(data: bytes, key: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(data[len(MARK) :], [MARK])
    except InvalidTag:
        return None


def _cipher(key: bytes) -> Any:
    """AES-SIV. The first format never used this key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(key, MARK, "sha512"))


def _opened_first(data: bytes, key: bytes) -> bytes | None:
    """HMAC-SHA256 of the content authenticates it, and is the nonce of a SHAKE-256 stream."""
    tag, hidden = data[:_FIRST_TAG], data[_FIRST_TAG:]
    mask = hashlib.shake_256(key + tag).digest(len(hidden))
    mixed = int.from_bytes(hidden, "big") ^ int.from_bytes(mask, "big")
    plain = mixed.to_bytes(len(hidden), "big")
    same = hmac.compare_digest(hmac.digest(key, plain, "sha256"), tag)
    return plain if same else None
