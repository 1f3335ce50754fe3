"""Serve the page on the loopback address, to the one who knows its address."""

import json
import secrets
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Final

from communique.adjudication_page.guard import HEADERS, refusal, route
from communique.adjudication_page.session import PageSession, StaleError, UnfitAnswerError
from communique.util.json_values import Object, as_string, parse_object
from communique.workflow.adjudicator_answers import DecisionsChangedError

ADDRESS: Final = "127.0.0.1"
_FILES: Final = {
    "": ("page.html", "text/html; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
}


@dataclass
class Page:
    """A running server. `finished` is set when the adjudicator stops on the page."""

    session: PageSession
    url: str
    finished: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def serve(session: PageSession) -> Generator[Page]:
    """Serve the session at a free port and a secret path until the context ends. Raises OSError."""
    token = secrets.token_urlsafe(24)
    server = ThreadingHTTPServer((ADDRESS, 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    port = server.server_address[1]
    page = Page(session, f"http://{ADDRESS}:{port}/{token}/")
    server.RequestHandlerClass = _handler(page, token, port)
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()


def _handler(page: Page, token: str, port: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "communique"
        sys_version = ""
        timeout = 30  # seconds; browsers open connections before they need them

        def do_GET(self) -> None:
            name = self._route("GET")
            if name is None:
                return
            if name in _FILES:
                file, kind = _FILES[name]
                self._send(HTTPStatus.OK, _asset(file), kind)
            else:
                self._answer(lambda: _read(page, name))

        def do_POST(self) -> None:
            name = self._route("POST")
            if name is None:
                return
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(lambda: _write(page, name, body))
            if name == "quit":
                page.finished.set()

        def _route(self, method: str) -> str | None:
            reason = refusal(method, self._headers(), port)
            if reason:
                self._fail(HTTPStatus.FORBIDDEN, reason)
                return None
            name = route(self.path, token)
            if name is None:
                self._fail(HTTPStatus.NOT_FOUND, "not found")
            elif name == "" and not self.path.endswith("/"):
                self.send_response(HTTPStatus.PERMANENT_REDIRECT)
                self.send_header("Location", f"/{token}/")
                self._end(b"", "text/plain")
                return None
            return name

        def _headers(self) -> dict[str, str]:
            names = {name.title() for name in self.headers}
            return {n: ", ".join(self.headers.get_all(n, ())) for n in names}

        def _answer(self, work: Callable[[], dict[str, Any]]) -> None:
            with page.lock:
                status, data = _outcome(page, work)
            self._send(status, json.dumps(data).encode("utf-8"), "application/json")

        def _fail(self, status: HTTPStatus, reason: str) -> None:
            self._send(status, json.dumps({"error": reason}).encode(), "application/json")

        def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
            self.send_response(status)
            self._end(data, kind)

        def _end(self, data: bytes, kind: str) -> None:
            for header, value in HEADERS.items():
                self.send_header(header, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """The terminal shows no requests: their address holds the secret."""

    return Handler


def _outcome(page: Page, work: Callable[[], dict[str, Any]]) -> tuple[HTTPStatus, dict[str, Any]]:
    """The status and the JSON of a response. After a refused answer, it has the current queue."""
    try:
        return HTTPStatus.OK, work()
    except StaleError as error:
        return HTTPStatus.CONFLICT, {"error": str(error), "queue": page.session.queue()}
    except DecisionsChangedError as error:
        message = f"{error}. Nothing was saved. Start the command again"
        return HTTPStatus.CONFLICT, {"error": message, "queue": page.session.queue()}
    except UnfitAnswerError as error:
        return HTTPStatus.BAD_REQUEST, {"error": str(error), "queue": page.session.queue()}
    except KeyError:
        return HTTPStatus.NOT_FOUND, {"error": "not found"}
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"the answer could not be written: {reason}"
        return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": message}


def _read(page: Page, name: str) -> dict[str, Any]:
    kind, _, entry_id = name.partition("/")
    if name == "queue":
        return page.session.queue()
    if kind == "item":
        return page.session.item(entry_id)
    raise KeyError(name)


def _write(page: Page, name: str, body: bytes) -> dict[str, Any]:
    session = page.session
    if name == "quit":
        return session.queue()
    content = _object(body)
    revision = _integer(content.get("revision"))
    if revision is None:
        raise UnfitAnswerError("no revision")
    if name == "undo":
        return {"reopened": session.undo(revision), "queue": session.queue()}
    if name == "decide":
        choice = content.get("choice", 0)
        number = None if choice is None else _integer(choice) or 0
        reason = as_string(content.get("reason")) or ""
        session.decide(as_string(content.get("id")) or "", number, reason, revision)
        return {"queue": session.queue()}
    raise KeyError(name)


def _object(body: bytes) -> Object:
    try:
        return parse_object(body)
    except (ValueError, RecursionError):
        raise UnfitAnswerError("not a JSON object") from None


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _asset(name: str) -> bytes:
    return (files("communique") / "templates/adjudication_page" / name).read_bytes()
