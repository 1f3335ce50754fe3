"""Find access tokens and e-mail addresses in a stream of bytes, with constant memory."""

import re
import string
from typing import Final

_AROUND: Final = 512  # bytes examined before and after a sign
EMAIL: Final = re.compile(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_SECRET: Final = re.compile(
    rb"\b(?:eyJ[\w-]{8,}\.eyJ[\w-]{8,}|hf_[A-Za-z0-9]{30,}|gh[opsu]_[A-Za-z0-9]{36,}"
    rb"|github_pat_\w{20,})|(?i:token|key|secret|password)\W{1,8}[0-9a-f]{40}\b"
)
_PRIVATE_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_IN_TOKENS: Final = frozenset((string.ascii_letters + string.digits + "_-").encode())
_MASK: Final = bytes(ord("x" if byte in _IN_TOKENS else " ") for byte in range(256))
_RUN: Final = b"x" * 30  # no token is shorter, and few words are as long


class PrivateData:
    """Collects what looks private in the bytes that it reads: `emails` and `secrets`.

    >>> found = PrivateData()
    >>> found.feed(b"write to ann@exam")
    >>> found.feed(b"ple.org")
    >>> found.close()
    >>> sorted(found.emails)
    [b'ann@example.org']
    """

    def __init__(self) -> None:
        self.emails: set[bytes] = set()
        self.secrets: set[bytes] = set()
        self._data = b""
        self._low = 0  # everything before this was examined

    def feed(self, chunk: bytes) -> None:
        """Read the next bytes."""
        self._data += chunk
        high = max(self._low, len(self._data) - _AROUND)
        self._look(high)
        kept = max(0, high - _AROUND)
        self._data, self._low = self._data[kept:], high - kept

    def close(self) -> None:
        """Examine the last bytes."""
        self._look(len(self._data))
        self._data, self._low = b"", 0

    def _look(self, high: int) -> None:
        """Examine the signs that begin before `high` and were not examined yet."""
        data, masked = self._data, self._data.translate(_MASK)
        self._around(data, high, b"@", EMAIL, self.emails)
        self._around(masked, high, _RUN, _SECRET, self.secrets)
        self._around(data, high, b"KEY-----", _PRIVATE_KEY, self.secrets)

    def _around(
        self, masked: bytes, high: int, sign: bytes, pattern: re.Pattern[bytes], matches: set[bytes]
    ) -> None:
        """Add what matches the pattern around each sign in the masked data."""
        at = masked.find(sign, self._low, high + len(sign) - 1)
        while at >= 0:
            near = pattern.finditer(self._data, max(0, at - _AROUND), at + _AROUND)
            match = next((m for m in near if m.start() <= at < m.end()), None)
            if match:
                matches.add(match[0])
            after = match.end() if match else at + len(sign)
            at = masked.find(sign, after, high + len(sign) - 1)
