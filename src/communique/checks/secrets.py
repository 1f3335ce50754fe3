"""Nothing private is committed: neither access tokens nor e-mail addresses."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.catalogue import problem
from communique.checks.paths import files_below
from communique.checks.state import State
from communique.problems import Problem

_CHUNK: Final = 1 << 20  # bytes
_AROUND: Final = 256  # bytes looked at before and behind a sign
_EMAIL: Final = re.compile(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_SECRETS: Final = {  # a sign that is quick to find, and what stands around it if it is a secret
    b"eyJ": re.compile(rb"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"),
    b"hf_": re.compile(rb"\bhf_[A-Za-z0-9]{30,}"),
    b"ghp_": re.compile(rb"\bghp_[A-Za-z0-9]{36,}"),
    b"github_pat_": re.compile(rb"\bgithub_pat_\w{20,}"),
    b"oken": re.compile(rb"[Tt]oken\W{1,8}[0-9a-f]{40}\b"),
    b"_KEY": re.compile(rb"_KEY\W{1,8}[0-9a-f]{40}\b"),
    b"PRIVATE KEY": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


def nothing_private(state: State) -> Iterator[Problem]:
    """`secret-found personal-data`. What the articles themselves say is not looked at.

    Addresses that stand in a cleaned text may stand in its exports, too.
    """
    public = {m[0] for d in state.documents.values() for m in _EMAIL.finditer(d.text.encode())}
    for path in files_below(state):
        articles = state.folder.root / "corpus"
        if path.is_relative_to(articles) and path != state.folder.sources:
            continue
        if path.is_file() and state.folder.holds(path):
            yield from _in_file(path, state.folder.relative(path), public)


def _in_file(path: Path, file: str, public: set[bytes]) -> Iterator[Problem]:
    emails: set[bytes] = set()
    secrets: set[bytes] = set()
    for data, low, high in _pieces(path):
        emails.update(_around(data, low, high, b"@", _EMAIL))
        for sign, secret in _SECRETS.items():
            secrets.update(_around(data, low, high, sign, secret))
    if secrets:
        yield problem("secret-found", f"tokens: {len(secrets)} (not repeated here)", file=file)
    if private := emails - public:
        yield problem(
            "personal-data", f"e-mail addresses: {len(private)} (not repeated here)", file=file
        )


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
    data: bytes, low: int, high: int, sign: bytes, pattern: re.Pattern[bytes]
) -> Iterator[bytes]:
    """What matches around each sign that begins in [low, high)."""
    at = data.find(sign, low, high + len(sign) - 1)
    while at >= 0:
        near = pattern.finditer(data, max(0, at - _AROUND), at + _AROUND)
        yield from (m[0] for m in near if m.start() <= at < m.end())
        at = data.find(sign, at + len(sign), high + len(sign) - 1)
