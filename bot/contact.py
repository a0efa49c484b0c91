"""Whether Telegram can be reached, seen from every request that the bot makes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot import tracing
from bot.metrics import Metrics
from bot.transport import AiohttpRequest, never_sent

ONCE = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
"""What a reader would see twice if it were done twice; edits and answers to queries are the same the second time."""
_KINDS: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.TOO_MANY_REQUESTS: "flood",
}
# As python-telegram-bot makes them itself.
_POOL, _POLLING_POOL = 256, 1

Sending = Callable[[int], Awaitable[None]]


@dataclass
class Contact:
    """`reached` is whether the last request reached Telegram, None before the first."""

    metrics: Metrics
    sending: Sending | None = None
    """Told, by the number of its update, before the first message that answers one goes out."""
    reached: bool | None = None
    _made: list[WatchedRequest] = field(default_factory=list)

    def requests(self) -> tuple[WatchedRequest, WatchedRequest]:
        """Return what the bot makes its requests with, and what it polls with."""
        made = WatchedRequest(self, _POOL), WatchedRequest(self, _POLLING_POOL)
        self._made += made
        return made

    async def close(self) -> None:
        """Close every connection: a bot whose token is refused closes none."""
        for request in self._made:
            await request.shutdown()

    def answered(self, status: int) -> None:
        """Note Telegram's answer: a proxy's, where it is 500 or above, is none of Telegram's."""
        self.reached = status < HTTPStatus.INTERNAL_SERVER_ERROR
        if status >= HTTPStatus.BAD_REQUEST:
            self.metrics.telegram_failed(_KINDS.get(status, "other") if self.reached else "server")

    def failed(self, error: NetworkError) -> None:
        """Note that no answer came."""
        self.reached = False
        self.metrics.telegram_failed("timeout" if isinstance(error, TimedOut) else "network")


class WatchedRequest(AiohttpRequest):
    """Requests, and what becomes of them."""

    def __init__(self, contact: Contact, pool: int) -> None:
        super().__init__(pool)
        self._contact = contact

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - as they come
        """Do the request; see `BaseRequest.do_request`."""
        handled = tracing.current()
        if handled is not None and not handled.sending and url.rsplit("/", 1)[-1] in ONCE:
            handled.sending = True
            if self._contact.sending is not None:
                await self._contact.sending(handled.update_id)
        try:
            status, body = await super().do_request(url, method, *args, **kwargs)
        except NetworkError as error:
            self._contact.failed(error)
            raise
        self._contact.answered(status)
        return status, body


def may_have_arrived(error: TelegramError) -> bool:
    """Whether a message may have been sent although sending it failed.

    It was not where Telegram said that it failed (but for a gateway's time-out), where the request never went off
    whole, or where the connection was closed at once and without a word, as servers do with idle ones; it may have been
    where an answer had begun or was waited for.
    """
    cause = error.__cause__
    if isinstance(cause, (aiohttp.ClientError, OSError)):
        return not never_sent(cause)
    return not isinstance(error, NetworkError) or "(504)" in error.message


def seconds_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram wants to be left alone."""
    return error._retry_after.total_seconds()  # the public one is deprecated as it is, and is going to be this
