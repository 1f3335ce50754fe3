"""Which requests the page's server answers. Everything else is refused before it is read.

A page of another site can send requests to the loopback address, and with DNS rebinding even under
a name of its own. So the address holds a secret, and `Host` and `Origin` must be the server's own.
"""

import hmac
from collections.abc import Mapping
from typing import Final

BODY_LIMIT: Final = 10_000  # bytes
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}  # of every response


def refusal(method: str, headers: Mapping[str, str], port: int) -> str:
    """Why a request is not from the page itself; "" if it may be. Names of headers as in HTTP."""
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    host = headers.get("Host", "")
    if host not in hosts:
        return "unknown host"
    if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return "request of another site"
    if method == "GET":
        return ""
    if headers.get("Origin") != f"http://{host}":
        return "request of another site"
    if headers.get("Content-Type", "").split(";")[0].strip() != "application/json":
        return "not JSON"
    length = headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()) or int(length[:9]) > BODY_LIMIT:
        return "no length, or too long"
    return ""


def route(path: str, token: str) -> str | None:
    """What follows the secret in a path, such as `queue`; None if the secret is not right.

    >>> route("/s3cret/queue", "s3cret")
    'queue'
    """
    first, _, rest = path.removeprefix("/").partition("/")
    is_right = hmac.compare_digest(first.encode("utf-8"), token.encode("utf-8"))
    return rest if path.startswith("/") and is_right else None
