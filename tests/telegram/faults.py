"""What goes wrong between a bot and Telegram, on order: `server.fail("sendMessage", flood(1), times=2)`."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Fault:
    """One misfortune; `carried_out`: the method takes effect, although the bot may never learn of it."""

    name: str
    code: int = 0
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    carried_out: bool = False


def flood(retry_after):
    """429: wait `retry_after` seconds."""
    return Fault("flood", 429, f"Too Many Requests: retry after {retry_after}", retry_after)


def forbidden(description="Forbidden: bot was blocked by the user"):
    """403, in one of Telegram's wordings."""
    return Fault("forbidden", 403, description)


def bad_request(description):
    """400, in one of Telegram's wordings."""
    return Fault("bad request", 400, description)


def conflict():
    """409: another copy of the bot polls, too."""
    told = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    return Fault("conflict", 409, told)


def broken(code=502):
    """A 5xx: 500 as the Bot API says it, 502 and above as the proxy before it does."""
    return Fault("broken", code, "Internal Server Error" if code == 500 else "Bad Gateway")


def dropped():
    """The connection closes before anything is done or said."""
    return Fault("dropped")


def cut_short():
    """The method is carried out, but the connection closes half way through the response."""
    return Fault("cut short", carried_out=True)


def hang(seconds):
    """Nothing for `seconds`, then the answer as usual."""
    return Fault("hang", seconds=seconds, carried_out=True)


def late(seconds):
    """Carried out at once, but said only after `seconds`."""
    return Fault("late", seconds=seconds, carried_out=True)


@dataclass
class Faults:
    """Faults ordered for each method, first come first served, and those that were `used`, in order.

    `weather` is asked for the calls that none was ordered for.
    """

    used: list[tuple[str, Fault]] = field(default_factory=list)
    weather: Callable[[str], Fault | None] = lambda method: None
    _ordered: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def order(self, method, fault, times=1):
        self._ordered[method.lower()].extend([fault] * times)

    def take(self, method):
        """The next fault for `method`, or None."""
        waiting = self._ordered[method.lower()]
        fault = waiting.pop(0) if waiting else self.weather(method)
        if fault is None:
            return None
        self.used.append((method, fault))
        return fault

    @property
    def left(self):
        """How many ordered faults no call has met yet."""
        return sum(map(len, self._ordered.values()))


async def respond(request, fault, carry_out):
    """Answer `request` as `fault` has it; `carry_out` is the method itself, giving (status, body)."""
    if fault.code:
        body = {"ok": False, "error_code": fault.code, "description": fault.description}
        if fault.code == 502:  # not the Bot API speaks here but the proxy in front of it
            return web.Response(status=502, text="<html><title>502 Bad Gateway</title></html>")
        if fault.retry_after is not None:
            body["parameters"] = {"retry_after": fault.retry_after}
        return web.json_response(body, status=fault.code)
    if fault.name == "hang":
        await asyncio.sleep(fault.seconds)
    status, body = await carry_out() if fault.carried_out else (0, None)
    if fault.name == "late":
        await asyncio.sleep(fault.seconds)
    if fault.name in {"hang", "late"}:
        return web.json_response(body, status=status)
    if fault.carried_out:
        encoded = json.dumps(body).encode()
        half = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
        half.content_length = len(encoded)
        await half.prepare(request)
        await half.write(encoded[: len(encoded) // 2])
    if request.transport is not None:
        request.transport.close()
    raise asyncio.CancelledError  # there is nobody left to answer
