"""Phrases of widgets in twenty languages: the line goes, a sentence that begins so stays."""

import re
from functools import cache

import pytest

from communique.cleaning import clean, clean_many
from communique.cleaning.lines import single_groups, split_lines
from communique.cleaning.phrase_families import PHRASE_FAMILIES, PhraseFamily
from communique.cleaning.phrase_match import match_phrase
from communique.cleaning.phrases import entries, phrase_key
from language_texts import ARTICLES, TITLES

WIDGETS = {
    **{"captcha": "captcha", "comment form": "comment", "votes": "vote", "share": "share"},
    **{"newsletter": "newsletter", "related": "related", "consent": "consent", "menu": "menu"},
    **{"copyright": "copyright", "credit": "credit"},
}


@cache
def phrases(family: str, language: str) -> tuple[str, ...]:
    chosen = (e.phrase for e in entries() if (e.family, e.language) == (family, language))
    return tuple(phrase.replace("{n}", "14") for phrase in chosen)


def as_line(family: str, phrase: str) -> str:
    return f"{phrase}: Ada Byron" if family == "credit" else phrase


CASES = [(widget, language) for widget in WIDGETS for language in ARTICLES]


@cache
def cleaned() -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """For each widget and language, what of its lines and of its sentences stays in an article."""
    texts: list[str] = []
    for widget, language in CASES:
        first, second, sentence = ARTICLES[language]
        lines = phrases(WIDGETS[widget], language)
        texts.append("\n".join((first, *(as_line(WIDGETS[widget], p) for p in lines), second)))
        said = (sentence.format(phrase) for phrase in lines[-3:])
        texts.append("\n\n".join((first, *said, second, first[::-1])))
    kept = [set(made.text.split("\n")) for made in clean_many(texts)]
    return dict(zip(CASES, zip(kept[::2], kept[1::2], strict=True), strict=True))


@pytest.mark.parametrize(("widget", "language"), CASES)
def test_the_line_of_a_widget_goes(widget: str, language: str) -> None:
    kept, _ = cleaned()[widget, language]
    family = WIDGETS[widget]
    lines = [as_line(family, phrase) for phrase in phrases(family, language)]
    assert len(lines) >= 3
    assert [line for line in lines if line in kept] == []
    assert set(ARTICLES[language][:2]) <= kept


@pytest.mark.parametrize(("widget", "language"), CASES)
def test_a_sentence_that_begins_like_a_widget_stays(widget: str, language: str) -> None:
    _, kept = cleaned()[widget, language]
    sentence = ARTICLES[language][2]
    said = {sentence.format(phrase) for phrase in phrases(WIDGETS[widget], language)[-3:]}
    assert said <= kept


@pytest.mark.parametrize("language", ARTICLES)
def test_a_menu_is_no_title(language: str) -> None:
    first, second, _ = ARTICLES[language]
    menu = phrases("menu-word", language)
    assert clean("\n".join((*menu[:3], TITLES[language], first, second))).title == TITLES[language]
    for word in menu:
        assert clean("\n".join((word, first, second))).title is None


def test_every_row_of_the_catalogue_is_sound() -> None:
    families = {family.id for family in PHRASE_FAMILIES}
    rows = list(entries())
    assert all(row.family in families and phrase_key(row.phrase) for row in rows)
    assert all(
        row.source == "own" or re.search(r"\((MIT|BSD-3-Clause)\)$", row.source) for row in rows
    )
    assert len({(row.family, row.phrase.casefold()) for row in rows}) == len(rows)
    assert {row.family for row in rows} == families


@pytest.mark.parametrize("family", PHRASE_FAMILIES, ids=lambda family: family.id)
def test_every_family_is_found_by_its_phrases(family: PhraseFamily) -> None:
    rows = [row for row in entries() if row.family == family.id]
    for row in rows[:5]:
        (group,) = single_groups(split_lines(as_line(row.family, row.phrase).replace("{n}", "3")))
        assert match_phrase(group) is not None
