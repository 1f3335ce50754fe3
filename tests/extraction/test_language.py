"""The language of a page is what the page states, or nothing."""

from pathlib import Path

import pytest

from communique.extraction import extract_file
from communique.extraction.language import stated_language
from webpages import STORY, page, response


@pytest.mark.parametrize(
    ("html", "server", "language"),
    [
        ('<html lang="ru">', None, "ru"),
        ("<HTML LANG=pt-BR>", "en", "pt-BR"),
        ('<html xml:lang="de">', None, "de"),
        ('<html><meta property="og:locale" content="ru_RU">', "en", "ru-RU"),
        ('<html lang="el"><meta property="og:locale" content="en_US">', None, "el"),
        ('<meta http-equiv="Content-Language" content="fr">', "en", "fr"),
        ("<html>", "uk", "uk"),
        ("<html>", "de, en", None),
        ('<html lang="">', None, None),
        ('<html lang="und">', None, None),
        ('<html lang="english">', None, None),
        ('<html lang="x-default">', "fr", "fr"),
        ('<!-- <html lang="de"> --><html>', None, None),
        ('<p lang="de">', None, None),
        ("", None, None),
    ],
)
def test_a_page_states_its_language_or_none(html: str, server: str | None, language: str | None):
    assert stated_language(html, server) == language


def test_the_server_states_the_language_of_a_page_in_an_archive(tmp_path: Path):
    path = tmp_path / "a.warc"
    path.write_bytes(response("u", page(*STORY).encode(), "text/html", "Content-Language: da"))
    (extract,) = extract_file(path, print)
    assert extract.language == "da"
