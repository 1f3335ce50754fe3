"""Policies, rules from outside, and the hash of all that decides."""

import time
from dataclasses import replace
from typing import Any

import pytest

from communique.cleaning import POLICIES, Rule, clean, config_sha256, kept_lines

LONG = (
    "The harbour wall at Port Town has stood for a hundred years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again, {}."
)
ARTICLE = [LONG.format(word) for word in ("all agreed", "most agreed", "some agreed", "one said")]
MENU = ["Harbour", "Weather", "Sport", "Fishing", "Tides"]
TITLE = "Port Town to rebuild its harbour wall"


def kept(raw: str, policy: str = "extracted") -> str:
    return kept_lines(raw, clean(raw, policy))


def test_unknown_policy_names_the_choices() -> None:
    with pytest.raises(ValueError, match=r"extracted, page"):
        clean("text", "brutal")
    with pytest.raises(ValueError, match="brutal"):
        config_sha256("brutal")


def test_the_former_name_of_extracted_still_works() -> None:
    raw = "\n".join((*MENU, TITLE, *ARTICLE, *MENU))
    assert clean(raw, "conservative") == clean(raw, "extracted") != clean(raw, "page")
    assert config_sha256("conservative") == config_sha256("extracted")


def test_page_takes_menus_out_that_extracted_leaves() -> None:
    raw = "\n".join((*MENU, TITLE, *ARTICLE, *MENU))
    assert clean(raw).text.count("Tides") == 2
    page = clean(raw, "page")
    assert page.text == "\n".join((TITLE, *ARTICLE))
    assert page.title == TITLE
    assert {gone.reason for gone in page.removed} == {"boilerplate"}
    assert any(gone.rule.startswith("line-model:-") for gone in page.removed)


@pytest.mark.parametrize("raw", ["\n".join(MENU), "\n".join((*MENU, ARTICLE[0], *MENU))])
def test_page_keeps_all_when_it_sees_no_article(raw: str) -> None:
    assert kept(raw, "page") == raw


def test_kept_lines_are_as_they_were() -> None:
    raw = f"  {TITLE} \n\nBy Ada Byron\n\n{ARTICLE[0]}\u00a0\nAdvertisement\n\t{ARTICLE[1]}\n"
    lines = [f"  {TITLE} ", "By Ada Byron", f"{ARTICLE[0]}\u00a0", f"\t{ARTICLE[1]}"]
    assert kept(raw) == "\n".join(lines)


def test_rules_from_outside() -> None:
    rule = Rule("port-gazette-slogan", "promotion", r"(the) \1 voice of the coast")
    raw = f"{ARTICLE[0]}\nThe the voice of the coast\n{ARTICLE[1]}"
    assert clean(raw).removed == ()
    (gone,) = clean(raw, rules=[rule]).removed
    assert (gone.reason, gone.rule) == ("promotion", "port-gazette-slogan")


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", "dull"), ("pattern", "("), ("place", "there"), ("limit", 0)],
)
def test_bad_rules_are_refused(field: str, value: Any) -> None:
    good = Rule("slogan", "promotion", "x")
    with pytest.raises(ValueError, match="rule slogan"):
        replace(good, **{field: value})


def test_config_hash_tells_configurations_apart() -> None:
    rule = Rule("slogan", "promotion", "the voice of the coast")
    hashes = {config_sha256(policy, rules) for policy in POLICIES for rules in ((), (rule,))}
    assert len(hashes) == 4
    assert config_sha256("page", [rule]) in hashes


@pytest.mark.parametrize(
    "line",
    ["a" * 10**6, "share facebook " * 70_000, "(" * 10**6, ". " * 500_000, "SEOUL " * 170_000],
)
def test_a_line_of_a_megabyte_is_no_trouble(line: str) -> None:
    begin = time.perf_counter()
    clean(line)
    assert time.perf_counter() - begin < 2
