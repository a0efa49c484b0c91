"""Notices on their way to readers: each once, also when Telegram or the bot fails in between.

A notice that surely did not arrive is sent again, later and later. Where nobody can know, since the answer was lost or
the bot died while it was waiting for it, it is not: better that a reader misses one than is told twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import replies
from bot.contact import may_have_arrived, seconds_of
from bot.localization.phrases import for_language
from bot.preferences import KeptPreferences
from bot.rendering.following import render_notice
from bot.rendering.messages import Rendered
from knowledge import following
from knowledge.live import LiveLibrary
from knowledge.store import Delivery, Preferences, Store, StoreError

SENDERS = 4
"""Notices that are on their way at once: a chat that Telegram makes wait does not hold up the others."""
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
REFUSALS = 8
"""How often Telegram may refuse a notice, for a reason that is none of those known, before it is given up."""
HELD = timedelta(hours=12)
"""How long a notice rests where notices are switched off; switching them on ends it."""
LOOKS = timedelta(seconds=60)
PATIENCE = 5.0
"""Seconds that what is being sent gets when the bot is told to stop."""
_log = logging.getLogger(__name__)

Move = Callable[[int, int], Awaitable[None]]
Forget = Callable[[int], Awaitable[None]]


class Outbox:
    """Sends what is due; `forget` is told of chats that are closed to the bot, `move` of groups with another id now."""

    def __init__(
        self,
        bot: ExtBot[Any],
        store: Store,
        live: LiveLibrary,
        preferences: KeptPreferences,
        *,
        clock: Callable[[], datetime],
        old_after: int,
        forget: Forget,
        move: Move,
    ) -> None:
        self._bot, self._store, self._live, self._preferences = bot, store, live, preferences
        self._clock, self._old_after, self._forget, self._move = clock, old_after, forget, move
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is on its way has been settled."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Take up what the last run left, then send whatever is due, until told to stop."""
        recovered = False
        while not self._stopping:
            self._woken.clear()
            wait = LOOKS
            try:
                if not recovered:
                    unsure = await self._store.notices.recover(now=self._clock())
                    recovered = True
                    if unsure:
                        _log.warning("%d notices may or may not have arrived, and are not sent again", unsure)
                await asyncio.gather(*(self._send_all() for _ in range(SENDERS)))
                due = await self._store.notices.next_due()
                if due is not None:
                    wait = min(LOOKS, max(due - self._clock(), timedelta(seconds=0.05)))
            except StoreError as error:
                _log.warning("notices wait for the store: %s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait.total_seconds())

    async def _send_all(self) -> None:
        while not self._stopping and await self.send_one():
            pass

    async def send_one(self) -> bool:
        """Send what has been due longest, unless it has to wait; False where nothing is due. Raises StoreError."""
        now = self._clock()
        delivery = await self._store.notices.claim(now=now, most=following.WATCHED)
        if delivery is None:
            return False
        preferences = await self._preferences.of(delivery.follow.chat_id)
        quiet = preferences.quiet_to(now)
        if not preferences.notices or quiet is not None:
            await self._store.notices.postpone(delivery, now=now, until=quiet or now + HELD)
            return True
        try:
            rendered = await asyncio.to_thread(self._rendered, delivery, preferences, now)
        except Exception:  # noqa: BLE001 - one that cannot be rendered must not hold up the others
            _log.exception("a notice could not be made")
            await self._again(delivery)
            return True
        if rendered is None:
            await self._store.notices.drop(delivery)
        else:
            await self._send(delivery, rendered)
        return True

    def _rendered(self, delivery: Delivery, preferences: Preferences, now: datetime) -> Rendered | None:
        """What the delivery says, from the articles as they are now; None where none of its quotes is left."""
        library, follow = self._live.current, delivery.follow
        found = [following.find(library, q.article_id, q.sentence, q.text, now=now) for q in delivery.quotes]
        there = [place for place in found if place is not None]
        if not there:
            return None
        quotes, more = following.gathered(library, there, now=now, most=preferences.quotes)
        say = for_language(preferences.language or follow.language)
        return render_notice(follow, quotes, more=more, now=now, say=say, old_after=self._old_after)

    async def _send(self, delivery: Delivery, rendered: Rendered) -> None:
        follow, notices = delivery.follow, self._store.notices
        try:
            await self._bot.send_message(
                follow.chat_id,
                rendered.messages[0],
                message_thread_id=follow.thread_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=replies.keyboard(rendered.buttons),
            )
        except RetryAfter as error:
            await self._again(delivery, at_least=timedelta(seconds=seconds_of(error)))
        except ChatMigrated as error:
            await notices.failed(delivery, now=self._clock(), until=self._clock())
            await self._move(follow.chat_id, error.new_chat_id)
        except (Forbidden, BadRequest) as error:
            if isinstance(error, Forbidden) or "chat not found" in error.message.lower():
                _log.info("a chat is closed to the bot, and forgotten: %s", error.message)
                await self._forget(follow.chat_id)
            elif delivery.tries >= REFUSALS:
                _log.error("a notice is given up: %s", error.message)
                await notices.drop(delivery)
            else:
                _log.warning("a notice was refused, trying again: %s", error.message)
                await self._again(delivery)
        except TelegramError as error:
            if may_have_arrived(error):
                _log.warning("a notice may or may not have arrived, and is not sent again: %s", error)
                await notices.unsure(delivery, now=self._clock())
            else:
                _log.warning("a notice could not be sent, trying again: %s", error)
                await self._again(delivery)
        else:
            await notices.sent(delivery, now=self._clock())

    async def _again(self, delivery: Delivery, *, at_least: timedelta = FIRST_WAIT) -> None:
        now = self._clock()
        wait = min(FIRST_WAIT * 2 ** min(delivery.tries, 20), LONGEST_WAIT)
        await self._store.notices.failed(delivery, now=now, until=now + max(wait, at_least))
