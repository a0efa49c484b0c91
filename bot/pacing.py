"""Telegram's limits kept, its waits waited out, and what did not arrive sent again.

python-telegram-bot's own limiter keeps to the limits that Telegram publishes. Where one chat has to wait, though, it
stops every request of the bot for as long, and Telegram may ask for hours: here only that chat waits, or that method
where a request is for no chat. Where several chats are told so at once it is the bot that is too fast, and all wait.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

from bot.contact import ONCE, may_have_arrived, seconds_of
from bot.settings import MESSAGES_PER_SECOND

RETRIES = 5
"""How often Telegram may ask for a wait before a request is given up."""
PATIENCE = 300.0
"""Seconds. What would go out later than this is given up at once: it answers what nobody waits for any more."""
QUERY_PATIENCE = 10.0
"""The same for answers to queries, which Telegram takes no longer."""
TRIES_AGAIN = (0.5, 2.0)
"""Seconds before what did not arrive is tried again; not more, since a reader's other questions wait behind it."""
MANY, WITHIN = 4, 1.0
"""Chats that are told to wait within so many seconds from which on the bot as a whole is too fast."""
ALL_WAIT = 30.0
"""Seconds for which all wait at most before it is tried again whether they still have to."""
_MARGIN = 0.1

_log = logging.getLogger(__name__)

Callback = Callable[..., Coroutine[Any, Any, Any]]
_Key = tuple[bool, int | str]
"""Whether it is a chat, and which; else a method."""


class Pacing(AIORateLimiter):
    """`overall_max_rate` messages a second to all chats, `group_max_rate` a minute to a group; 0 for no limit."""

    def __init__(
        self, *, overall_max_rate: float = MESSAGES_PER_SECOND, group_max_rate: float = 20, retries: int = RETRIES
    ) -> None:
        super().__init__(overall_max_rate=overall_max_rate, group_max_rate=group_max_rate)
        self._retries = retries
        self._closed: dict[_Key, float] = {}
        """Until when (monotonic) no request goes to a chat, or of a method."""
        self._lately: dict[_Key, float] = {}
        """When a chat was told to wait, of those that were so in the last moment."""
        self._all_closed = 0.0

    async def process_request(
        self,
        callback: Callback,
        args: Any,  # noqa: ANN401 - as they come
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401 - what the method gives
        """Do a request, as `BaseRateLimiter` has it; raises RetryAfter where it would have to wait too long."""
        chat = _chat_of(data)
        key = (False, endpoint) if chat is None else (True, chat)
        patience = QUERY_PATIENCE if endpoint.startswith("answer") else PATIENCE
        waits, failures = rate_limit_args or self._retries, list(TRIES_AGAIN)
        until = time.monotonic() + patience
        while True:
            await self._open(key, until)
            try:
                return await self._run_request(
                    chat=chat is not None,
                    group=chat if isinstance(chat, str) or (chat is not None and chat < 0) else False,
                    allow_paid_broadcast=data.get("allow_paid_broadcast", False),
                    callback=callback,
                    args=args,
                    kwargs=kwargs,
                )
            except RetryAfter as error:
                self._close(key, seconds_of(error))
                waits -= 1
                if waits < 0:
                    raise
            except BadRequest:  # which is a NetworkError there
                raise
            except NetworkError as error:
                if not failures or (endpoint in ONCE and may_have_arrived(error)):
                    raise
                _log.info("%s did not arrive, trying again: %s", endpoint, error)
                await asyncio.sleep(failures.pop(0))

    def _close(self, key: _Key, seconds: float) -> None:
        now = time.monotonic()
        self._closed = {other: until for other, until in self._closed.items() if until > now}
        self._closed[key] = now + seconds + _MARGIN
        _log.info("Telegram has %s wait for %.0f s", "a chat" if key[0] else key[1], seconds)
        if not key[0]:
            return
        self._lately = {other: told for other, told in self._lately.items() if told > now - WITHIN} | {key: now}
        if len(self._lately) >= MANY:
            self._all_closed = now + min(seconds, ALL_WAIT)

    async def _open(self, key: _Key, until: float) -> None:
        """Wait until a request may go out; raises RetryAfter where that is later than `until` (monotonic)."""
        while True:
            now = time.monotonic()
            wait = max(self._closed.get(key, now), self._all_closed if key[0] else now) - now
            if wait <= 0:
                return
            if now + wait > until:
                raise RetryAfter(max(1, round(wait)))
            await asyncio.sleep(wait)


def _chat_of(data: dict[str, Any]) -> int | str | None:
    """The chat of a request, a number where it is one written as text."""
    chat = data.get("chat_id")
    if chat is None or isinstance(chat, int):
        return chat
    text = str(chat)
    return int(text) if text.lstrip("-").isdecimal() else text
