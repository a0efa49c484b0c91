"""What befalls a day besides calls that fail: another copy that polls, groups that become supergroups, no Telegram."""

import asyncio
from collections import Counter
from functools import partial

from bot.receiving import CONFLICTS, WITHIN
from bot.transport import SOON
from tests.telegram import faults
from tests.telegram.stories import BOLTS_QUESTION, COST_QUESTION, FERRY_QUESTION, OFF_TOPIC

EVERY = 500
"""Updates for each of a kind."""
CONFLICTS_EVERY = 2000
"""The same for conflicts, of which the bot bears few in a while."""
QUESTIONS = (COST_QUESTION, FERRY_QUESTION, OFF_TOPIC, BOLTS_QUESTION)
UPSETS = ("a conflict", "conflicts in a row", "a migration", "refused", "502")
_FIRST_GROUP, _FIRST_SUPERGROUP = -2_000_000, -1_009_000_000_000


class Upsets:
    """What was planned for the numbers of updates; `happened` counts it by the names of UPSETS, once it is over."""

    def __init__(self, server, crowd, chance, *, polls):
        self._server, self._crowd, self._chance = server, crowd, chance
        self.expected = [name for name in UPSETS if polls or "conflict" not in name]
        self.happened = Counter()
        self.conflicts = []  # when each was met
        self.met_502 = 0
        self._planned, self._tasks = {}, []
        self._polling, self._alone = asyncio.Lock(), asyncio.Lock()
        self._groups = 0

    def plan(self, count):
        """Spread each kind over `count` updates, at random moments."""
        strikes = {
            "a conflict": partial(self._conflict, 1),
            "conflicts in a row": partial(self._conflict, 3),
            "a migration": self._migration,
            "refused": self._refused,
            "502": self._broken,
        }
        for name in self.expected:
            times = max(count // (CONFLICTS_EVERY if "conflict" in name else EVERY), 1)
            for turn in range(times):
                number = int((turn + self._chance.uniform(0.05, 0.9)) * count / times)
                self._planned.setdefault(number, []).append((name, strikes[name]))

    def strike(self, number):
        """Let happen what is planned for an update."""
        for name, upset in self._planned.pop(number, ()):
            self._tasks.append(asyncio.create_task(self._counted(name, upset)))

    async def over(self):
        """Wait until all that was begun has an end."""
        await asyncio.gather(*self._tasks)
        self._tasks.clear()

    async def _counted(self, name, upset):
        await upset()
        self.happened[name] += 1

    async def _conflict(self, times):
        """Another copy polls: so many polls are refused, but never as many in a while as end the bot."""
        clock = asyncio.get_running_loop().time
        async with self._polling:
            if (last := len(self.conflicts) + times - CONFLICTS) >= 0:
                await asyncio.sleep(max(self.conflicts[last] + WITHIN + 5 - clock(), 0))
            async with self._alone:
                before = self._refused_polls()
                self._server.fail("getUpdates", faults.conflict(), times)
                wanted = before + times
                await self._server.until(lambda: self._refused_polls() == wanted or None, 90, "polls that are refused")
                self.conflicts += [clock()] * times
                await self._heard(1)

    def _refused_polls(self):
        return sum(fault.name == "conflict" for _, fault in self._server.faults.used)

    async def _migration(self):
        """Questions are under way in a group when it becomes a supergroup; others follow there."""
        crowd, chance = self._crowd, self._chance
        async with self._alone:
            self._groups += 1
            group = self._server.group(id=_FIRST_GROUP - self._groups, kind="group")
            for question in QUESTIONS:
                crowd.asks_in(group, question, "group that moves")
                await asyncio.sleep(0 if question is QUESTIONS[-1] else chance.choice((0, 0.1)))
            new = group.becomes_supergroup(by=crowd.reader(), id=_FIRST_SUPERGROUP - self._groups)
            for question in QUESTIONS:
                crowd.asks_in(new, question, "supergroup")
                await asyncio.sleep(chance.choice((0, 0.1)))
            await self._heard(1)

    async def _refused(self):
        """Nobody is there: connections are refused, and what was under way ends without an answer.

        What was carried out just before, but not said to be, the bot cannot tell from a connection that was idle, and
        would do again: there is none such.
        """
        async with self._alone:
            server, weather = self._server, self._server.faults.weather

            def never_late(method):
                fault = weather(method)
                return None if fault is not None and fault.name == "late" else fault

            server.faults.weather = never_late
            await asyncio.sleep(SOON + 0.1)
            await self._heard(5)
            await server.stop()
            await asyncio.sleep(self._chance.uniform(2, 4))
            await server.start()
            server.faults.weather = weather
            await self._heard(1)

    async def _broken(self):
        """Something is there, but answers whatever it is asked with a 502."""
        async with self._alone:
            await self._heard(5)
            server, weather = self._server, self._server.faults.weather
            before = len(server.faults.used)
            server.faults.weather = lambda method: faults.broken(502)
            await server.updates.close()
            await asyncio.sleep(self._chance.uniform(2, 4))
            server.faults.weather = weather
            server.updates.resume()
            self.met_502 += len(server.faults.used) - before
            await self._heard(1)

    async def _heard(self, count):
        """Ask so many questions; wait until the bot has taken the first of them, and has the others to answer."""
        first, *_ = [self._crowd.asks(COST_QUESTION) for _ in range(count)]

        def taken():
            return all(one["update_id"] != first.update_id for one in self._server.updates.pending) or None

        await self._server.until(taken, 90, "a question that is taken")
