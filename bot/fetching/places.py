"""Where a fetch may go: https to public addresses, each name resolved once and the connection pinned to that.

The list of what is not public follows the IANA special-purpose registries (RFC 6890); Python's own `is_global`
differs between its versions and takes multicast for global.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx

from bot.settings import Settings

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host's name, the first to be tried first; raises OSError."""

_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_LAST_PORT = 65535
_HIDDEN = [
    ipaddress.ip_network(one)
    for one in (
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address within
        "3fff::/20",
    )
]
"""What lies among the global addresses and is none. NAT64 (64:ff9b::/96) and mapped ones lie outside of 2000::/3."""


class FetchError(Exception):
    """What cannot be fetched; the text says why, in a plain sentence without its subject: "is larger than 10 MB"."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched beside https from public addresses: http, and any address of the hosts in `allow`."""

    http: bool = False
    allow: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """Return the rules of the settings."""
        return cls(settings.fetch_http, settings.fetch_allow)


@dataclass(frozen=True, slots=True)
class Place:
    """One hop: its URL, and the addresses that the name has."""

    url: httpx.URL
    addresses: tuple[str, ...]


def is_public(address: str) -> bool:
    """Whether an address (no name) is one of the public internet, of one machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if found.is_multicast or found.is_reserved or not found.is_global:
        return False
    if found.version == 6 and found not in _GLOBAL_V6:
        return False
    return not any(found in network for network in _HIDDEN if network.version == found.version)


async def resolved(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of `host`, IPv4 first: a machine without IPv6 has names that have it."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return sorted({str(one[4][0]): None for one in found}, key=lambda address: ":" in address)


async def place(url: httpx.URL, rules: Rules, resolve: Resolve) -> Place:
    """Check a URL and find its addresses; raises FetchError, also where only one of them is not public."""
    if url.scheme not in {"http", "https"} or not url.host:
        raise FetchError("leads to an address that is neither http nor https")
    host = url.raw_host.decode("ascii")
    allowed = host.rstrip(".") in rules.allow
    if url.scheme == "http" and not (rules.http or allowed):
        raise FetchError("leads to an address without https")
    if url.userinfo:
        raise FetchError("leads to an address with a user name or password in it, which are not sent")
    port = (443 if url.scheme == "https" else 80) if url.port is None else url.port
    if not 0 < port <= _LAST_PORT:
        raise FetchError(f"leads to port {port}, which there is not")
    try:
        addresses = tuple(await resolve(host, port))
    except (OSError, UnicodeError):
        addresses = ()
    if not addresses:
        raise FetchError(f"cannot be fetched: the name {host[:80]} is not known")
    if not allowed and not all(is_public(address) for address in addresses):
        raise FetchError("leads to an address that is not public")
    return Place(url, addresses)
