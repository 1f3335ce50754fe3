"""A text without boilerplate stays whole, whatever its genre and language."""

import pytest

from communique.cleaning import clean, clean_many, kept_lines
from language_texts import ARTICLES
from whole_texts import LIKE_BOILERPLATE, WHOLE_TEXTS

AROUND = (
    "The harbour wall at Port Town has stood for a hundred years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again.",
    "Members of the council had been told in spring that the stones were moving, and the report "
    "that was published last week put the cost of the work at nine million in all.",
    "Fishermen have asked for the work to be done in two parts, so that boats can be landed at the "
    "inner quay while the outer one is closed, and the mayor has promised to listen.",
    "The work is to begin in May, the council said, and nobody in the old town will have to leave "
    "their house while the wall is being taken down and put up again.",
)


@pytest.mark.parametrize("genre", WHOLE_TEXTS)
def test_nothing_goes_from_an_extracted_text(genre: str) -> None:
    assert clean(WHOLE_TEXTS[genre]).removed == ()


@pytest.mark.parametrize("genre", WHOLE_TEXTS)
def test_nothing_goes_from_a_text_that_is_cleaned_as_a_page(genre: str) -> None:
    assert clean(WHOLE_TEXTS[genre], "page").removed == ()


def test_long_texts_stay_too() -> None:
    texts = [f"{first}\n{second}" for first, second, _ in ARTICLES.values()]
    for policy in ("extracted", "page"):
        kept = [kept_lines(*both) for both in zip(texts, clean_many(texts, policy), strict=True)]
        assert kept == texts


@pytest.mark.parametrize("sentence", LIKE_BOILERPLATE)
@pytest.mark.parametrize("policy", ["extracted", "page"])
def test_a_sentence_that_begins_like_boilerplate_stays(sentence: str, policy: str) -> None:
    raw = "\n".join((*AROUND[:2], sentence, *AROUND[2:]))
    assert clean(raw, policy).removed == ()
    with_sentences = "\n".join((*AROUND[:2], "Nobody knew.", sentence, "Nobody asked.", AROUND[2]))
    assert clean(with_sentences, policy).removed == ()


def test_one_button_amid_verses_stays_and_several_go() -> None:
    verses = WHOLE_TEXTS["en verse"].split("\n")
    poem = "\n".join((*verses[:6], "Share this", *verses[6:]))
    assert clean(poem).removed == ()
    page = "\n".join((*verses, "Share this", "Tweet", "Back to top"))
    assert kept_lines(page, clean(page)) == "\n".join(verses)
