"""Decode the bytes of a page, with the precedence of charsets of the HTML standard."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

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
# The codec for a label, if it is not the codec of that name (encoding.spec.whatwg.org).
_MEANT: Final = {
    **{"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"},
    **{"tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"},
    **{"euc_kr": "cp949", "big5": "big5hkscs", "utf-16": "utf-8"},
    **{"utf-16-le": "utf-8", "utf-16-be": "utf-8"},
}


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page; `replaced` counts U+FFFD, used for bytes that are not valid."""

    text: str
    charset: str
    replaced: int


def decode_page(data: bytes, server_charset: str | None = None) -> Characters:
    """Decode a page by its byte order mark, else the server's charset, else the declared charset.

    Without a known charset, it is UTF-8 if the bytes are valid UTF-8, else windows-1252.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), name)
    if name := _known(server_charset or "") or _known(_declared(data)):
        return _decoded(data, name)
    characters = _decoded(data, "utf-8")
    return _decoded(data, "cp1252") if characters.replaced else characters


def _declared(data: bytes) -> str:
    match = _DECLARED.search(_COMMENT.sub(b"", data[:_HEAD]))
    return match[1].decode("ascii", "replace") if match else ""


def _known(label: str) -> str | None:
    """Return the codec for a label; None if pages do not use such a charset."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if _OF_TEXT.fullmatch(name) else None


def _decoded(data: bytes, codec: str) -> Characters:
    name = codec.replace("cp125", "windows-125")
    try:
        return Characters(data.decode(codec), name, 0)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        return Characters(text, name, text.count("\ufffd"))
