"""Errors of extraction."""


class ExtractionError(ValueError):
    """No text can be extracted from the file or page; the message says why."""


class TruncatedError(ExtractionError):
    """An archive ends in the middle of a record."""


class MissingExtraError(ExtractionError):
    """The optional libraries for extraction are not installed."""

    def __init__(self) -> None:
        super().__init__("HTML and web archives need the extra communique[html]")
