"""Requests to Telegram over aiohttp, for python-telegram-bot: its parser is in C, httpx's is Python."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

READ, WRITE, CONNECT, POOL, MEDIA = 5.0, 5.0, 5.0, 1.0, 20.0
"""Seconds, as in python-telegram-bot's own requests: MEDIA is what it takes at most to send a file."""
IDLE = 15.0
"""Seconds that a connection is kept for the next request."""
SOON = 0.5
"""Seconds within which a request is met by the end of a connection that was closed before."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class WaitedInVainError(aiohttp.ClientError):
    """The connection was closed without a word, but long after the request had gone out: it may be carried out."""


class AiohttpRequest(BaseRequest):
    """Requests over at most `pool` connections; every failure is a NetworkError whose cause is aiohttp's.

    No error's text is aiohttp's own, which may have the URL and with it the token.
    """

    def __init__(self, pool: int) -> None:
        self._pool = pool
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, where nothing else is said."""
        return READ

    async def initialize(self) -> None:
        """Open the session; certificates are httpx's, as for all that the bot reads."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._pool, keepalive_timeout=IDLE, ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Do the request; see `BaseRequest.do_request`."""
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        files = request_data.multipart_data if request_data is not None else None
        fields = request_data.json_parameters if request_data is not None else {}
        connecting = _given(connect_timeout, CONNECT)
        waiting, reading = _given(pool_timeout, POOL), _given(read_timeout, READ)
        sending = _given(write_timeout, MEDIA if files else WRITE)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=None if connecting is None or waiting is None else connecting + waiting,
            sock_connect=connecting,
            # It runs while the request is written, too.
            sock_read=None if reading is None or sending is None else reading + (sending if files else 0),
        )
        where = URL(url, encoded=True)
        began = time.monotonic()
        try:
            async with self._session.request(
                method,
                where,
                data=_multipart(fields, files) if files else urlencode(fields).encode() or None,
                headers=_FORM if fields and not files else None,
                timeout=timeout,
                proxy=self._proxy(where.scheme, where.host or ""),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            if isinstance(error, aiohttp.ServerDisconnectedError) and time.monotonic() - began > SOON:
                raise NetworkError(type(error).__name__) from WaitedInVainError()
            raise NetworkError(type(error).__name__) from error

    def _proxy(self, scheme: str, host: str) -> str | None:
        """Return the proxy that the environment names for a host (HTTPS_PROXY, NO_PROXY).

        aiohttp's own `trust_env` looks for it at every request, and would send Telegram a password of ~/.netrc.
        """
        if (scheme, host) not in self._proxies:
            self._proxies[scheme, host] = None if proxy_bypass(host) else getproxies().get(scheme)
        return self._proxies[scheme, host]


def never_sent(error: BaseException | None) -> bool:
    """Whether a request that failed in aiohttp never went off whole, or was met by a connection that was closed.

    A server closes an idle connection without a word; where an answer had begun, or the request had been waiting for
    longer than SOON, it had arrived.
    """
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return isinstance(error.message, str)  # else it is what had come of an answer
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return True
    return isinstance(error, aiohttp.ClientOSError) and str(error.strerror).startswith("Can not write")


def _given(value: object, otherwise: float) -> float | None:
    """Seconds that were said, `otherwise` where nothing was; None for no limit."""
    if value is BaseRequest.DEFAULT_NONE:
        return otherwise
    return value if isinstance(value, (int, float)) else None


def _multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, Any, str]]) -> aiohttp.FormData:
    form = aiohttp.FormData(fields)
    for name, (filename, content, kind) in files.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
