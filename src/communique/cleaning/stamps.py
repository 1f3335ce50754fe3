"""Time stamps: dates, times of day and ages such as "3 hours ago", in many languages.

Names of months are not listed: a word between a day and a year is one.
"""

import re
from typing import Final, NamedTuple

WIDEST: Final = 120
_YEAR: Final = r"(?:19|20)\d\d"
_MONTH: Final = r"[^\W\d_]{3,}+\.?"

# What follows the year, the day, and the day after its month.
_AFTER_YEAR: Final = r"\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}\s?[日일]?"
_AFTER_DAY: Final = (
    rf"\.?(?:st|nd|rd|th|er)?[ -](?:de |of )?{_MONTH},?[ -](?:de |del )?{_YEAR}\b"
    r"|[-./] ?\d{1,2}[-./] ?(?:19|20)?\d\d(?!\d)"
    r"|\s?[月월]\s?\d{1,2}\s?[日일]"
)
_AFTER_MONTH_AND_DAY: Final = rf"(?:st|nd|rd|th)?,? ?{_YEAR}\b"
_DATE: Final = re.compile(
    rf"(?<!\d)(?:{_YEAR}{_AFTER_YEAR}|\d{{1,2}}+(?:{_AFTER_DAY}))"
    rf"|\b{_MONTH} \d{{1,2}}{_AFTER_MONTH_AND_DAY}"
)

_AGO: Final = (
    r" \w+ (?:ago|назад|тому|temu|sedan|siden|geleden|fa|önce|trước|lalu|atrás|sitten|مضت)\b"
)
_EARLIER: Final = (
    r"\s?(?:秒|分钟?|小时|天|日|周|週間|[个か]月|年|時間|분|시간|일|주|개월|년)\s?[前전]"
)
_SINCE: Final = ("vor", "hace", "há", "il y a", "för", "for", "przed", "před", "acum", "منذ", "قبل")
_AGE: Final = re.compile(
    rf"\b\d+{_AGO}|\b(?:{'|'.join(_SINCE)}) \d+ \w+|\d+{_EARLIER}", re.IGNORECASE
)

_AFTER_HOUR: Final = (
    r"(?:[:.h٫]| h )[0-5]\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?(?![\w%]|[.,:]\d)",
    r"\s?(?:[ap]\.?m\b\.?|Uhr\b|h\b(?!\w))",
    r"\s?[時时시]\s?(?:\d{1,2}\s?[分분]?)?",
)
_CLOCK: Final = re.compile(
    r"(?<![\d:.,])\d{{1,2}}{}|\b\d{{1,2}}{}|\d{{1,2}}{}".format(*_AFTER_HOUR), re.IGNORECASE
)

# A digit and what follows. Where this is not found, neither is the stamp. A search that begins with
# a digit is far faster than one for the whole stamp, and most lines have none.
_SINCE_DIGIT: Final = "|".join(rf"(?<={word} \d)" for word in _SINCE)
_MAY_BE_DATE: Final = re.compile(rf"\d(?:{_AFTER_YEAR}|{_AFTER_DAY}|{_AFTER_MONTH_AND_DAY})")
_MAY_BE_AGE: Final = re.compile(
    rf"\d(?:{_AGO}|{_EARLIER}|(?<= \d)(?:{_SINCE_DIGIT}))", re.IGNORECASE
)
_MAY_BE_CLOCK: Final = re.compile(rf"\d(?:{'|'.join(_AFTER_HOUR)})", re.IGNORECASE)
STAMPS: Final = ((_DATE, _MAY_BE_DATE), (_AGE, _MAY_BE_AGE), (_CLOCK, _MAY_BE_CLOCK))

DIGIT: Final = re.compile("[0-9٠-٩۰-۹०-९]")
# A stamp counts only in a line with one of these, or with an age of this form, as "vor 3 Tagen".
_HINT: Final = re.compile(
    r"\d(?:[:.h٫/-]\d| h |\d\d\d|\s?(?:[ap]\.?m\b|Uhr\b|h\b)"
    rf"|\s?[時时시年년月월秒分小天日周週個个일주개]|{_AGO})",
    re.IGNORECASE,
)
_FORM_OF_AGE: Final = re.compile(r"[^\W\d_] \d|\d\s?[か분]")
_NUMBER: Final = re.compile(r"\d+")
_AFTERNOON: Final = re.compile(r"p\.?\s?m", re.IGNORECASE)


class Stamp(NamedTuple):
    """A short line with a time: what it has, its minutes of the day, and its other words."""

    date: bool
    clock: bool
    age: bool
    minutes: int | None
    rest: str

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """What the stamp has; stamps of one list are alike."""
        return self.date, self.clock, self.age


def read_stamp(text: str) -> Stamp | None:
    """Return the stamp in a line of at most 120 characters; None if it has none.

    >>> read_stamp("Posted May 20, 2024 14:02 UTC by kettle")
    Stamp(date=True, clock=True, age=False, minutes=842, rest='Posted UTC by kettle')
    >>> read_stamp("Ten routes in all")
    """
    if len(text) > WIDEST:
        return None
    rest, dates = _without(text, _DATE, _MAY_BE_DATE)
    rest, ages = _without(rest, _AGE, _MAY_BE_AGE)
    clock = _CLOCK.search(rest) if _MAY_BE_CLOCK.search(rest) else None
    if not (dates or ages or clock) or not (_HINT.search(text) or _is_age(text)):
        return None
    minutes = None
    if clock:
        rest, minutes = _CLOCK.sub(" ", rest), _minutes(clock[0])
    return Stamp(dates > 0, clock is not None, ages > 0, minutes, " ".join(rest.split()))


def _without(text: str, stamp: re.Pattern[str], may_be_stamp: re.Pattern[str]) -> tuple[str, int]:
    """Return the text with a blank in the place of each stamp, and how many stamps it has."""
    return stamp.subn(" ", text) if may_be_stamp.search(text) else (text, 0)


def _is_age(text: str) -> bool:
    return _FORM_OF_AGE.search(text) is not None and _AGE.search(text) is not None


def _minutes(clock: str) -> int | None:
    numbers = [int(number) for number in _NUMBER.findall(clock)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if _AFTERNOON.search(clock) and hour < 12:
        hour += 12
    return hour * 60 + minute if hour <= 24 else None
