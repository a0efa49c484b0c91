"""One fetch: every hop checked, pinned to the address that was checked, and bounded in size, time and number."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cache

import httpx

from bot.fetching.body import read_body
from bot.fetching.places import FetchError, Place, Resolve, Rules, place, resolved
from knowledge.reading.importing import MAX_DOCUMENT

__all__ = ["MAX_REDIRECTS", "FetchError", "Fetched", "fetch"]

MAX_REDIRECTS = 5
TOTAL_SECONDS = 60.0
_SILENT_SECONDS = 20.0
_CONNECT_SECONDS = 5.0
_MOST_ADDRESSES = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_AGENT = "dateline/0.1"

Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Waits until a host may be asked; held while it is."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: header names are in lower case; a body comes with status 200 only.

    `moved` is where the address has moved for good, as far as every hop on the way said so.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str
    moved: str | None = None


async def fetch(  # noqa: PLR0913 - what bounds a fetch, each with its default
    url: str,
    *,
    rules: Rules | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    limit: int = MAX_DOCUMENT,
    seconds: float = TOTAL_SECONDS,
    agent: str = _AGENT,
    resolve: Resolve = resolved,
    turn: Turn | None = None,
) -> Fetched:
    """Get a URL; raises FetchError, whose text says why.

    `etag` and `last_modified`, as an earlier answer had them, make it conditional: the status is 304 where nothing
    has changed. `limit` is in bytes, unpacked; `seconds` holds for all hops together, without the waits for `turn`.
    """
    headers = {"Accept-Encoding": "gzip", "User-Agent": agent, "Connection": "close"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    try:
        here = httpx.URL(url)
    except httpx.InvalidURL:
        raise FetchError("cannot be fetched: it is no address") from None
    left, moved, for_good = seconds, None, True
    for _ in range(MAX_REDIRECTS + 1):
        async with turn(here.host) if turn else contextlib.nullcontext():
            began = time.monotonic()
            answer = await _hop(here, headers, rules or Rules(), resolve, limit, left, seconds)
            left -= time.monotonic() - began
        if isinstance(answer, Fetched):
            return Fetched(answer.status, answer.headers, answer.body, answer.url, moved)
        status, here = answer
        for_good = for_good and status in _FOR_GOOD
        moved = str(here) if for_good else moved
    raise FetchError(f"is redirected more than {MAX_REDIRECTS} times")


async def _hop(
    url: httpx.URL, headers: Mapping[str, str], rules: Rules, resolve: Resolve, limit: int, left: float, total: float
) -> Fetched | tuple[int, httpx.URL]:
    """Return what the server answered, or a redirect's status and where it leads."""
    try:
        async with asyncio.timeout(left):
            return await _asked(await place(url, rules, resolve), headers, limit)
    except TimeoutError:
        raise FetchError(f"took longer than {total:g} s") from None
    except httpx.TimeoutException:
        raise FetchError(f"the server was silent for {_SILENT_SECONDS:.0f} s; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"cannot be fetched: {type(error).__name__}") from None


async def _asked(there: Place, headers: Mapping[str, str], limit: int) -> Fetched | tuple[int, httpx.URL]:
    """Ask the first address that takes a connection."""
    *others, last = there.addresses[:_MOST_ADDRESSES]
    for address in others:
        with contextlib.suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return await _ask(there.url, address, headers, limit)
    return await _ask(there.url, last, headers, limit)


async def _ask(url: httpx.URL, address: str, headers: Mapping[str, str], limit: int) -> Fetched | tuple[int, httpx.URL]:
    # The address stands in the URL, so that nothing is resolved again; the certificate is checked against the name
    # (`sni_hostname`), and one connection serves one request, as two names may share an address.
    timeout = httpx.Timeout(_SILENT_SECONDS, connect=_CONNECT_SECONDS)
    async with httpx.AsyncClient(verify=trusted(), timeout=timeout, trust_env=False) as client:
        request = client.build_request(
            "GET",
            url.copy_with(host=address, fragment=None),
            headers={"Host": url.netloc.decode("ascii"), **headers},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True)
        try:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                return response.status_code, url.join(location)
            body = await read_body(response, limit) if response.status_code == 200 else b""
            said = {name.lower(): value for name, value in response.headers.items()}
            return Fetched(response.status_code, said, body, str(url))
        finally:
            await response.aclose()


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that are trusted; to read them takes longer than to fetch something."""
    return httpx.create_ssl_context(trust_env=False)
