"""What a user, or a group by its admins, has set: language, number of quotes, context, notices and quiet hours."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import regex
from sqlalchemy import select

from knowledge.store.database import Database
from knowledge.store.tables import preferences

MOST_QUOTES = 10
_OFFSET = regex.compile(r"UTC(?:([+-])(\d{1,2})(?::(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds in a chat; each field has its default until it is set.

    `language` is a BCP 47 tag, None for the user's own in Telegram; `quotes` is 1 to MOST_QUOTES, `context` whether
    the sentences around a quote are shown. No notice is sent from the hour `quiet_from` to `quiet_until` (0 to 23,
    both or neither) in `zone`: a name like Europe/Berlin, or UTC+5:30. Raises ValueError.
    """

    language: str | None = None
    quotes: int = 3
    context: bool = True
    notices: bool = True
    quiet_from: int | None = None
    quiet_until: int | None = None
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not 1 <= self.quotes <= MOST_QUOTES:
            raise ValueError(f"quotes: 1 to {MOST_QUOTES}")
        hours = (self.quiet_from, self.quiet_until)
        if any(hour is not None and not 0 <= hour < 24 for hour in hours) or hours.count(None) == 1:
            raise ValueError("quiet hours: both from 0 to 23, or neither")
        zone_of(self.zone)

    def quiet_to(self, now: datetime) -> datetime | None:
        """Return when the quiet hours that `now` lies in end, in UTC; None where it lies in none."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return None
        zone = zone_of(self.zone)
        local = now.astimezone(zone)
        start, end = self.quiet_from, self.quiet_until
        inside = start <= local.hour < end if start < end else local.hour >= start or local.hour < end
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if local.hour >= end else 0)
        return datetime.combine(day, time(end), zone).astimezone(UTC)


class Changes(TypedDict, total=False):
    """What can be set; None brings the default back."""

    language: str | None
    quotes: int | None
    context: bool | None
    notices: bool | None
    quiet_from: int | None
    quiet_until: int | None
    zone: str | None


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its IANA name, or by an offset such as UTC, UTC+3 or UTC-4:30; raises ValueError."""
    match = _OFFSET.fullmatch(name)
    if match:
        sign, hours, minutes = match.groups()
        ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        if ahead > timedelta(hours=14) or int(minutes or 0) >= 60:
            raise ValueError("zone: an offset of at most 14 hours")
        return timezone(-ahead if sign == "-" else ahead)
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # a KeyError for a name that is none, an OSError for a folder's
        raise ValueError("zone: a name like Europe/Berlin, or an offset like UTC+3") from None


class PreferencesOfChats:
    """Preferences by chat; a user's are those of their private chat, which has the user's own id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, chat_id: int) -> Preferences:
        """Return what holds in a chat."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(preferences).where(preferences.c.chat_id == chat_id))).first()
        return _read({} if row is None else row._asdict())

    async def chats(self, limit: int) -> frozenset[int]:
        """Return the ids of at most `limit` chats that have set anything."""
        async with self._database.reading() as connection:
            return frozenset((await connection.scalars(select(preferences.c.chat_id).limit(limit))).all())

    async def change(self, chat_id: int, **changes: Unpack[Changes]) -> Preferences:
        """Set what is given and leave the rest; returns what holds now. Raises ValueError, and then nothing is set."""
        async with self._database.writing() as connection:
            await self._database.alone(connection, chat_id)
            row = (await connection.execute(select(preferences).where(preferences.c.chat_id == chat_id))).first()
            found = _read(({} if row is None else row._asdict()) | dict(changes))
            if changes:
                insert = self._database.insert(preferences).values(chat_id=chat_id, **changes)
                await connection.execute(insert.on_conflict_do_update(index_elements=["chat_id"], set_=dict(changes)))
        return found

    async def reset(self, chat_id: int) -> None:
        """Bring every default back."""
        async with self._database.writing() as connection:
            await connection.execute(preferences.delete().where(preferences.c.chat_id == chat_id))


_FIELDS = {one.name for one in fields(Preferences)}


def _read(row: dict[str, object]) -> Preferences:
    return Preferences(**{name: value for name, value in row.items() if name in _FIELDS and value is not None})  # type: ignore[arg-type]
