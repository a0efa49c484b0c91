"""A body by hand, within bounds: httpx would unpack a whole chunk, however large it grows."""

from __future__ import annotations

import zlib

import httpx

from bot.fetching.places import FetchError

_PACKED_MORE = 100_000
"""Bytes that a packed body may be larger than it is unpacked: gzip's headers, which have no end of their own."""


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the body, unpacked; raises FetchError where it is larger than `limit` bytes, cut short or damaged."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", ""}:
        raise FetchError(f"the server sent {packing[:20]!r}, which was not asked for")
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
    data = bytearray()
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        try:
            data += stream.decompress(chunk, limit + 1 - len(data)) if stream else chunk
        except zlib.error:
            raise FetchError("the server's gzip is damaged; try again later") from None
        if len(data) > limit or received > limit + _PACKED_MORE:
            raise FetchError(f"is larger than {limit // 1_000_000} MB, or never ends")
    if stream and not stream.eof:
        raise FetchError("the server's gzip is cut short; try again later")
    return bytes(data)
