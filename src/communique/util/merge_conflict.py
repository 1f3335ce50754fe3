"""Merge conflicts in a file: find them, separate the two sides, and show git commands to end them.

git writes `<<<<<<< NAME`, our lines, `=======`, their lines, `>>>>>>> NAME`. The styles diff3 and
zdiff3 add the lines of the common ancestor after `||||||| NAME`. Markers of another length occur
only inside those lines, and are dropped with them.
"""

import re
from collections.abc import Iterator
from shlex import quote
from typing import Final, Literal

_Part = Literal["common", "ours", "base", "theirs"]
_OURS, _BASE, _THEIRS, _END = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"
_MARKER: Final = re.compile(
    rb"^(<<<<<<<|\|{7}|=======|>>>>>>>)(?: ([^\r\n]*))?\r?(?:\n|\Z)", re.MULTILINE
)
_NEXT: Final[dict[tuple[_Part, bytes], _Part]] = {
    ("common", _OURS): "ours",
    ("ours", _BASE): "base",
    ("ours", _THEIRS): "theirs",
    ("base", _THEIRS): "theirs",
    ("theirs", _END): "common",
}
_WORDS: Final = re.compile(r"[\w./#@+:()-]+")
_LONGEST_NAME: Final = 60  # characters


def has_conflict(data: bytes) -> bool:
    """Whether lines open, divide and close a conflict, in this order.

    Valid JSON contains no such line, because its strings have no raw line breaks.
    """
    if not data.startswith(_OURS) and b"\n" + _OURS not in data:
        return False  # quick: most files are large and have no conflict
    kinds = (match[1] for match in _MARKER.finditer(data))
    # One iterator for all three, so that each is searched for after the one before.
    return all(kind in kinds for kind in (_OURS, _THEIRS, _END))


def sides(data: bytes) -> tuple[bytes, bytes]:
    """Return the file with all conflicts resolved to our side, and all resolved to theirs.

    Raises ValueError, with the line number, for markers that are nested or out of order.
    """
    ours: list[bytes] = []
    theirs: list[bytes] = []
    for part, lines in _parts(data):
        if part in ("common", "ours"):
            ours.append(lines)
        if part in ("common", "theirs"):
            theirs.append(lines)
    return b"".join(ours), b"".join(theirs)


def side_names(data: bytes) -> tuple[str, str]:
    """Return the names of our side and theirs in the first conflict (`HEAD`, a branch), or "".

    They contain only plain characters, so that they can be shown anywhere.
    """
    names: dict[bytes, str] = {}
    for match in _MARKER.finditer(data):
        names.setdefault(match[1], _words(match[2] or b""))
        if match[1] == _END:
            break
    return names.get(_OURS, ""), names.get(_END, "")


def keep_ours(file: str) -> str:
    """Explain how to end the conflict with our side."""
    path = quote(file)
    return (
        f"in the corpus folder, keep our side: `git checkout --ours -- {path}` (`--theirs` keeps"
        f" theirs); if `git status` lists no conflict any more, first run"
        f" `git checkout --merge -- {path}`"
    )


def write_sides(file: str, ours: str, theirs: str) -> str:
    """Return the git commands that write each side to a separate file."""
    stages = ((2, ours), (3, theirs))
    return ", ".join(f"`git show {quote(f':{n}:./{file}')} > {name}`" for n, name in stages)


def in_a_clone(file: str, *, both: bool) -> str:
    """Explain what to do in a clone that was made after the markers were committed.

    With `both`, the explanation also covers the commands of `write_sides`.
    """
    shown = ", and write `MERGE^1:` for `:2:` and `MERGE^2:` for `:3:`" if both else ""
    return (
        "In a clone that was made after the markers were committed, keep our side by"
        f" `git checkout MERGE^1 -- {quote(file)}`{shown}; MERGE is the commit that has two parents"
        " and brought the markers."
    )


def restore(file: str) -> str:
    """Explain how to restore a version of a file without markers."""
    path = quote(file)
    return (
        f"1. Find a commit whose file has no markers: `git log --oneline -- {path}`."
        f" 2. `git checkout COMMIT -- {path}`. 3. `communique check`."
    )


def _parts(data: bytes) -> Iterator[tuple[_Part, bytes]]:
    part: _Part = "common"
    start, line, marker = 0, 0, b""
    for match in _MARKER.finditer(data):
        yield part, data[start : match.start()]
        line += data.count(b"\n", start, match.start()) + 1
        marker = match[1]
        if (part, marker) not in _NEXT:
            raise ValueError(f"line {line}: {marker.decode()} is out of order")
        part, start = _NEXT[part, marker], match.end()
    if part != "common":
        raise ValueError(f"line {line}: {marker.decode()} has no {_END.decode()} after it")
    yield part, data[start:]


def _words(name: bytes) -> str:
    return " ".join(_WORDS.findall(name.decode("utf-8", "replace")))[:_LONGEST_NAME]
