"""Families of the names that pages give to their elements, such as those of share buttons."""

import re
from functools import lru_cache
from typing import Final

_FAMILIES: Final[dict[str, str]] = {
    "body": "articlebody article-body article_body story-body storybody post-body postbody"
    " entry-content post-content article-content story-content content-body body-content"
    " articletext article-text"
    " bodycopy body-copy richtext rich-text wysiwyg prose article__body paywall",
    "article": "article story post entry hentry blogpost",
    "content": "content main text body",
    "navigation": "nav menu breadcrumb pagination pager skip toolbar tabs dropdown megamenu",
    "header": "header masthead topbar banner hero",
    "footer": "footer foot copyright colophon bottom",
    "side": "sidebar aside side rail secondary column",
    "share": "share social facebook twitter linkedin pinterest whatsapp follow",
    "comment": "comment disqus discuss reply replies respond feedback review rating",
    "related": "related recommend similar more-from readmore read-more also-like youmay popular"
    " trending latest most-read mostread suggested next-post prev-post outbrain taboola teaser",
    "promotion": "promo sponsor advert banner-ad ad-slot adslot ads- -ads dfp gpt native commercial"
    " affiliate",
    "signup": "newsletter subscribe subscription signup sign-up optin opt-in mailing paywall login"
    " sign-in signin register",
    "author": "author byline bio contributor writer",
    "date": "date time publish timestamp updated",
    "caption": "caption credit figure image photo picture gallery media",
    "tags": "tag topic categor keyword label",
    "cookie": "cookie consent gdpr privacy",
    "overlay": "modal popup overlay dialog lightbox tooltip drawer offcanvas",
    "list": "list grid card item carousel slider tile feed widget block-grid",
    "form": "form search input field select button btn cta",
    "title": "title headline heading",
    "summary": "summary excerpt standfirst lede dek subtitle intro description",
    "note": "footnote reference endnote toc contents infobox sidebar-note disclaimer correction",
    "quote": "quote pullquote blockquote",
    "hidden": "(hidden) hidden sr-only screen-reader visually-hidden visuallyhidden hide"
    " print-only",
    "post": "message comment-body bbcode postcontent thread topic-body answer question",
    "code": "highlight code snippet syntax",
    "product": "price product cart shop basket buy sku",
}
NAMES: Final = tuple(_FAMILIES)
_BITS: Final = {
    word: number for number, words in enumerate(_FAMILIES.values()) for word in words.split()
}
_ANY: Final = re.compile("|".join(sorted(map(re.escape, _BITS), key=lambda w: (-len(w), w))))


@lru_cache(maxsize=65_536)
def families_of(names: str) -> tuple[int, ...]:
    """Return the numbers of the families that names belong to, in order."""
    return tuple(sorted({_BITS[word] for word in _ANY.findall(names.lower())}))
