"""Families of phrases: what a line is that consists of a phrase of `phrases.tsv`, and where.

A family is data, as a rule is. Its phrases are in the catalogue, with their language and source.
"""

from dataclasses import dataclass
from typing import Final

PLACES: Final = ("anywhere", "edge", "near", "never")
_FORM: Final = ("captcha", "comment_widget", "newsletter", "contact")
_SITE: Final = (
    *("navigation", "share", "promotion", "comment_widget", "newsletter", "subscription"),
    *("copyright", "cookie", "tags", "voting", "captcha", "contact"),
)


@dataclass(frozen=True, slots=True)
class PhraseFamily:
    """Phrases with one purpose. A line belongs to it if the phrase is the whole line.

    `place` is where such a line goes: "anywhere", "edge" (outside the body), "near" (only near a
    line that went for a reason in `near`) or "never" (only as a head). A line at the edge also goes
    near such a line, and a run of three such lines goes wherever it is. With `heads`, a line of the
    form "PHRASE: WORDS" goes as well, and with `opens` a line that begins with a long phrase.
    Neither does if it ends like a sentence.
    """

    id: str
    reason: str
    about: str
    place: str = "anywhere"
    near: tuple[str, ...] = ()
    heads: bool = False
    opens: bool = False


PHRASE_FAMILIES: Final = (
    PhraseFamily("captcha", "captcha", "captcha", opens=True),
    PhraseFamily("captcha-word", "captcha", "button of a captcha", "near", _FORM),
    PhraseFamily("comment", "comment_widget", "invitation to comment", opens=True),
    PhraseFamily("comment-word", "comment_widget", "field of a form", "near", _FORM),
    PhraseFamily("comment-heading", "comment_widget", "heading over comments", "edge", _SITE),
    PhraseFamily("vote", "voting", "vote", opens=True),
    PhraseFamily("vote-word", "voting", "number of votes", "near", _SITE),
    PhraseFamily("share", "share", "share button that says what it shares"),
    PhraseFamily("share-word", "share", "share button", "edge", _SITE),
    PhraseFamily("follow", "share", "invitation to follow", opens=True),
    PhraseFamily("newsletter", "newsletter", "newsletter sign-up", opens=True),
    PhraseFamily("related", "promotion", "pointer to other articles", heads=True),
    PhraseFamily("related-word", "promotion", "heading over teasers", "edge", _SITE, heads=True),
    PhraseFamily("more", "promotion", "button that leads on"),
    PhraseFamily("more-word", "promotion", "button that leads on", "edge", _SITE),
    PhraseFamily("consent", "cookie", "cookie notice", opens=True),
    PhraseFamily("consent-word", "cookie", "button of a cookie notice", "near", ("cookie",)),
    PhraseFamily("menu", "navigation", "link within the site", opens=True),
    PhraseFamily("menu-word", "navigation", "entry of a menu", "edge", _SITE),
    PhraseFamily("section", "navigation", "name of a section", "near", ("navigation",)),
    PhraseFamily("pager", "navigation", "link to the neighbouring article"),
    PhraseFamily("pager-word", "navigation", "link to the neighbouring page", "near", _SITE),
    PhraseFamily("copyright", "copyright", "all rights reserved", opens=True),
    PhraseFamily("copyright-word", "copyright", "holder of rights", "near", ("copyright",)),
    PhraseFamily("credit", "credit", "credit of a picture", "never", heads=True),
    PhraseFamily("paywall", "subscription", "paywall or appeal", opens=True),
    PhraseFamily("tags", "tags", "keywords of the article", "edge", _SITE, heads=True),
    PhraseFamily("reading-time", "metadata", "reading time"),
    PhraseFamily("reading-time-word", "metadata", "reading time", "near", _SITE),
    PhraseFamily("correction", "contact", "report of a mistake", opens=True),
    PhraseFamily("advertisement", "advertisement", "label of an advertisement"),
)
