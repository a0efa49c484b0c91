"""A day of trouble: every update has one answer or one logged reason, and nothing is left behind by it.

DATELINE_FAULTS=10000 (`make faults`) runs the whole day, with the figures printed; else it is short.
"""

import os
import random
import time
from collections import Counter

import pytest

from bot.memory import EVERY
from bot.transport import IDLE
from tests.faults.day import Day, account, weather
from tests.telegram.process import BotProcess, by_webhook, free_port

WHOLE = int(os.environ.get("DATELINE_FAULTS", "0"))
RATE = float(os.environ.get("DATELINE_FAULTS_RATE", "50"))
RESTS = EVERY if WHOLE else IDLE
"""Seconds until what was freed is given back, or only until connections have run out."""
ENVIRONMENT = {
    "DATELINE_LOG_FORMAT": "json",
    "DATELINE_MESSAGES_PER_SECOND": "0",  # a limit of 30 a second would only make it longer
}


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_through_a_day_of_trouble_each_update_has_one_answer_or_one_reason(server, articles, tmp_path, mode):
    server.query_lifetime, server.updates.at_once = 600, 10
    how = by_webhook(server) if mode == "webhook" else {"DATELINE_LISTEN": f"127.0.0.1:{free_port()}"}
    async with BotProcess(server, articles, tmp_path, **ENVIRONMENT, **how) as bot:
        await bot.awake()
        day = Day(server, bot, share=0.1 if WHOLE else 0.3)
        before = after = None
        if WHOLE or bot.polls:
            # What is made when it is first needed, as the store's connections are, is there before it is measured.
            async with Day(server, bot, seed=2) as other:
                await other.run(max(WHOLE // 20, 30), RATE if WHOLE else 500)
            before = await day.quiet_footprint(RESTS)
        began = time.monotonic()
        async with day:
            await day.run(WHOLE // 2 or 100, RATE if WHOLE else 20, upset=True)
        took = time.monotonic() - began
        found = account(day.crowd, bot.stderr)
        if before:
            after = await day.quiet_footprint(RESTS)
        assert await bot.terminate() == 0
    upsets = day.upsets
    moving, moved = (
        [asked for asked in day.crowd.all if asked.kind == kind] for kind in ("group that moves", "supergroup")
    )
    unreached = sum("ClientConnectorError" in line for line in bot.stderr)
    report = (
        f"{mode}: {len(day.crowd.all)} updates in {took:.0f} s; {len(server.faults.used)} faults; answered "
        f"{found.answered} ({dict(found.unknown)} of these with a failure that the bot saw), "
        f"reasons {dict(found.reasons)}, lost {len(found.lost)}, twice {len(found.twice)}\n"
        f"{mode}: {dict(upsets.happened)}: {len(upsets.conflicts)} polls met a conflict, {upsets.met_502} requests the "
        f"502 of all methods, {unreached} lines of the log a refused connection; answered "
        f"{sum(bool(asked.answers) for asked in moving)} of {len(moving)} questions in groups just before they became "
        f"supergroups, {sum(bool(asked.answers) for asked in moved)} of {len(moved)} in these just after\n"
        f"{mode}: before {before}\n{mode}: after  {after}"
    )
    print(report)
    assert not found.lost, report
    assert not found.twice, report
    # Of the short day an outage is a larger part.
    assert found.answered > len(day.crowd.all) / (2 if WHOLE else 4), report
    assert found.reasons, report
    assert all(upsets.happened[name] for name in upsets.expected), report
    assert upsets.met_502, report
    assert unreached, report
    assert sum("another copy of this bot takes" in line for line in bot.stderr) == len(upsets.conflicts), report
    assert found.reasons["a group has become"], report
    assert any(asked.answers for asked in moved), report
    carried_out = Counter(method for method, fault in server.faults.used if fault.carried_out)
    assert found.unknown["inline"] <= carried_out["answerInlineQuery"], report
    sent = sum(found.unknown[kind] for kind in ("private", "group", "group that moves", "supergroup"))
    assert sent <= carried_out["sendMessage"], report
    broken = [line for line in bot.stderr if '"traceback"' in line or '"error"' in line or not line.startswith("{")]
    assert not broken, broken[:3]
    if before:
        assert after.tasks <= before.tasks + 1, report  # one may be in a wait of its own
        assert after.handles <= before.handles + 3, report
        assert after.connections <= before.connections + 2, report
        assert after.memory <= before.memory + (48 if WHOLE else 24), report


def test_the_weather_strikes_as_often_as_it_is_told_and_only_what_can_be_struck():
    befalls = weather(random.Random(1), 0.1)
    struck = sum(befalls("sendMessage") is not None for _ in range(2000))
    assert 120 < struck < 280
    assert not any(befalls("getMe") for _ in range(200))
