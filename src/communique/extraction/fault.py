"""What can be wrong with a file that a text is to be extracted from."""


class ExtractionError(ValueError):
    """The file, or a record of it, gives no text; the message says why."""


class MissingExtraError(ExtractionError):
    """The optional libraries are not installed."""

    def __init__(self) -> None:
        super().__init__("HTML and web archives need the extra communique[html]")
