"""The charset of a page: declared, wrongly declared, not declared, or given by the user."""

from pathlib import Path

import pytest

from communique.extraction import extract_file, given_codec
from communique.extraction.charset import decode_page
from webpages import page, record, response

TEXTS = {
    "windows-1251": "Сто двадцать лет паром соединял два берега. В субботу он ушёл в рейс.",
    "koi8-r": "Сто двадцать лет паром соединял два берега. В субботу он ушёл в рейс.",
    "iso-8859-5": "Сто двадцать лет паром соединял два берега за восемь минут, и все молчали.",
    "windows-1250": "Przez sto dwadzieścia lat prom łączył dwa brzegi. Popłynął z orkiestrą.",
    "iso-8859-2": "Sto dvacet let spojoval přívoz dva břehy. V sobotu plul naposledy, s psem.",
    "windows-1252": "Hundertzwanzig Jahre verband die Fähre beide Ufer der Förde. „Übervoll“.",
    "windows-1253": "Επί εκατόν είκοσι χρόνια το πορθμείο ένωνε τις δύο όχθες σε οκτώ λεπτά.",
    "windows-1254": "Yüz yirmi yıl boyunca feribot iki kıyıyı birbirine bağladı, kaptan şaşkın.",
    "windows-1255": "במשך מאה ועשרים שנה חיברה המעבורת את שתי הגדות בשמונה דקות. בשבת היא הפליגה.",
    "windows-1256": "على مدى مئة وعشرين عاما ربطت العبارة الضفتين في ثماني دقائق. يوم السبت أبحرت.",
    "shift_jis": "百二十年のあいだ、渡し船は両岸を八分で結んでいた。土曜日、最後の便が出た。",
    "euc-jp": "百二十年のあいだ、渡し船は両岸を八分で結んでいた。土曜日、最後の便が出た。",
    "gb18030": "一百二十年来，渡船用八分钟把两岸连在一起。星期六，它最后一次开航。",
    "big5": "一百二十年來，渡船用八分鐘把兩岸連在一起。星期六，它最後一次開航。",
    "euc-kr": "백이십 년 동안 나룻배는 팔 분 만에 두 기슭을 이었다. 토요일에 마지막 배가 떠났다.",
    "tis-620": "เป็นเวลาหนึ่งร้อยยี่สิบปีที่เรือข้ามฟากเชื่อมสองฝั่งในแปดนาที วันเสาร์เรือออก",
}


def added(path: Path, data: bytes, encoding: str | None = None) -> tuple[str, list[str]]:
    """The text of a file, and what was said about it."""
    path.write_bytes(data)
    said: list[str] = []
    (extract,) = extract_file(path, said.append, encoding)
    return extract.text, said


@pytest.mark.parametrize("charset", TEXTS)
def test_a_charset_that_nobody_declares_is_guessed_with_a_warning(charset: str, tmp_path: Path):
    words = TEXTS[charset]
    data = page(words).encode(charset, "xmlcharrefreplace")
    text, said = added(tmp_path / "a.html", data)
    assert words in text
    (message,) = said
    assert "no charset is declared" in message
    assert "--encoding NAME" in message


@pytest.mark.parametrize("charset", TEXTS)
@pytest.mark.parametrize("length", [3, 8, 20])
def test_a_few_words_are_right_or_come_with_a_warning(charset: str, length: int):
    words = TEXTS[charset][:length]
    data = page(words).encode(charset, "xmlcharrefreplace")
    found = decode_page(data)
    assert words in found.text or "--encoding" in found.note


def test_a_text_that_is_utf_8_or_ascii_needs_no_declaration():
    for words in ("Füße", "Паром", "ferry"):
        found = decode_page(page(words).encode())
        assert (found.charset, found.note) == ("utf-8", "")
        assert words in found.text


def test_a_few_invalid_bytes_do_not_make_utf_8_another_charset():
    data = page("Die Fähre über die Förde, für Süderhöft").encode() + b"<p>caf\xe9</p>"
    found = decode_page(data)
    assert (found.charset, found.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1251", "koi8-r", "gb2312", "shift_jis"]
)
def test_valid_utf_8_is_utf_8_whatever_is_declared(declared: str, tmp_path: Path):
    words = "Die Fähre fuhr über die Förde, „übervoll“, für Süderhöft."
    data = page(words, head=f'<meta charset="{declared}">').encode()
    text, (message,) = added(tmp_path / "a.html", data)
    assert words in text
    assert "valid UTF-8; read as UTF-8" in message
    served = response("u", page(words).encode(), f"text/html; charset={declared}")
    text, (message,) = added(tmp_path / "a.warc", served)
    assert words in text
    assert message.startswith("page 1: it is declared as ")


def test_ascii_alone_does_not_disprove_a_declaration():
    head = '<meta charset="iso-2022-jp">'
    data = page("渡し船は両岸を結んでいた。", head=head).encode("iso2022_jp")
    assert data.isascii()
    found = decode_page(data)
    assert "渡し船は両岸を結んでいた。" in found.text
    assert found.note == ""


def test_two_characters_of_a_chinese_charset_that_look_like_utf_8_stay_chinese():
    data = b'<meta charset="gbk">' + "\u03c0\u00e9".encode()
    found = decode_page(data)
    assert (found.charset, found.note) == ("gb18030", "")


def test_the_charset_that_the_user_gives_holds_for_all_pages_of_a_file(tmp_path: Path):
    words = TEXTS["koi8-r"]
    data = page(words, head='<meta charset="windows-1251">').encode("koi8-r")
    for name, file in (("a.html", data), ("a.warc", record("resource", HTML, data))):
        text, said = added(tmp_path / name, file, given_codec("KOI8-R"))
        assert words in text
        assert said == []


HTML = {"Content-Type": "text/html"}


def test_a_name_that_is_no_charset_of_texts_is_none():
    names = ("base64", "hex", "unicode_escape", "idna", "no-such", "", "a\0b")
    assert [given_codec(name) for name in names] == [None] * len(names)
    assert given_codec("latin1") == "cp1252"
    assert given_codec("UTF-16") == "utf-16"
