"""Made-up pages and web archives, written by hand so that no reader checks its own writer."""

from collections.abc import Mapping

STORY = (
    "The harbour opened again on Monday, the port authority said, after a week of storms.",
    "Ships that had waited outside were let in one after another, the smallest of them first.",
)


def page(*paragraphs: str, title: str = "Harbour opens", head: str = "") -> str:
    """A page with navigation, an article and a footer."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs or STORY)
    return (
        f"<!doctype html><html><head>{head}<title>{title}</title></head><body>"
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article><h1>{title}</h1>{body}</article>"
        '<footer><a href="/legal">Imprint</a></footer></body></html>'
    )


def record(kind: str, headers: Mapping[str, str], block: bytes) -> bytes:
    """A WARC record."""
    lines = [f"WARC-Type: {kind}", *(f"{k}: {v}" for k, v in headers.items())]
    head = "\r\n".join(["WARC/1.0", *lines, f"Content-Length: {len(block)}"])
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(
    uri: str, body: bytes, media_type: str = "text/html", *more: str, status: int = 200
) -> bytes:
    """The record of what a server answered; `more` are headers of its answer."""
    lines = [f"HTTP/1.1 {status} Word", f"Content-Type: {media_type}", *more]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    headers = {
        "WARC-Record-ID": f"<urn:x:{uri}>",
        "WARC-Target-URI": uri,
        "Content-Type": "application/http; msgtype=response",
    }
    return record("response", headers, block)


def conversion(uri: str, text: str) -> bytes:
    """The record of a text in a WET file."""
    headers = {"WARC-Record-ID": f"<urn:x:{uri}>", "WARC-Target-URI": uri}
    return record("conversion", {**headers, "Content-Type": "text/plain"}, text.encode())


def story(n: int) -> bytes:
    """The nth of a number of pages that differ."""
    return page(f"This is report number {n}, and it says that nothing happened.", *STORY).encode()


INFO = record("warcinfo", {"Content-Type": "application/warc-fields"}, b"software: by hand\r\n")
REQUEST = record(
    "request", {"Content-Type": "application/http; msgtype=request"}, b"GET / HTTP/1.1"
)
