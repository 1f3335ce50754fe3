"""The bytes of a page to its characters, in the order of precedence of the HTML standard."""

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
# What pages mean by a label, where it is more than the label says (encoding.spec.whatwg.org).
_MEANT: Final = {
    **{"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"},
    **{"tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"},
    **{"euc_kr": "cp949", "big5": "big5hkscs", "utf-16": "utf-8"},
    **{"utf-16-le": "utf-8", "utf-16-be": "utf-8"},
}


@dataclass(frozen=True, slots=True)
class Characters:
    """A page's characters. `replaced` of them are U+FFFD for bytes that the charset has not."""

    text: str
    charset: str
    replaced: int


def decode_page(data: bytes, told: str | None = None) -> Characters:
    """By its byte order mark, else the charset `told` by the server, else the declared one.

    Without any, or with one that nobody knows, UTF-8 if the bytes allow it, else windows-1252.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark), name)
    if name := _known(told or "") or _known(_declared(data)):
        return _decoded(data, name)
    found = _decoded(data, "utf-8")
    return _decoded(data, "cp1252") if found.replaced else found


def _declared(data: bytes) -> str:
    found = _DECLARED.search(_COMMENT.sub(b"", data[:_HEAD]))
    return found[1].decode("ascii", "replace") if found else ""


def _known(label: str) -> str | None:
    """The codec that a label means; None for what is no charset of pages."""
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
