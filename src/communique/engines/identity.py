"""What decides the bytes that a run writes: inputs, settings and code."""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from communique.cleaning import config_sha256
from communique.engines.inputs import InputFile
from communique.engines.settings import Settings
from communique.version import VERSION

_PACKAGE: Final = Path(__file__).parent.parent
_CODE: Final = ("cleaning", "engines", "extraction", "text", "util")
_LIBRARIES: Final = ("pyarrow", "regex", "trafilatura", "lxml", "fastwarc", "charset-normalizer")


def identity(files: tuple[InputFile, ...], settings: Settings) -> dict[str, Any]:
    """Describe a run. Two runs with the same identity write the same bytes."""
    listed = "\n".join(f"{f.path}\t{f.name}\t{f.size}\t{f.mtime_ns}" for f in files)
    return {
        "inputs": {
            "files": len(files),
            "bytes": sum(f.size for f in files),
            "sha256": _hash(listed),
        },
        "settings": settings.to_json(),
        "code": code_identity(settings.policy),
    }


def code_identity(policy: str) -> dict[str, str]:
    """Name the code that cleans, by its hash and the versions of its libraries."""
    libraries = {name: found for name in _LIBRARIES if (found := _version(name))}
    cleaner = config_sha256(policy)
    return {"communique": VERSION, "sha256": _code_sha256(), "cleaner": cleaner, **libraries}


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Say in words what two runs do not have in common."""
    lines: list[str] = []
    for section in ("inputs", "settings", "code"):
        old, new = before.get(section, {}), now.get(section, {})
        names = [n for n in old | new if old.get(n) != new.get(n)]
        if section == "inputs" and names:
            files = f"{old.get('files')} files with {old.get('bytes')} bytes"
            lines.append(f"the inputs are others or have changed (before: {files})")
            continue
        lines += [f"{section}: {n} was {old.get(n)!r}, is now {new.get(n)!r}" for n in names]
    return lines


def run_key(described: dict[str, Any]) -> str:
    """A short name for an identity."""
    return _hash(repr(sorted(described.items())))[:16]


@cache
def _code_sha256() -> str:
    """Hash the files of the packages that decide what is written."""
    digest = sha256()
    for package in _CODE:
        for path in sorted((_PACKAGE / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
