"""The outbox: quotes on their way to those who follow something.

A notice is put in with the quote, claimed before it is sent, and settled after. So nothing that was found is lost when
the bot stops, and a quote comes once: a request has one notice for each. Between the claim and the settling the bot can
die, and Telegram's answer can be lost; whether the reader then has the message nobody can know. Such a notice is
"unsure", and `recover` decides for all of them: left at that, or sent again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select, update

from knowledge.store.database import Database
from knowledge.store.follows import Follow, read_follow
from knowledge.store.quoted import Quoted, columns, from_row
from knowledge.store.tables import follows, notices


class State(StrEnum):
    """Where a notice is on its way."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    """Claimed, and then nothing more was heard of it."""
    SEEN = "seen"
    """The reader had the quote already when the request was made."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be sent in one message: the quotes that were found for one request.

    `tries` is how often sending it has failed.
    """

    follow: Follow
    quotes: tuple[Quoted, ...]
    notices: tuple[int, ...]
    tries: int


class Notices:
    """Notices of every request."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, follow_id: int, quotes: Sequence[Quoted], *, now: datetime, due: datetime | None = None) -> int:
        """Keep quotes to be sent from `due` on (from `now` by default); returns how many are new to this request.

        Nothing is kept for a request that has ended meanwhile.
        """
        return await self._put(follow_id, quotes, State.PENDING, now=now, due=due or now)

    async def put_seen(self, follow_id: int, quotes: Sequence[Quoted], *, now: datetime) -> int:
        """Remember quotes that need not be sent: what there was before the request."""
        return await self._put(follow_id, quotes, State.SEEN, now=now, due=now)

    async def _put(
        self, follow_id: int, quotes: Sequence[Quoted], state: State, *, now: datetime, due: datetime
    ) -> int:
        new = 0
        still_open = select(follows.c.id).where(follows.c.id == follow_id, follows.c.ended.is_(None))
        async with self._database.writing() as connection:
            if await connection.scalar(still_open.with_for_update(read=True)) is None:
                return 0
            for one in quotes:
                insert = self._database.insert(notices).values(
                    follow_id=follow_id, state=state.value, tries=0, due=due, changed=now, **columns(one)
                )
                new += (await connection.execute(insert.on_conflict_do_nothing())).rowcount
        return new

    async def told(self, follow_id: int) -> frozenset[str]:
        """Return the texts of every quote that there is a notice of, in whatever state."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(notices.c.text).where(notices.c.follow_id == follow_id))
            return frozenset(row.text for row in rows)

    async def claim(self, *, now: datetime, most: int = 1) -> Delivery | None:
        """Take the request whose notice is due longest, with up to `most` of its quotes; None where none is due.

        Send them, and settle the delivery by `sent`, `failed` or `unsure`.
        """
        due = _due(now).limit(1).with_for_update(skip_locked=True, of=notices)
        async with self._database.writing() as connection:
            first = (await connection.execute(due)).first()
            if first is None:
                return None
            more = _due(now).where(notices.c.follow_id == first.follow_id).limit(most)
            rows = (await connection.execute(more.with_for_update(skip_locked=True, of=notices))).all()
            ids = tuple(row.notice_id for row in rows)
            await connection.execute(
                update(notices).where(notices.c.id.in_(ids)).values(state=State.SENDING.value, changed=now)
            )
            follow = (await connection.execute(select(follows).where(follows.c.id == first.follow_id))).one()
        return Delivery(read_follow(follow), tuple(map(from_row, rows)), ids, max(row.tries for row in rows))

    async def sent(self, delivery: Delivery, *, now: datetime) -> None:
        """Telegram has taken it: the reader has these quotes."""
        await self._settle(delivery, state=State.SENT.value, changed=now)

    async def failed(self, delivery: Delivery, *, now: datetime, until: datetime) -> None:
        """Telegram has refused it: try again at `until`."""
        await self._settle(delivery, state=State.PENDING.value, changed=now, due=until, tries=notices.c.tries + 1)

    async def postpone(self, delivery: Delivery, *, now: datetime, until: datetime) -> None:
        """It was not tried, say since these are quiet hours: take it up again at `until`."""
        await self._settle(delivery, state=State.PENDING.value, changed=now, due=until)

    async def unsure(self, delivery: Delivery, *, now: datetime) -> None:
        """It went off and no answer came: the reader may or may not have it."""
        await self._settle(delivery, state=State.UNSURE.value, changed=now)

    async def drop(self, delivery: Delivery) -> None:
        """It cannot be sent, say since the article was withdrawn: where the quote comes back, it is new again."""
        ours = notices.c.id.in_(delivery.notices) & (notices.c.state == State.SENDING.value)
        async with self._database.writing() as connection:
            await connection.execute(notices.delete().where(ours))

    async def hasten(self, chat_id: int, *, now: datetime) -> None:
        """Make what waits for a chat due: its quiet hours were changed, say."""
        theirs = notices.c.follow_id.in_(select(follows.c.id).where(follows.c.chat_id == chat_id))
        waits = (notices.c.state == State.PENDING.value) & (notices.c.due > now)
        async with self._database.writing() as connection:
            await connection.execute(update(notices).where(theirs, waits).values(due=now))

    async def _settle(self, delivery: Delivery, **values: Any) -> None:  # noqa: ANN401 - columns of any type
        ours = update(notices).where(notices.c.id.in_(delivery.notices), notices.c.state == State.SENDING.value)
        async with self._database.writing() as connection:
            await connection.execute(ours.values(**values))

    async def recover(self, *, now: datetime, again: bool = False) -> int:
        """Decide on what was left unsettled by a run that ended; to be called before the first claim.

        By default a quote is never seen twice, and what the reader may have is not sent again; with `again` nothing is
        ever lost, and a reader may see a quote twice. Returns how many were unsure.
        """
        left = notices.c.state.in_([State.SENDING.value, State.UNSURE.value] if again else [State.SENDING.value])
        values: dict[str, Any] = {"state": State.UNSURE.value, "changed": now}
        if again:
            values = {"state": State.PENDING.value, "changed": now, "due": now}
        async with self._database.writing() as connection:
            return (await connection.execute(update(notices).where(left).values(**values))).rowcount

    async def next_due(self) -> datetime | None:
        """Return when the next notice is due, which may have passed; None where none is pending."""
        query = select(func.min(notices.c.due)).join(follows).where(*_WAITING)
        async with self._database.reading() as connection:
            found: datetime | None = await connection.scalar(query)
        return found

    async def states(self) -> dict[State, int]:
        """How many notices there are in each state."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(notices.c.state, func.count().label("number")).group_by(notices.c.state)
            )
            found = {State(row.state): row.number for row in rows}
        return {state: found.get(state, 0) for state in State}


_WAITING = (notices.c.state == State.PENDING.value, follows.c.ended.is_(None))


def _due(now: datetime) -> Select[Any]:
    wanted = (
        notices.c.id.label("notice_id"),
        notices.c.follow_id,
        notices.c.article_id,
        notices.c.sentence,
        notices.c.text,
        notices.c.tries,
    )
    return select(*wanted).join(follows).where(*_WAITING, notices.c.due <= now).order_by(notices.c.due, notices.c.id)
