"""A day of trouble in minutes: readers ask while Telegram fails in every way, and each update is accounted for."""

import asyncio
import json
import math
import random
import re
from collections import Counter
from dataclasses import dataclass, field

import httpx

from bot.transport import IDLE
from tests.faults.upsets import Upsets
from tests.telegram import faults
from tests.telegram.asking import Crowd
from tests.telegram.footprint import figure, footprint
from tests.telegram.stories import BOLTS_QUESTION, COST_QUESTION, FERRY_QUESTION, OFF_TOPIC

QUESTIONS = (COST_QUESTION, BOLTS_QUESTION, FERRY_QUESTION, OFF_TOPIC, "Did the harbour bridge reopen to traffic?")
TYPED = ("bridge", "repairs cost", "Ingrid Falk", "rusted bolts", "zzyzx qwfp", "")

_ANYWHERE = [faults.flood(1)] * 4 + [
    faults.broken(500),
    faults.broken(502),
    faults.broken(504),
    faults.dropped(),
    faults.dropped(),
    faults.cut_short(),
    faults.hang(6),  # longer than the bot waits
    faults.late(6),
    faults.hang(1),
]
_IN_CHATS = [
    faults.flood(4000),
    faults.forbidden(),
    faults.forbidden("Forbidden: user is deactivated"),
    faults.forbidden("Forbidden: bot was kicked from the supergroup chat"),
    faults.forbidden("Forbidden: the group chat was deleted"),
    faults.bad_request("Bad Request: chat not found"),
    faults.bad_request("Bad Request: not enough rights to send text messages to the chat"),
    faults.bad_request("Bad Request: TOPIC_CLOSED"),
]
_QUERY = [faults.bad_request("Bad Request: query is too old and response timeout expired or query ID is invalid")]
_EDIT = [
    faults.bad_request("Bad Request: message to edit not found"),
    faults.bad_request("Bad Request: message is not modified: specified new message content is the same"),
]
_POLL = [faults.broken(502), faults.broken(500), faults.dropped(), faults.cut_short(), faults.hang(1), faults.flood(1)]
TROUBLES = {
    "sendMessage": _ANYWHERE + _IN_CHATS,
    "editMessageText": _ANYWHERE + _EDIT,
    "answerInlineQuery": _ANYWHERE + _QUERY,
    "answerCallbackQuery": _ANYWHERE + _QUERY,
    "getUpdates": _POLL,
}
"""What may befall a method; a fault that is there twice comes twice as often."""

MOST_OPEN = 200
"""Updates that are not handled: with more of them the last would be too old before their turn on a slow machine."""
REASON = re.compile(
    "Telegram could not be reached|a chat is closed to the bot|the bot may not write there|not answered|over the limit"
    "|a query was answered too late|there is nothing to answer|a group has become|came too late to be answered"
)
"""How a line of the log begins that says why an update has no answer, or may have none."""


def weather(chance, share):
    """Faults for `share` of the calls of each method in TROUBLES."""

    def befalls(method):
        troubles = TROUBLES.get(method)
        return chance.choice(troubles) if troubles and chance.random() < share else None

    return befalls


@dataclass
class Account:
    """What became of the updates; `lost` and `twice` must be empty.

    `unknown`, by kind, are answered and have a reason, too: Telegram did what was asked, and the bot could not know, or
    of the several calls after a press one failed.
    """

    answered: int = 0
    reasons: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    lost: list = field(default_factory=list)
    twice: list = field(default_factory=list)


def account(crowd, log):
    """Hold what was asked beside what was answered and the lines of a bot's log (JSON)."""
    why = {}
    for line in log:
        entry = json.loads(line) if line.startswith("{") else {}
        if entry.get("request", "-").isdecimal() and (found := REASON.search(entry["message"])):
            why[int(entry["request"])] = found[0]
    result = Account()
    for asked in crowd.all:
        reason = why.get(asked.update_id)
        if len(asked.answers) > 1:
            result.twice.append(asked)
        elif asked.answers:
            result.answered += 1
            result.unknown[asked.kind] += reason is not None
        elif reason is not None:
            result.reasons[reason] += 1
        else:
            result.lost.append(asked)
    return result


class Day:
    """Runs a BotProcess, whose log is JSON and which serves its metrics, through `count` updates at `rate` a second."""

    def __init__(self, server, bot, *, seed=1, share=0.08):
        self._server, self._bot = server, bot
        self._chance = random.Random(seed)
        self._share = share
        self.crowd = Crowd(server)
        self.upsets = Upsets(server, self.crowd, random.Random(seed + 1), polls=bot.polls)

    async def run(self, count, rate, *, upset=False):
        """Ask in foul weather, at most `rate` a second and MOST_OPEN at once; wait until every update is handled.

        Where it is `upset`, all that Upsets has befalls it besides.
        """
        if upset:
            self.upsets.plan(count)
        self._server.faults.weather = weather(self._chance, self._share)
        began = last = asyncio.get_running_loop().time()
        for number in range(count):
            self.upsets.strike(number)
            self._ask()
            if number % 500 == 499:
                self.crowd.forget()
            now = asyncio.get_running_loop().time()
            if now - last > 0.5:
                last = now
                await self._room()
            await asyncio.sleep(max(began + number / rate - now, 0))
        await self.upsets.over()
        await self.settled()
        self._server.faults.weather = lambda method: None

    def _ask(self):
        chance, crowd = self._chance, self.crowd
        kind = chance.random()
        if kind < 0.40:
            crowd.types(chance.choice(TYPED))
        elif kind < 0.55:
            crowd.asks_in_a_group(chance.choice(QUESTIONS))
        elif kind < 0.65 and crowd.presses() is not None:
            return
        elif kind < 0.70:
            crowd.asks(chance.choice(("/start", "/help", "/latest", "/privacy")))
        else:
            crowd.asks(chance.choice(QUESTIONS))

    async def settled(self, within=120.0):
        """Wait until nothing waits at Telegram or in the bot; fail where nothing gets less for `within` s."""
        clock = asyncio.get_running_loop().time
        least, since, quiet = math.inf, clock(), 0
        while quiet < 3:
            await asyncio.sleep(0.3)
            if (left := await self._open()) < least:
                least, since = left, clock()
            assert clock() - since < within, f"{left} updates are not handled, and none was for {within} s"
            quiet = 0 if left else quiet + 1

    async def _room(self):
        for _ in range(400):
            if await self._open() <= MOST_OPEN:
                return
            await asyncio.sleep(0.3)

    async def _open(self):
        """How many updates are not handled yet."""
        metrics = (await self._client.get(f"{self._bot.url}/metrics")).text
        return len(self._server.updates.pending) + int(float(figure(metrics, "dateline_updates_waiting")))

    async def __aenter__(self):
        # A connection for each: the bot closes idle ones, at times just when the next request is on its way.
        self._client = httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_keepalive_connections=0))
        return self

    async def __aexit__(self, *failure):
        await self._client.aclose()

    async def quiet_footprint(self, after=IDLE):
        """The bot's footprint at rest, some seconds after it: what it keeps open for the next request has run out."""
        await asyncio.sleep(after + 2)
        await self._server.user(id=99).says("/help", within=60)
        await asyncio.sleep(1)
        return await footprint(self._bot)
