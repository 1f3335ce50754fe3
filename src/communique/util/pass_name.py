"""How a pass of an annotator is named in a message."""


def pass_name(annotator: str, number: int) -> str:
    """Return the annotator, with the number of a later pass.

    >>> pass_name("ann-1", 1), pass_name("ann-1", 2)
    ('ann-1', 'ann-1 (pass 2)')
    """
    return annotator if number == 1 else f"{annotator} (pass {number})"
