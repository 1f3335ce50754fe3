"""Decode the bytes of a page: by its byte order mark, as UTF-8, as declared, or by a guess."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from communique.extraction.guess import guess_codec

_HEAD: Final = 4096
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED: Final = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_OF_TEXT: Final = re.compile(
    r"utf-8|iso8859-\d+|cp125\d|cp874|cp866|cp932|cp949|koi8-[rut]|mac-(?:roman|cyrillic)"
    r"|gb18030|big5hkscs|euc_(?:jp|kr)|iso2022_jp"
)
_TWO_BYTES: Final = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp"})
_NOT_OF_FILES: Final = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna"})
# The codec for a label, if it is not the codec of that name (encoding.spec.whatwg.org).
_MEANT: Final = {
    **{"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"},
    **{"tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"},
    **{"euc_kr": "cp949", "big5": "big5hkscs"},
}
_UTF_16: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_ENOUGH: Final = 3  # characters that prove UTF-8 against a charset of two bytes
_FAR_MORE: Final = 4
ADVICE: Final = "If the text is wrong, name its charset: `communique add --encoding NAME FILE`"


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page.

    `replaced` counts U+FFFD, used for bytes that are not valid. `note` says that the charset is
    not the declared one, or that it is a guess; it is empty if there is no doubt.
    """

    text: str
    charset: str
    replaced: int
    note: str = ""


def decode_page(
    data: bytes, server_charset: str | None = None, given: str | None = None
) -> Characters:
    """Decode a page by its byte order mark, else by `given`, a codec that the user has named.

    Else text that is valid UTF-8 is UTF-8, whatever is declared; ASCII alone proves nothing. Else
    the server's charset holds, else the charset that the page declares. Without a known charset,
    it is guessed. Raises MissingExtraError.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), name)
    if given:
        return _decoded(data, given)
    declared = _known(server_charset or "") or _known(_declared(data))
    if declared is None:
        return _undeclared(data)
    if declared != "utf-8" and _is_utf8(data, declared):
        note = f"it is declared as {shown_charset(declared)}, but it is valid UTF-8; read as UTF-8"
        return _decoded(data, "utf-8", note)
    return _decoded(data, declared)


def given_codec(label: str) -> str | None:
    """Return the codec for a name that a user has given; None if it is not a charset of texts."""
    name = _codec(label)
    if name is None or name.replace("_", "-") in _NOT_OF_FILES:
        return None
    try:
        b"text".decode(name)
    except LookupError:  # a codec from bytes to bytes
        return None
    return name


def _undeclared(data: bytes) -> Characters:
    """Decode a page without a known charset. A few invalid bytes do not make UTF-8 another one."""
    is_iso_2022 = b"\x1b$" in data and data.isascii()
    characters = _decoded(data, "iso2022_jp" if is_iso_2022 else "utf-8")
    visible = sum(not c.isascii() for c in characters.text) - characters.replaced
    if not characters.replaced or visible > _FAR_MORE * characters.replaced:
        return characters
    codec = codecs.lookup(guess_codec(_COMMENT.sub(b"", data))).name
    note = f"no charset is declared; read as {shown_charset(codec)}, which is a guess. {ADVICE}"
    return _decoded(data, codec, note)


def _is_utf8(data: bytes, declared: str) -> bool:
    """Whether a page is UTF-8, though another charset is declared.

    Two bytes of a Chinese or Japanese charset can be valid UTF-8 by chance, so one word is not
    enough for these.
    """
    if data.isascii():
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    enough = _ENOUGH if declared in _TWO_BYTES and not _decoded(data, declared).replaced else 1
    return sum(not c.isascii() for c in text) >= enough


def _declared(data: bytes) -> str:
    match = _DECLARED.search(_COMMENT.sub(b"", data[:_HEAD]))
    return match[1].decode("ascii", "replace") if match else ""


def _known(label: str) -> str | None:
    """Return the codec for a declared label; None if pages do not use such a charset."""
    name = _codec(label) or ""
    if name in _UTF_16:
        name = "utf-8"  # the declaration itself was read as ASCII
    return name if _OF_TEXT.fullmatch(name) else None


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)


def _decoded(data: bytes, codec: str, note: str = "") -> Characters:
    try:
        return Characters(data.decode(codec), shown_charset(codec), 0, note)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        return Characters(text, shown_charset(codec), text.count("\ufffd"), note)


def shown_charset(codec: str) -> str:
    """Return the name that people know for a codec."""
    return codec.replace("cp125", "windows-125")
