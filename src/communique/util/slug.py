"""Make a short ASCII name from a name in any script."""

import re
import unicodedata

from anyascii import anyascii


def slug(name: str) -> str:
    """Return the words of a name in small ASCII letters and digits, joined by hyphens.

    Letters of other scripts are transliterated one by one. The result is empty if the name has no
    letter and no digit.

    >>> slug("My Page!"), slug("Привет, мир"), slug("ışık"), slug("Straße 7")
    ('my-page', 'privet-mir', 'isik', 'strasse-7')
    """
    plain = anyascii(unicodedata.normalize("NFC", name)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['`]", "", plain)).strip("-")
