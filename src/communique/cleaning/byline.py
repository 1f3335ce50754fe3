"""Find bylines and dates in the lines at the start of a text."""

import re
from datetime import date
from typing import Final

from communique.cleaning.lines import LineGroup

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR} ?年 ?(?P<month>\d\d?) ?月 ?(?P<day>\d\d?) ?日",
        rf"\b{_MONTH} ?{_DAY},? ?{_YEAR}",
        rf"(?<!\d){_DAY}[ -]{_MONTH}[ ,-]{{0,2}}{_YEAR}",
        rf"\b{_MONTH},? {_YEAR}(?P<day>)",
    )
)
_STAMP_WORDS: Final = re.compile(
    r"\b(?:first |last |originally )?(?:published|posted|updated|modified|created|date|on|at|am|pm|"
    r"[ap]\.m\.?|gmt|utc|est|edt|et|pst|pdt|bst|cest|cet|ist|jst|kst|hrs?|mon|tue|tues|wed|thu|"
    r"thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|"
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]m)?|[+-]\d\d:?\d\d|\dt(?=\d)",
    re.IGNORECASE,
)
_NAME: Final = r"[^\W\d_][\w.'\-]*"
_NAMES: Final = re.compile(rf"{_NAME}(?:,? (?:{_NAME}|&)){{0,11}},?")
_PARTICLE_WORDS: Final = (
    "and & de da di la le van von der den del dos du el al bin ibn ben y e und et of the for"
)
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
_NOT_FIRST: Final = frozenset({"of", "for", "the", "and"})
_STAFF: Final = re.compile(
    r"(?:the |our |a )?(?:[\w.'\-]+ ){0,4}(?:staff|desk|bureau|reporters?|correspondents?|writers?|"
    r"editors?|board|agency|agencies|wire|service)",
    re.IGNORECASE,
)
_HONORIFIC: Final = re.compile(
    r"(?:prof(?:essor)?|dr|sir|dame|amb(?:assador)?|gen(?:eral)?|lt gen|maj gen|brig|col(?:onel)?|"
    r"capt(?:ain)?|cmde|cdre|adm(?:iral)?|vice admiral|air marshal|rev|shri|smt|lord|baroness)"
    r"\.?(?: \((?:retd|dr|prof)\.?\))? (?=\S)",
    re.IGNORECASE,
)
_NO_NAME_WORDS: Final = (
    "world news politics opinion analysis policy report reports the a an in on at to for of "
    "with and or is are was why how what when who new war peace security foreign affairs "
    "economy business sports science health technology culture arts life style local national "
    "international home video photos live latest breaking editorial commentary introduction "
    "summary background overview abstract contents part chapter january february march april "
    "may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday north south east west central united states kingdom china "
    "korea japan russia india asia europe africa america american chinese japanese korean "
    "russian indian british european government president minister state department key points "
    "takeaways executive "
    "former consumer insights consultant guide review reviews features products services company"
)
_NOT_A_NAME: Final = frozenset(_NO_NAME_WORDS.split())
_SEPARATOR: Final = re.compile(r"\s+[-–—|•·]+\s+|\s*[|•·]\s*|,? (?=\d)|[;(]| (?=@)")
_ROLE: Final = re.compile(
    r",\s+(?:staff|senior|special|contributing|chief|associate|assistant|deputy|national|political|"
    r"foreign|correspondent|reporter|editor|columnist|opinion|contributor|professor|director|the |"
    r"updated|published).*",
    re.IGNORECASE,
)


def first_date(text: str) -> str | None:
    """Return the first date in `text` as ISO 8601 (`2021-03-10`, `2021-03`), or None.

    A date without "updated" before it comes first.
    """
    if not _may_have_date(text):
        return None
    dates = sorted((m.start(), iso) for p in _DATES for m in p.finditer(text) if (iso := _iso(m)))
    for start, iso in dates:
        if "updated" not in text[max(0, start - 20) : start].lower():
            return iso
    return dates[0][1] if dates else None


def _may_have_date(text: str) -> bool:
    """Whether a text may have the year of a date: most texts need no expression."""
    return "19" in text or "20" in text


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = int(match["year"]), match["month"], match["day"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        full = date(year, number, int(day or 1)).isoformat()
    except ValueError:
        return None
    return full if day else full[:7]


def is_date_line(group: LineGroup) -> bool:
    """Whether a line has only a date of publication or of an update."""
    plain = group.plain
    if not plain or len(plain) > 120 or first_date(plain) is None:
        return False
    for pattern in _DATES:
        plain = pattern.sub(" ", plain)
    return not any(c.isalnum() for c in _STAMP_WORDS.sub(" ", plain))


def is_by_line(group: LineGroup) -> bool:
    """Whether a line is "By NAME", possibly with a role and a date, and not a sentence."""
    plain = group.plain
    if not 4 <= len(plain) <= 160 or plain[:3].lower() != "by " or group.ends_sentence:
        return False
    return _is_author(by_name(plain))


def _is_author(name: str) -> bool:
    if _STAFF.fullmatch(name):
        return True
    words = name.replace(",", " ").split()
    if not words or not _NAMES.fullmatch(name) or words[0].lower() in _NOT_FIRST:
        return False
    if words[0].lower() in _NOT_A_NAME:
        return False
    return all(w.lower() in _PARTICLES or not w[0].islower() for w in words)


def is_name_line(group: LineGroup) -> bool:
    """Whether a line can only be a name: two to four capitalised words, or a title and a name."""
    plain = group.plain
    if not plain or len(plain) > 80 or group.ends_sentence or any(c.isdigit() for c in plain):
        return False
    titled = _HONORIFIC.match(plain)
    words = (plain[titled.end() :] if titled else plain).split()
    if not (1 if titled else 2) <= len(words) <= (6 if titled else 4):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,()").replace("-", "").replace("'", "")
    if not bare.isalpha() or not word[0].isupper():
        return False
    if len(bare) == 1 or word.endswith("."):
        return True
    return bare.lower() not in _NOT_A_NAME and not bare.isupper()


def by_name(plain: str) -> str:
    """Return the name in a byline, without "By", date and role."""
    name = plain[3:] if plain[:3].lower() == "by " else plain
    dates = _DATES if _may_have_date(name) else ()
    stated = [match.start() for pattern in dates if (match := pattern.search(name))]
    name = name[: min(stated, default=len(name))]
    name = _ROLE.sub("", _SEPARATOR.split(name.strip(), maxsplit=1)[0])
    return name.strip(" ,-–—|")
