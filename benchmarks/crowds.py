"""What the benchmarks over the socket share: the bot as an operator runs it, many readers, and articles of our own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import statistics
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.telegram import headlines, percentile, question
from tests.telegram.asking import Crowd
from tests.telegram.process import BotProcess, free_port
from tests.telegram.server import Server

ADMIN, RELOADER = 1001, 1002
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ai", "or", "en")]
_THINGS = "ferry tower library stadium hospital theatre harbour museum tunnel bakery orchard lighthouse".split()
_DEEDS = "opened closed repaired inspected sold bought painted measured".split()


def place(number: int) -> str:
    """A name that no other number has."""
    size = len(_SYLLABLES)
    parts = (number % size, (number * 7 + number // size) % size, (number * 31 + 5) % size, (number // size) % size)
    return "".join(_SYLLABLES[part] for part in parts).capitalize()


def thing(number: int) -> str:
    """What an article of our own is about, two words."""
    return f"{_DEEDS[number % len(_DEEDS)]} {_THINGS[number // 3 % len(_THINGS)]}"


def marker(number: int) -> str:
    """Six digits that stand in the headline and in each sentence of an article of our own, and in no question."""
    return str(700_000 + number)


def article(number: int) -> dict[str, Any]:
    """An article of our own, as a line of JSON Lines has it."""
    deed, what = thing(number).split()
    where, sum_ = place(number), marker(number)
    return {
        "id": f"own-{number}",
        "headline": f"{where} {deed} its {what} for {sum_} crowns",
        "source": {"name": "Northern Post"},
        "published": "2024-03-06",
        "language": "en",
        "text": f"The council of {where} {deed} the {what} on Monday for {sum_} crowns. "
        f"Mayor {place(number + 50_000)} {place(number + 90_000)} said the {what} of {where} had cost {sum_} crowns.",
    }


def write(file: Path, numbers: Sequence[int]) -> None:
    """Write articles of our own into a file, which is there at once or not at all."""
    half = file.with_name(f".{file.name}")
    half.write_text("".join(f"{json.dumps(article(number))}\n" for number in numbers), encoding="utf-8")
    half.rename(file)


def asked_of(number: int) -> str:
    """A question that an article of our own answers, without its marker."""
    deed, what = thing(number).split()
    return f"What did the council of {place(number)} pay when it {deed} the {what}?"


def questions(articles: Sequence[Path], count: int, chance: random.Random) -> list[str]:
    """Questions of words of the headlines of `articles`."""
    drawn = headlines(articles)
    return [question(chance.choice(drawn), chance) for _ in range(count)]


@contextlib.asynccontextmanager
async def running(
    articles: Sequence[Path], folder: Path, *, watch: bool = False, retention: bool = False, processes: int = 0
) -> AsyncIterator[tuple[Server, BotProcess, Crowd]]:
    """Gives the strict Bot API server, a bot that runs against it and waits for updates, and its readers.

    Telegram's limit of 30 messages a second is lifted: the server is our own. `retention`: answers' texts are kept.
    `processes` answer beside the bot's own.
    """
    server = Server(query_lifetime=3600)
    await server.start()
    told = {
        "DATELINE_MESSAGES_PER_SECOND": "0",
        "DATELINE_LOG_LEVEL": "info" if processes else "warning",
        "DATELINE_WATCH": str(watch).lower(),
        "DATELINE_PROCESSES": str(processes),
        "DATELINE_LISTEN": f"127.0.0.1:{free_port()}",
    }
    paths = ",".join(str(path.resolve()) for path in articles)
    try:
        async with BotProcess(server, paths, folder, admins=[ADMIN, RELOADER], **told) as bot:
            await bot.ready(within=7200)
            if processes:
                await server.until(lambda: "processes that answer beside" in bot.output or None, 600, "the processes")
            await server.user(id=99).says("What happened?", within=600)  # what is made when it is first needed
            yield server, bot, Crowd(server, texts=retention)
    finally:
        await server.stop()
    if server.failures:
        print("Telegram would not have liked:", *server.failures[:5], sep="\n  ")


async def drained(crowd: Crowd, within: float) -> None:
    """Wait until everything that was asked is answered, at most `within` seconds."""
    for _ in range(int(4 * within)):
        if all(asked.answers for asked in crowd.all[-20_000:]):
            return
        await asyncio.sleep(0.25)


def times(asked: Sequence[Any]) -> tuple[float, float]:
    """The median and the 99th percentile of how long answers took, in ms; NaN where there is none."""
    took = [one.seconds for one in asked if one.answers]
    return (1000 * statistics.median(took), 1000 * percentile(took, 0.99)) if took else (float("nan"), float("nan"))
