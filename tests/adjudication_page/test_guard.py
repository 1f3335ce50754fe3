"""Only the page itself is answered: not another site, not another name, not a guessed address."""

import pytest

from communique.adjudication_page.guard import HEADERS, refusal, route

HOST = {"Host": "127.0.0.1:5000"}
POST = {
    **HOST,
    "Origin": "http://127.0.0.1:5000",
    "Content-Type": "application/json",
    "Content-Length": "20",
}


def test_the_page_itself_may_read_and_write():
    assert refusal("GET", HOST, 5000) == ""
    assert refusal("POST", POST, 5000) == ""
    assert refusal("GET", {"Host": "localhost:5000"}, 5000) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:5001"},
        {"Host": "rebound.example:5000"},
        {"Host": "127.0.0.1:5000, rebound.example"},
        {**HOST, "Sec-Fetch-Site": "cross-site"},
        {**HOST, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_host_or_site_may_not_read(headers: dict[str, str]):
    assert refusal("GET", headers, 5000)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Origin", "http://rebound.example:5000"),
        ("Origin", "null"),
        ("Origin", "http://localhost:5000"),
        ("Origin", ""),
        ("Content-Type", "text/plain"),
        ("Content-Length", "10001"),
        ("Content-Length", "-1"),
        ("Content-Length", "9" * 5000),
        ("Content-Length", ""),
    ],
)
def test_a_write_comes_from_the_page_as_short_json(header: str, value: str):
    assert refusal("POST", {**POST, header: value}, 5000)


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/s3cre", "/s3cretx/queue", "s3cret/", "//s3cret/"]
)
def test_the_secret_opens_the_address(path: str):
    assert route(path, "s3cret") is None


def test_what_follows_the_secret_is_asked_for():
    assert route("/s3cret/", "s3cret") == ""
    assert route("/s3cret/item/7", "s3cret") == "item/7"


def test_nothing_is_loaded_from_elsewhere():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
