"""The name below `localhost` under which a browser opens an annotator's server.

A browser shares cookies between the ports of one name. So with one name for all, the sign-in of a
second annotator would end that of the first.
"""

import re
from typing import Final

from communique.text import sha256_text

_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123, section 2.1


def host_name(annotator: str) -> str:
    """The name for an annotator. Two annotators never have the same.

    >>> host_name("ann-1")
    'ann-1.localhost'
    >>> host_name("ann_1")
    'ann-1-77a47b64.localhost'
    """
    if _LABEL.fullmatch(annotator):
        return f"{annotator}.localhost"
    plain = re.sub("[^a-z0-9]+", "-", annotator.lower()).strip("-")[:50].rstrip("-")
    return f"{plain}-{sha256_text(annotator)[:8]}.localhost"
