"""A line of each family goes; a line of an article that looks like one stays."""

from collections import Counter
from pathlib import Path

import pytest

from communique import cleaning
from communique.cleaning import BOILERPLATE_RULES, REASONS, clean
from communique.cleaning.bare_credits import BARE_CREDIT
from communique.cleaning.examples import EXAMPLES
from communique.cleaning.lines import single_groups, split_lines
from communique.cleaning.rule import Rule
from communique.cleaning.table import rules_table

PARAGRAPH = (
    "The harbour wall at Port Town has stood for a hundred years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again."
)
SECOND = (
    "Members of the council had been told in spring that the stones were moving, and the report "
    "that was published last week put the cost of the work at nine million in all."
)
THIRD = (
    "The work is to begin in May, the council said, and nobody in the old town will have to leave "
    "their house while the wall is being taken down and put up again."
)


def amid(line: str) -> str:
    return f"{PARAGRAPH}\n\n{SECOND}\n\n{line}\n\n{THIRD}"


def after(*lines: str) -> str:
    return "\n\n".join((PARAGRAPH, SECOND, THIRD)) + "\n\n" + "\n".join(lines)


def reasons(raw: str) -> list[str]:
    return [gone.reason for gone in clean(raw).removed]


ANYWHERE = [
    ("advertisement", "Advertisement"),
    ("advertisement", "ADVERTISEMENT - CONTINUE READING BELOW"),
    ("advertisement", "Story continues below this ad"),
    ("advertisement", "Anzeige"),
    ("captcha", "7 + 12 ="),
    ("captcha", "Please solve this simple math problem."),
    ("captcha", "Enter the characters shown in the image."),
    ("captcha", "This question is used to make sure you are a human visitor."),
    ("captcha", "This site is protected by reCAPTCHA and the privacy policy applies."),
    ("captcha", "I'm not a robot"),
    ("comment_widget", "Leave a Reply Cancel reply"),
    ("comment_widget", "Be the first to comment"),
    ("comment_widget", "Comments are closed."),
    ("comment_widget", "Comments (14)"),
    ("comment_widget", "14 Comments"),
    ("comment_widget", "Your email address will not be published. Required fields are marked *"),
    ("comment_widget", "Log in or register to post comments"),
    ("comment_widget", "Notify me of follow-up comments by email."),
    ("contact", "Contact Us"),
    ("contact", "Got a news tip? Write to our reporters."),
    ("cookie", "We use cookies to give you the best experience on our site."),
    ("cookie", "Accept all cookies"),
    ("copyright", "Copyright 2020 Port Gazette. All rights reserved."),
    ("copyright", "© 2020 Port Gazette"),
    ("copyright", "All rights reserved. This material may not be published."),
    ("copyright", "Reprinted with permission from the Port Gazette."),
    ("credit", "Photo: Ada Byron"),
    ("credit", "Image Source:"),
    ("credit", "Photo by Ada Byron/Getty Images"),
    ("credit", "Ada Byron / Getty Images"),
    ("credit", "(AP Photo/Ada Byron)"),
    ("credit", "(Reporting by Ada Byron; Editing by Tom Thumb)"),
    ("disclaimer", "The views expressed in this article are the author's own."),
    ("disclaimer", "Disclaimer: Nothing here is advice."),
    ("media_widget", "Watch Live"),
    ("media_widget", "hide caption"),
    ("media_widget", "Enlarge this image"),
    ("media_widget", "Your browser does not support the audio element."),
    ("metadata", "5 min read"),
    ("navigation", "You are here: Home > News"),
    ("navigation", "Skip to main content"),
    ("navigation", "Back to top"),
    ("navigation", "Home » News » Harbour"),
    ("newsletter", "Sign up for our daily newsletter"),
    ("newsletter", "Get the day's top stories delivered to your inbox."),
    ("promotion", "Related: Harbour wall to cost nine million"),
    ("promotion", "Read more: Harbour wall to cost nine million"),
    ("promotion", "READ: Harbour wall to cost nine million"),
    ("promotion", "Read more"),
    ("promotion", "Most popular"),
    ("promotion", "Click here to read the report."),
    ("promotion", "Lesen Sie auch: Die Mauer am Hafen"),
    ("share", "Share this article on Facebook"),
    ("share", "Facebook Twitter WhatsApp Email"),
    ("share", "Follow us on Twitter and Instagram"),
    ("share", "Print this page"),
    ("subscription", "Subscribe to continue reading"),
    ("subscription", "Already a subscriber? Log in"),
    ("tags", "Filed under: harbour, storms"),
    ("tags", "Tags: harbour, storms, council"),
    ("voting", "13 users have voted."),
    ("voting", "Was this article helpful?"),
]


@pytest.mark.parametrize(("reason", "line"), ANYWHERE)
def test_boilerplate_goes_amid_the_article(reason: str, line: str) -> None:
    assert reasons(amid(line)) == [reason]


@pytest.mark.parametrize(("reason", "line"), ANYWHERE)
def test_boilerplate_goes_with_bullets_and_curly_quotes(reason: str, line: str) -> None:
    assert reasons(amid("• " + line.replace("'", "’").replace(" ", "\u00a0"))) == [reason]


BESIDE = {
    "captcha": "captcha-solve",
    "comment_widget": "comment-form",
    "media_widget": "player",
    "newsletter": "newsletter-sign-up",
    "share": "follow-us",
}  # what vouches for a label
EDGE = [
    ("navigation", "Home"),
    ("navigation", "Privacy Policy"),
    ("navigation", "About us"),
    ("share", "Share"),
    ("share", "Facebook"),
    ("contact", "newsroom@example.org"),
    ("comment_widget", "Comments"),
]


@pytest.mark.parametrize(("reason", "line"), EDGE)
def test_weaker_families_go_only_outside_the_article(reason: str, line: str) -> None:
    assert reasons(after(line)) == [reason]
    assert reasons(amid(line)) == []


def test_form_labels_go_beside_their_form_only() -> None:
    form = ("Leave a Reply", "Name *", "E-mail *", "Comment", "Save")
    assert Counter(reasons(after(*form))) == {"comment_widget": 5}
    assert reasons(after("Name *", "Save")) == []


def test_a_paragraph_that_comes_twice_stays_once() -> None:
    raw = f"{PARAGRAPH}\n\n{SECOND}\n\n{PARAGRAPH}"
    assert reasons(raw) == ["duplicate"]
    assert clean(raw).text == f"{PARAGRAPH}\n{SECOND}"


CONTENT = [
    "Copyright law of 1976 gave the authors of the wall's drawings a right for life.",
    "Copyright law",
    "Related: that was the word that the mayor used when she was asked about the two families, "
    + "and she used it again and again until nobody in the room could be in doubt about it. " * 3,
    "The two men are related: one is the other's uncle.",
    "Why?",
    "“Why?”",
    "“No.”",
    "No comment.",
    "Advertisement spending fell by a third in the town.",
    "You are here because the wall is moving, she told them.",
    "Share prices fell on Monday.",
    "Share this burden, she said.",
    "Read more books, the teacher told the class.",
    "Sign up for the army and see the world, the poster said.",
    "Get in the boat.",
    "- Sign up for the tour with the same e-mail address as before",
    "Home is where the harbour is.",
    "Vote for the wall!",
    "Photo by photo, she went through the album.",
    "(c) the wall shall be kept in good order by the owner.",
    "Use force to hold it.",
    "Follow the money.",
    "Watch the skies.",
    "Log in the harbour, danger to ships.",
    "The website uses cookies and so do all the others, the report found.",
    "Views differ on whether the wall will hold.",
    "The views expressed by voters were clear.",
    "The captcha was invented in the year 2000.",
    "Tags and labels came off in the rain.",
    "Contact with the ship was lost at noon.",
    "13 people have drowned there.",
    "12 votes",
    "1 + 1 made two.",
    "Register to vote and look for updates on the county's page.",
    "Phone calls were made in 1990.",
    "- Nets and ropes",
    "1. Take the wall down.",
    "Der Hafen ist seit gestern geschlossen.",
    "Bandari imefungwa tangu jana.",
    "港は昨日から閉鎖されている。",
    "ท่าเรือปิดตั้งแต่เมื่อวาน",
    "***",
]


@pytest.mark.parametrize("line", CONTENT)
def test_content_that_looks_like_boilerplate_stays(line: str) -> None:
    for raw in (amid(line), after(line)):
        assert reasons(raw) == []
        assert line.strip() in clean(raw).text


def test_verses_with_a_refrain_stay() -> None:
    poem = "\n".join(
        ("O the wall", "and the sea", "Home", "O the wall", "and the sea", "", "Search", "Home")
    )
    assert clean(poem).removed == ()


def test_invisible_lines_go_as_such() -> None:
    assert reasons(amid("\u200b\ufeff")) == ["invisible"]


def test_catalogue_is_well_formed() -> None:
    ids = [rule.id for rule in BOILERPLATE_RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.family and rule.id == rule.id.lower() for rule in BOILERPLATE_RULES)
    assert list(REASONS) == sorted(REASONS)


@pytest.mark.parametrize("rule", [*BOILERPLATE_RULES, BARE_CREDIT], ids=lambda rule: rule.id)
def test_every_family_has_an_example_that_goes(rule: Rule) -> None:
    line = EXAMPLES[rule.id]
    assert rule.matches(single_groups(split_lines(line))[0])
    if rule.near:
        raw = after(EXAMPLES[BESIDE[rule.near[0]]], line)
    elif rule is BARE_CREDIT:
        raw = f"{PARAGRAPH}\n{line}\n\n{SECOND}\n\n{THIRD}"
    else:
        raw = after(line) if rule.place == "edge" else amid(line)
    gone = clean(raw).removed
    assert [raw[g.raw_start : g.raw_end] for g in gone][-1].endswith(line)
    assert (gone[-1].reason, gone[-1].rule) == (rule.reason, rule.id)


def test_the_table_of_families_is_that_of_the_catalogue() -> None:
    written = Path(cleaning.__file__).with_name("BOILERPLATE_RULES.md").read_text("utf-8")
    assert written == rules_table()
    assert all(rule.family for rule in BOILERPLATE_RULES)
