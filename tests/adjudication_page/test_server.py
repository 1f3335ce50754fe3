"""The server answers the page and nobody else, with headers that let nothing in from elsewhere."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import mini
from communique.adjudication_page.guard import HEADERS
from communique.adjudication_page.server import Page, serve
from communique.adjudication_page.session import PageSession
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.adjudicator_answers import LayerAnswers
from communique.workspace import Corpus
from voters import corpus, longer


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """A page with one open item."""
    opened = Corpus.open(corpus(tmp_path, mini.names_task(), longer(mini.names_task())))
    state, layer = AdjudicationState(opened), opened.schema.layer("names")
    answers = LayerAnswers(state, layer, state.resolve(layer), "judge")
    with serve(PageSession(opened.schema, [answers])) as served:
        yield served


def ask(
    page: Page, name: str, body: object = None, *, path: str = "", **headers: str
) -> tuple[int, Any, http.client.HTTPMessage]:
    """A request as the page makes it, but for other headers (`_` for `-`) or another path."""
    parts = urlsplit(page.url)
    sent = {"Host": parts.netloc}
    if body is not None:
        sent |= {"Origin": f"http://{parts.netloc}", "Content-Type": "application/json"}
    sent |= {k.replace("_", "-"): v for k, v in headers.items()}
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    link = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=10)
    link.putrequest("GET" if body is None else "POST", path or parts.path + name, skip_host=True)
    for key, value in {**sent, **({"Content-Length": str(len(data))} if data else {})}.items():
        link.putheader(key, value)
    link.endheaders(data)
    response = link.getresponse()
    content = response.read()
    is_json = response.headers["Content-Type"] == "application/json"
    return response.status, json.loads(content) if is_json else content, response.headers


def item(page: Page) -> dict[str, Any]:
    (entry,) = ask(page, "queue")[1]["entries"]
    return entry


@pytest.mark.parametrize("name", ["", "page.css", "page.js", "queue", "item/0", "nothing"])
def test_every_response_lets_nothing_in_from_elsewhere(page: Page, name: str):
    headers = ask(page, name)[2]
    assert {k: headers[k] for k in HEADERS} == HEADERS
    assert "Python" not in headers["Server"]


def test_an_answer_is_saved_and_shown_as_decided(page: Page):
    answer = {"id": item(page)["id"], "choice": 2, "reason": "boundary", "revision": 0}
    status, data, _ = ask(page, "decide", answer)
    assert (status, data["queue"]["revision"]) == (200, 1)
    assert item(page)["answer"] == {"choice": 2, "reason": "boundary"}
    assert ask(page, "decide", answer)[0] == 409
    assert ask(page, "undo", {"revision": 1})[1]["reopened"] == answer["id"]


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff", b"[" * 9000, {}, {"revision": True}, {"revision": 0}]
)
def test_what_is_no_answer_is_refused_and_saves_nothing(page: Page, body: object):
    assert ask(page, "decide", body)[0] == 400
    assert page.session.decided == 0


def test_the_address_without_its_last_slash_leads_to_the_page(page: Page):
    status, _, headers = ask(page, "", path=urlsplit(page.url).path.rstrip("/"))
    assert (status, headers["Location"]) == (308, urlsplit(page.url).path)


def test_who_does_not_know_the_address_gets_nothing(page: Page):
    for path in ("/", "/queue", "/x/queue", "/../queue"):
        assert ask(page, "", path=path)[:2] == (404, {"error": "not found"})


def test_another_name_for_this_computer_gets_nothing(page: Page):
    """A page of another site reaches a server here if its own name is made to point here."""
    rebound = f"rebound.example:{urlsplit(page.url).port}"
    assert ask(page, "queue", Host=rebound)[0] == 403
    assert ask(page, "quit", {}, Host=rebound, Origin=f"http://{rebound}")[0] == 403
    assert not page.finished.is_set()


def test_another_site_cannot_write(page: Page):
    answer = {"id": item(page)["id"], "choice": 1, "reason": "boundary", "revision": 0}
    for other in ({"Origin": "http://other.example"}, {"Content_Type": "text/plain"}):
        assert ask(page, "decide", answer, **other)[0] == 403
    assert ask(page, "decide", answer, Sec_Fetch_Site="cross-site")[0] == 403
    assert page.session.decided == 0


def test_stopping_on_the_page_ends_the_command(page: Page):
    assert ask(page, "quit", {})[0] == 200
    assert page.finished.wait(5)
