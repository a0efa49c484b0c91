"""The address that Telegram posts updates to."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot

from bot.inbox import Inbox, read
from knowledge.store import StoreError

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BYTES = 1_000_000
"""Of an update: a message of 4,096 characters with all its entities and a quoted one beside it stays below a tenth."""
MOST_OPEN = 5_000
"""Updates that may wait here to be handled; what comes beyond waits at Telegram."""
PATIENCE = 10.0
"""Seconds in which a body must be here."""
_LARGEST_ID = 2**63 - 1

_log = logging.getLogger(__name__)


class Webhook:
    """Takes updates while it is `open`; anything but a 200 has Telegram send them again."""

    def __init__(self, inbox: Inbox, bot: Bot, secret: str) -> None:
        self._inbox, self._bot, self._secret = inbox, bot, secret.encode()
        self.open = False

    async def take(self, request: Request) -> Response:
        """Take an update: 200 only once it is kept. Who does not know the secret is told nothing."""
        given = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        if not self.open or self._inbox.open >= MOST_OPEN:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        text = _update(body)
        if text is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        return Response(status_code=await self._keep(text))

    async def _keep(self, text: str) -> HTTPStatus:
        update = read(text, self._bot)
        if update is None:
            return HTTPStatus.OK  # and in the log: it would not be read the next time either, and hold up the others
        try:
            await self._inbox.receive(update, text)
        except StoreError as error:
            _log.warning("an update was not taken, Telegram will send it again: %s", error)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK


async def _body(request: Request) -> bytes | None:
    """The body; None, as soon as it is known, where it is too large."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> str | None:
    """The body as text where it is the JSON of something with the number of an update, else None."""
    try:
        text = body.decode()
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number = found.get("update_id") if isinstance(found, dict) else None
    return text if type(number) is int and 0 <= number <= _LARGEST_ID else None
