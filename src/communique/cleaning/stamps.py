"""Time stamps: dates, times of day and ages such as "3 hours ago", in many languages.

Names of months are not listed: a word between a day and a year is one.
"""

import re
from dataclasses import dataclass
from typing import Final

WIDEST: Final = 120
_CLOCK: Final = re.compile(
    r"(?<![\d:.,])\d{1,2}(?:[:.h٫]| h )[0-5]\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?"
    r"(?![\w%]|[.,:]\d)"
    r"|\b\d{1,2}\s?(?:[ap]\.?m\b\.?|Uhr\b|h\b(?!\w))"
    r"|\d{1,2}\s?[时時시]\s?(?:\d{1,2}\s?[分분]?)?",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}\s?[日일]?"
    r"|(?<!\d)\d{1,2}\.?(?:st|nd|rd|th|er)?[ -](?:de |of )?[^\W\d_]{3,}\.?,?[ -](?:de |del )?"
    r"(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? ?(?:19|20)\d\d\b"
    r"|(?<!\d)\d{1,2}[-./] ?\d{1,2}[-./] ?(?:19|20)?\d\d(?!\d)"
    r"|(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
)
_AGE: Final = re.compile(
    r"\b\d+ \w+ (?:ago|назад|тому|temu|sedan|siden|geleden|fa|önce|trước|lalu|atrás|"
    r"sitten|مضت)\b"
    r"|\b(?:vor|hace|há|il y a|för|for|przed|před|acum|منذ|قبل) \d+ \w+"
    r"|\d+\s?(?:秒|分钟?|小时|天|日|周|週間|[个か]月|年|時間|분|시간|일|주|개월|년)\s?[前전]",
    re.IGNORECASE,
)
# What every stamp has; these are tried first, because most lines have no stamp.
DIGIT: Final = re.compile("[0-9٠-٩۰-۹०-९]")
_HINT: Final = re.compile(
    r"\d(?:[:.h٫/-]\d| h |\d\d\d|\s?(?:[ap]\.?m\b|Uhr\b|h\b)"
    r"|\s?[時时시年년月월秒分小天日周週個个일주개]"
    r"| \w+ (?:ago|назад|тому|temu|sedan|siden|geleden|fa|önce|trước|lalu|atrás|sitten|مضت)\b)",
    re.IGNORECASE,
)
# What an age without a hint has, such as "vor 3 Tagen".
_MAY_BE_AGE: Final = re.compile(r"[^\W\d_] \d|\d\s?[か분]")


@dataclass(frozen=True, slots=True)
class Stamp:
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
    if len(text) > WIDEST or not (_HINT.search(text) or _is_age(text)):
        return None
    rest, dates = _DATE.subn(" ", text)
    rest, ages = _AGE.subn(" ", rest)
    clock = _CLOCK.search(rest)
    if not (dates or ages or clock):
        return None
    rest = _CLOCK.sub(" ", rest)
    minutes = _minutes(clock[0]) if clock else None
    return Stamp(dates > 0, clock is not None, ages > 0, minutes, " ".join(rest.split()))


def _is_age(text: str) -> bool:
    return _MAY_BE_AGE.search(text) is not None and _AGE.search(text) is not None


def _minutes(clock: str) -> int | None:
    numbers = [int(number) for number in re.findall(r"\d+", clock)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if re.search(r"p\.?\s?m", clock, re.IGNORECASE) and hour < 12:
        hour += 12
    return hour * 60 + minute if hour <= 24 else None
