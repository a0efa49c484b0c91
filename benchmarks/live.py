"""Questions through the socket while the library changes: how many are dropped, what withdrawn is still quoted.

    python -m benchmarks.live [--articles PATH] [--rate 300] [--seconds 60] [--added 1000] [--withdrawn 100]

The bot runs as it does for an operator, in a process of its own, against the strict Bot API server of the tests on
loopback; Telegram's limit of 30 messages a second is lifted. Half of the readers type inline, half ask in private; half
of what they want is in articles of our own, which are added in the watched folder, and withdrawn by an admin one by
one; two /reload read every file of our own anew. Each article of our own has a number that stands in all it says and in
no question. An answer with the number of an article whose withdrawal was acknowledged before is counted: `asked after`
where its question, too, came after that, `on its way` where it was being answered then.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks import crowds
from tests.telegram.asking import Asked, Crowd
from tests.telegram.footprint import figure
from tests.telegram.process import BotProcess
from tests.telegram.server import Server

ROOT = Path(__file__).parent.parent
RELOADS = 2
PART = 50
"""Articles of a file."""
_MARKERS = re.compile(r"\b7\d{5}\b")


@dataclass
class Live:
    """What is measured; `acknowledged` is when (monotonic) the withdrawal of an article was, by its number."""

    asked: list[Asked] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)
    added: int = 0
    loaded: int = 0
    reloads: list[str] = field(default_factory=list)
    answered_in_time: int = 0
    tempted: int = 0
    """Questions for what stands in an article whose withdrawal was acknowledged before."""

    @property
    def dropped(self) -> int:
        """How many were not answered."""
        return sum(not one.answers for one in self.asked)

    @property
    def twice(self) -> int:
        """How many were answered more than once."""
        return sum(len(one.answers) > 1 for one in self.asked)

    def leaks(self) -> tuple[int, int]:
        """Answers from an article after its withdrawal was acknowledged: asked after that, and on their way then."""
        after = under_way = 0
        for one in self.asked:
            told = [self.acknowledged[found] for found in self.markers(one) if found in self.acknowledged]
            if told and one.answers[0] > min(told):
                after += one.time > min(told)
                under_way += one.time <= min(told)
        return after, under_way

    @staticmethod
    def markers(asked: Asked) -> set[str]:
        """The numbers of our own articles that an answer shows."""
        return {found for text in asked.texts for found in _MARKERS.findall(text)}


async def measure(given: argparse.Namespace) -> Live:
    """Run it."""
    chance, articles = random.Random(given.seed), given.articles or [ROOT / "seeds"]
    drawn = crowds.questions(articles, 2_000, chance)
    live = Live()
    first = 2 * given.withdrawn  # those that are there from the start; half of them are withdrawn
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own = folder / "own"
        own.mkdir()
        crowds.write(own / "first.jsonl", range(first))
        async with crowds.running([*articles, own], folder, watch=True, retention=True, processes=given.processes) as (
            server,
            bot,
            crowd,
        ):
            live.asked = crowd.all
            before = await _loaded(bot)
            began = time.monotonic()
            beside = [
                asyncio.create_task(_add(own, live, first, given)),
                asyncio.create_task(_withdraw(server, live, given)),
                asyncio.create_task(_reload(server, own, live, given)),
            ]
            number = 0
            while (now := time.monotonic() - began) < given.seconds:
                while number < now * given.rate:
                    _ask(crowd, chance, drawn, first + live.added, live)
                    number += 1
                await asyncio.sleep(0.002)
            await asyncio.gather(*beside)
            await crowds.drained(crowd, within=given.patience)
            live.answered_in_time = sum(
                bool(one.answers) and one.answers[0] - began <= given.seconds for one in live.asked
            )
            for _ in range(240):  # the last files may be loaded a little later
                live.loaded = await _loaded(bot) - before
                if live.loaded >= live.added:
                    break
                await asyncio.sleep(0.5)
    return live


def _ask(crowd: Crowd, chance: random.Random, drawn: Sequence[str], own: int, live: Live) -> None:
    inline = chance.random() < 0.5
    if own and chance.random() < 0.5:
        withdrawn = len(live.acknowledged)
        number = chance.randrange(withdrawn if withdrawn and chance.random() < 0.25 else own)
        live.tempted += crowds.marker(number) in live.acknowledged
        crowd.types(f"{crowds.place(number)} {crowds.thing(number)}") if inline else crowd.asks(crowds.asked_of(number))
    else:
        text = chance.choice(drawn)
        crowd.types(text[: chance.randrange(8, 40)]) if inline else crowd.asks(text)


async def _add(own: Path, live: Live, first: int, given: argparse.Namespace) -> None:
    """Put files into the watched folder, over the first three quarters of the time."""
    starts = range(0, given.added, PART)
    for start in starts:
        await asyncio.sleep(0.75 * given.seconds / len(starts))
        numbers = range(first + start, first + min(start + PART, given.added))
        await asyncio.to_thread(crowds.write, own / f"added-{start}.jsonl", numbers)
        live.added += len(numbers)


async def _withdraw(server: Server, live: Live, given: argparse.Namespace) -> None:
    """Withdraw one after another; each is acknowledged by a message."""
    admin, began = server.user(id=crowds.ADMIN), time.monotonic()
    for number in range(given.withdrawn):
        await asyncio.sleep(max(0, began + number * 0.9 * given.seconds / given.withdrawn - time.monotonic()))
        told = await admin.says(f"/withdraw own-{number}", within=600)
        if f"own-{number}" not in told.text:
            raise RuntimeError(f"this is no acknowledgement: {told.text}")
        live.acknowledged[crowds.marker(number)] = time.monotonic()


async def _reload(server: Server, own: Path, live: Live, given: argparse.Namespace) -> None:
    """Reload twice, with every file of our own to be read anew."""
    for _ in range(RELOADS):
        await asyncio.sleep(given.seconds / (RELOADS + 1))
        await asyncio.to_thread(lambda: [file.touch() for file in own.iterdir()])
        told = await server.user(id=crowds.RELOADER).says("/reload", within=600)
        live.reloads.append(told.text.splitlines()[0])


async def _loaded(bot: BotProcess) -> int:
    async with httpx.AsyncClient(timeout=60) as client:
        return int(float(figure((await client.get(f"{bot.url}/metrics")).text, "dateline_articles")))


def report(live: Live, given: argparse.Namespace) -> None:
    """Print what came of it."""
    p50, p99 = crowds.times(live.asked)
    after, under_way = live.leaks()
    own = sum(bool(live.markers(one)) for one in live.asked)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(live.asked)} asked in {given.seconds:g} s, "
        f"{given.rate:g} a second\n"
        f"dropped {live.dropped}, answered twice {live.twice}; answered within these seconds: "
        f"{live.answered_in_time / given.seconds:.0f} a second; p50 {p50:.0f} ms, p99 {p99:.0f} ms\n"
        f"articles added {live.added}, of these loaded {live.loaded}; withdrawn {len(live.acknowledged)}; "
        f"reloads {len(live.reloads)}\n"
        f"answers with articles of our own {own}; {live.tempted} questions for one after its withdrawal was "
        f"acknowledged; answers from it: asked after that {after}, on their way then {under_way}"
    )


def options() -> argparse.ArgumentParser:
    """What can be set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, action="append")
    parser.add_argument("--rate", type=float, default=300, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--added", type=int, default=1000, help="articles that are added meanwhile")
    parser.add_argument("--withdrawn", type=int, default=100, help="articles that are withdrawn meanwhile")
    parser.add_argument("--processes", type=int, default=0, help="that answer beside the bot's own")
    parser.add_argument("--patience", type=float, default=240, help="seconds for what is late, after the end")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    given = options().parse_args(arguments)
    report(asyncio.run(measure(given)), given)


if __name__ == "__main__":
    main()
