"""Why a run cannot begin or go on."""

from pathlib import Path


class InputError(ValueError):
    """The inputs cannot be used. `fix` says what helps."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


class OtherRunError(ValueError):
    """The folder belongs to a run with other inputs, arguments or code; `why` lists them."""

    def __init__(self, folder: Path, why: list[str]) -> None:
        super().__init__(f"{folder} belongs to another run")
        self.why = why


class BusyRunError(ValueError):
    """Another process works on this folder."""
