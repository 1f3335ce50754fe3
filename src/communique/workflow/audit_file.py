"""Read what `communique audit --json` printed."""

from pathlib import Path

import msgspec

from communique.audit import AuditFinding


class MalformedAuditError(ValueError):
    """A file is not what `communique audit --json` prints."""


def read_audit(path: Path) -> list[AuditFinding]:
    """Return the rows of the list. Raises MalformedAuditError, OSError."""
    try:
        rows = msgspec.convert(msgspec.json.decode(path.read_bytes()), list[AuditFinding])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedAuditError(f"{path} is not a list of `communique audit`: {error}") from None
    if len({row.rank for row in rows}) < len(rows):
        raise MalformedAuditError(f"{path}: two rows have the same rank")
    for row in rows:
        if not 0 <= row.score <= 1:
            raise MalformedAuditError(
                f"{path}: row {row.rank}: the score {row.score} is not 0 to 1"
            )
    return rows
