"""Originals are extracted again by what extracted them."""

import pytest

from communique.cleaning.markup import NAME, markup_version
from communique.corpus import Original
from communique.extraction import extract_again, how_to_install, other_extractor
from communique.extraction.page import extractor_version
from communique.text import sha256_bytes
from webpages import STORY, page

PAGE = page(*STORY).encode()


def original(**values: str) -> Original:
    known = {"file": "a.html", "sha256": sha256_bytes(PAGE), "media_type": "text/html"}
    return Original(**{**known, "charset": "utf-8", **values})


@pytest.mark.parametrize("extractor", [NAME, "trafilatura"])
def test_each_extractor_gives_its_text_again(extractor: str) -> None:
    made = original(extractor=extractor, version=extractor_version(extractor))
    assert extract_again(PAGE, made) == "\n".join(("Harbour opens", *STORY)) + "\n"
    assert other_extractor(made) is None


def test_another_version_is_named_with_the_way_to_get_it() -> None:
    ours = original(extractor=NAME, version="0+abc")
    assert other_extractor(ours) == f"{NAME} {markup_version()}"
    assert how_to_install(ours) == f"install the version of communique that has {NAME} 0+abc"
    theirs = original(extractor="trafilatura", version="1.0.0")
    assert other_extractor(theirs) == f"trafilatura {extractor_version('trafilatura')}"
    assert how_to_install(theirs) == "install trafilatura==1.0.0"
