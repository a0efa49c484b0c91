"""When a document says that it was published: ISO 8601, mail dates, and days written out with their year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import regex

from knowledge.reading import calendars

_LONGEST = 80
_OFFSET = regex.compile(r"([+-]\d\d)(\d\d)$")
_CLOCK = (
    r"(?:\s?(?:at|um|a las|à|в|,|\||-|–|·)?\s?\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?(?:\s\(?[A-Z]{2,5}\)?)?)?"
)
_SAID = regex.compile(
    r"(?:(?P<what>(?:first |last |originally )?(?:published|posted|updated|modified|released|date|veröffentlicht|"
    r"publicado|publié|aktualisiert|actualizado|опубликовано)(?:\s(?:on|am|el|le))?)\s?:?\s*)?"
    r"(?:\p{L}{2,10}\.?,?\s)?(?P<day>\d{4}-\d\d-\d\d|(?:\p{L}{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?\p{{L}}{{3,12}}\.?,?\s(?:de\s)?\d{{4}})){_CLOCK}\.?",
    regex.I,
)
_ORDINAL = regex.compile(r"(?<=\d)(?:st|nd|rd|th)\b", regex.I)


def moment_of(said: object, language: str = "en") -> str | None:
    """Return what `said` means as ISO 8601: a time with its zone, or the day alone where no zone is given.

    None for what is no such date: a clock without a zone could be any, but its day is the one that readers saw.
    """
    if not isinstance(said, str) or not said.strip() or len(said) > _LONGEST:
        return None
    said = said.strip()
    try:
        found = datetime.fromisoformat(_OFFSET.sub(r"\1:\2", said))
    except ValueError:
        found = None
    if found is None:
        try:
            found = parsedate_to_datetime(said)
        except (ValueError, TypeError, IndexError):
            return day_of(said, language)
        if said.upper().endswith(("GMT", "UTC", " Z", "+0000", "-0000")):
            found = found.replace(tzinfo=UTC)
    if found.tzinfo is None or len(said) <= len("2024-03-05"):
        return found.date().isoformat()
    try:
        found.astimezone(UTC)
    except OverflowError:
        return None
    return found.isoformat(timespec="seconds")


def day_of(said: str, language: str) -> str | None:
    """Return the ISO day of "26 September 2019", "Sept. 26, 2019" in `language`; None without a year."""
    found = day_parts(_ORDINAL.sub("", said), language)
    return date(found[0], *found[1:]).isoformat() if found and found[0] is not None else None


def day_parts(said: str | None, language: str) -> tuple[int | None, int, int] | None:
    """Read "September 26", "26 Sept. 2019" into (year or None, month 1..12, day 1..31)."""
    if said is None:
        return None
    parts = [part.rstrip(".") for part in regex.findall(r"[\p{L}.]+|\d+", said)]
    names = calendars.months(language)
    month = next((names[part.lower()] for part in parts if part.lower() in names), None)
    numbers = [int(part) for part in parts if part.isdigit() and len(part) <= 4]
    number = next((number for number in numbers if 1 <= number <= 31), None)
    year = next((number for number in numbers if number > 1000), None)
    if month is None or number is None or calendar_day(year or 2000, month, number) is None:
        return None
    return year, month, number


def calendar_day(year: int, month: int, number: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def date_line(line: str, language: str) -> tuple[str, bool] | None:
    """Read a line that is nothing but a date, "Published: 5 March 2024, 14:05".

    Returns its ISO day, and whether it says that the document was only updated then.
    """
    match = _SAID.fullmatch(line.strip()) if len(line) <= _LONGEST else None
    if not match:
        return None
    said = match["day"]
    found = (
        (said if calendar_day(*map(int, said.split("-"))) else None) if said[:4].isdigit() else day_of(said, language)
    )
    what = (match["what"] or "").lower()
    return (found, any(word in what for word in ("updat", "modif", "aktual", "actual"))) if found else None
