"""Find access tokens, e-mail addresses and names of people in bytes, with constant memory."""

import re
import string
from collections.abc import Iterator
from typing import Final

_AROUND: Final = 512  # bytes examined before and after a sign
_LOCAL: Final = re.compile(r"[\w.+-]+")
_DOMAIN: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:xn--[\w-]+|[^\W\d_]{2,})")
_AT: Final = re.compile("@|%40")
_AT_SIGNS: Final = (b"@", b"%40", rb"\u0040")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED_LETTER: Final = re.compile(rb"\\u00([2-7][0-9a-fA-F])")
# The keys under which Label Studio gives the names of people.
_PEOPLE: Final = (
    *(b"username", b"first_name", b"last_name", b"full_name", b"display_name", b"initials"),
    *(b"avatar", b"phone", b"created_username", b"email"),
)
_NAME: Final = re.compile(rb'(\w+)\\*"\s*:\s*\\*"((?:[^"\\]|\\[^"\\])*)\\*"')
_SECRET: Final = re.compile(
    rb"\b(?:eyJ[\w-]{8,}\.eyJ[\w-]{8,}|hf_[A-Za-z0-9]{30,}|gh[opsu]_[A-Za-z0-9]{36,}"
    rb"|github_pat_\w{20,})|(?i:token|key|secret|password)\W{1,8}[0-9a-f]{40}\b"
)
_PRIVATE_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
# Each match of the two has one of these words, in small or capital letters.
_IN_SECRETS: Final = (
    *(b"eyj", b"hf_", b"ghp_", b"gho_", b"ghs_", b"ghu_", b"github_pat_", b"private key"),
    *(b"token", b"key", b"secret", b"password"),
)
_IN_TOKENS: Final = frozenset((string.ascii_letters + string.digits + "_-").encode())
_MASK: Final = bytes(ord("x" if byte in _IN_TOKENS else " ") for byte in range(256))
_RUN: Final = b"x" * 30  # no token is shorter, and few words are as long


def addresses(text: str) -> Iterator[str]:
    """The e-mail addresses in a text.

    >>> list(addresses("Write to ann@example.org, or to bo%40example.org."))
    ['ann@example.org', 'bo@example.org']
    """
    for sign in _AT.finditer(text):
        before, after = text[max(0, sign.start() - _AROUND) : sign.start()], text[sign.end() :]
        if address := _address(before, after[:_AROUND]):
            yield address


def _address(before: str, after: str) -> str | None:
    """The address around its sign; None if there is none."""
    local, domain = _LOCAL.match(before[::-1]), _DOMAIN.match(after)
    return f"{local[0][::-1]}@{domain[0]}" if local and domain else None


class PrivateData:
    """Collects what looks private in the bytes that it reads: `emails`, `names` and `secrets`.

    `names` are pairs of a JSON key for people's names and its value. Escapes of JSON are decoded.

    >>> found = PrivateData()
    >>> found.feed(b"write to ann@exam")
    >>> found.feed(b"ple.org")
    >>> found.close()
    >>> sorted(found.emails)
    ['ann@example.org']
    """

    def __init__(self) -> None:
        self.emails: set[str] = set()
        self.names: set[tuple[str, str]] = set()
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
        for sign in _AT_SIGNS:
            self._addresses(data, high, sign)
        self._people(data, high)
        self._around(masked, high, _RUN, _SECRET, self.secrets)
        self._around(data, high, b"KEY-----", _PRIVATE_KEY, self.secrets)

    def _addresses(self, data: bytes, high: int, sign: bytes) -> None:
        """Add the address around each sign."""
        for at in _places(data, sign, self._low, high):
            before, after = data[max(0, at - _AROUND) : at], data[at + len(sign) : at + _AROUND]
            if address := _address(_decoded(before), _decoded(after)):
                self.emails.add(address)

    def _people(self, data: bytes, high: int) -> None:
        """Add the values of the keys for names of people."""
        low = self._low
        if _ESCAPED_LETTER.search(data):
            data, low = _ESCAPED_LETTER.sub(lambda m: bytes([int(m[1], 16)]), data), 0
            high = len(data)
        for key in _PEOPLE:
            for at in _places(data, key, low, high):
                match = _NAME.match(data, at)
                if match and match[1] == key and data[at - 1 : at] == b'"' and match[2].strip():
                    self.names.add((key.decode(), match[2].decode("utf-8", "replace").strip()))

    def _around(
        self, masked: bytes, high: int, sign: bytes, pattern: re.Pattern[bytes], matches: set[bytes]
    ) -> None:
        """Add what matches the pattern around each sign in the masked data."""
        at = masked.find(sign, self._low, high + len(sign) - 1)
        while at >= 0:
            match = self._match_at(at, pattern)
            if match:
                matches.add(match[0])
            after = match.end() if match else at + len(sign)
            at = masked.find(sign, after, high + len(sign) - 1)

    def _match_at(self, at: int, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The match of the pattern that the byte at a place belongs to."""
        first, last = max(0, at - _AROUND), at + _AROUND
        near = self._data[first:last].lower()
        if not any(word in near for word in _IN_SECRETS):
            return None  # the search for a pattern takes a hundred times as long
        found = pattern.finditer(self._data, first, last)
        return next((m for m in found if m.start() <= at < m.end()), None)


def _places(data: bytes, sign: bytes, low: int, high: int) -> Iterator[int]:
    """Where the sign begins, from `low` on and before `high`."""
    at = data.find(sign, low, high + len(sign) - 1)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1, high + len(sign) - 1)


def _decoded(data: bytes) -> str:
    """The text of a part of a JSON file. Escapes may be nested: a string may hold JSON, or the
    line breaks that Label Studio writes as a backslash and a letter.
    """
    text = data.decode("utf-8", "replace")
    for _ in range(2):
        if "\\" in text:
            text = _ESCAPE.sub(_character, text)
    return text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return " " if 0xD800 <= code < 0xE000 else chr(code)
    return " " if match[2] in "nrtbf" else match[2]
