"""Nothing private is committed: neither access tokens nor e-mail addresses."""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.catalogue import problem
from communique.checks.paths import files_below
from communique.problems import Problem
from communique.workspace.reading import CorpusReading

_CHUNK: Final = 1 << 20  # bytes
_AROUND: Final = 512  # bytes looked at before and behind a sign
_EMAIL: Final = re.compile(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_SECRET: Final = re.compile(
    rb"\b(?:eyJ[\w-]{8,}\.eyJ[\w-]{8,}|hf_[A-Za-z0-9]{30,}|gh[opsu]_[A-Za-z0-9]{36,}"
    rb"|github_pat_\w{20,})|(?i:token|key|secret|password)\W{1,8}[0-9a-f]{40}\b"
)
_PRIVATE_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")
_IN_TOKENS: Final = frozenset((string.ascii_letters + string.digits + "_-").encode())
_MASK: Final = bytes(ord("x" if byte in _IN_TOKENS else " ") for byte in range(256))
_RUN: Final = b"x" * 30  # no token is shorter, and few words are as long


def nothing_private(corpus: CorpusReading) -> Iterator[Problem]:
    """`secret-found personal-data`. What the articles themselves say is not looked at; documents at
    the root may say whom to write to.

    Addresses that stand in a cleaned text may stand in its exports, too.
    """
    public = {m[0] for d in corpus.documents.values() for m in _EMAIL.finditer(d.text.encode())}
    root = corpus.folder.root
    for path in files_below(corpus):
        if path.is_relative_to(root / "corpus") and path != corpus.folder.sources:
            continue
        if path.is_file() and corpus.folder.holds(path):
            found = _in_file(path, corpus.folder.relative(path), public)
            yield from (p for p in found if p.id == "secret-found" or path.parent != root)


def _in_file(path: Path, file: str, public: set[bytes]) -> Iterator[Problem]:
    emails: set[bytes] = set()
    secrets: set[bytes] = set()
    for data, low, high in _pieces(path):
        emails.update(_around(data, data, low, high, b"@", _EMAIL))
        secrets.update(_around(data, data.translate(_MASK), low, high, _RUN, _SECRET))
        secrets.update(_around(data, data, low, high, b"PRIVATE KEY", _PRIVATE_KEY))
    if secrets:
        yield problem("secret-found", f"tokens: {len(secrets)} (not repeated here)", file=file)
    if private := emails - public:
        message = f"e-mail addresses: {len(private)} (not repeated here)"
        yield problem("personal-data", message, file=file)


def _pieces(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """The file in pieces, each with the part of it that was not looked at; what stands around
    that part is in the piece, too.
    """
    with path.open("rb") as file:
        data, low, more = file.read(_CHUNK), 0, True
        while more:
            following = file.read(_CHUNK)
            more = bool(following)
            high = max(low, len(data) - _AROUND) if more else len(data)
            yield data, low, high
            kept = max(0, high - _AROUND)
            data, low = data[kept:] + following, high - kept


def _around(
    data: bytes, masked: bytes, low: int, high: int, sign: bytes, pattern: re.Pattern[bytes]
) -> Iterator[bytes]:
    """What matches around each sign that begins in [low, high) of the masked data."""
    at = masked.find(sign, low, high + len(sign) - 1)
    while at >= 0:
        near = pattern.finditer(data, max(0, at - _AROUND), at + _AROUND)
        match = next((m for m in near if m.start() <= at < m.end()), None)
        if match:
            yield match[0]
        after = match.end() if match else at + len(sign)
        at = masked.find(sign, after, high + len(sign) - 1)
