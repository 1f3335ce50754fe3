"""Guess the charset of bytes that are not UTF-8 and that declare nothing."""

import re
from typing import Final

from communique.extraction.fault import MissingExtraError

_MARKUP: Final = re.compile(
    rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>|&#?\w+;", re.DOTALL | re.IGNORECASE
)
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_SAMPLE: Final = 50_000  # bytes
_DEFAULT: Final = "cp1252"
# The letters of a language that are not ASCII, for each charset of the Latin script.
_LATIN: Final = (
    (
        "cp1252",
        "äöüß àâæçéèêëîïôœùûüÿ áéíñóúüªº áâãàçéêíóôõúü àèéìíîòóùú àèéíïòóúüç åäöé æøåéòô "
        "áéíóúýþæöð éëïóöüèê",
    ),
    ("cp1250", "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž äçëňý"),
    ("iso8859_2", "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž"),
    ("cp1254", "çğıöşüâîûİ"),
    ("cp1257", "ąčęėįšųūž āčēģīķļņšūž äöõüšž"),
)
_OTHER: Final = (
    *("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255"),
    *("cp1256", "cp874", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"),
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# In Thai, a mark stands above or below a letter, and a leading vowel stands before a consonant.
_NOT_THAI: Final = re.compile(
    "(?:^|[^\u0e00-\u0e7f])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[\u0e40-\u0e44](?![\u0e01-\u0e2e])|[\u0e34-\u0e3a]{2}"
)


def guess_codec(page: bytes) -> str:
    """Return the codec that most likely fits; windows-1252 if there is no sign of another.

    A guess can be wrong, above all for a text of a few words. Raises MissingExtraError.
    """
    text = b" ".join(_MARKUP.sub(b" ", page).split())[:_SAMPLE]
    return _latin(text) if _is_latin(text) else _other(text)


def _is_latin(text: bytes) -> bool:
    """Whether words with other bytes consist mostly of ASCII letters."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    n_other = sum(byte > 127 for word in words for byte in word)
    return sum(map(len, words)) > 2 * n_other


def _latin(text: bytes) -> str:
    """Return the charset in which most letters are of one language; the first of equals."""
    best, most = _DEFAULT, -1.0
    for codec, languages in _LATIN:
        decoded = text.decode(codec, "replace").lower()
        inside = re.findall(r"(?<=[^\W\d_])[^\x00-\x7f]|[^\x00-\x7f](?=[^\W\d_])", decoded)
        for letters in languages.split():
            share = sum(c in letters or c in "’‘“”«»„–—…" for c in inside) / (len(inside) or 1)
            if share > most:
                best, most = codec, share
    return best


def _other(text: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        raise MissingExtraError from None
    codecs = [found.encoding for found in from_bytes(text, cp_isolation=list(_OTHER))]
    if "cp1251" in codecs:
        codecs.insert(codecs.index("cp1251") + 1, "koi8_u")  # it has all letters of KOI8-R
    fitting = (codec for codec in codecs if not _is_odd(text.decode(codec, "replace")))
    return next(fitting, codecs[0] if codecs else _DEFAULT)


def _is_odd(text: str) -> bool:
    """Whether nobody writes such a text: Thai marks without letters, or words like `wORD`.

    The small letters of KOI8 are at the places where windows-1251 has the capitals.
    """
    if _NOT_THAI.search(text):
        return True
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    swapped = [word for word in words if word[0].islower() and word[1:].isupper()]
    capitals = [word for word in words if word.isupper()]
    return bool(swapped) and 2 * len(swapped + capitals) > len(words)
