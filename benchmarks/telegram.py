"""How long a reader waits: from the update going in to the reply coming out, at the socket, and inline while typing.

    python -m benchmarks.telegram --articles PATH [--questions 200] [--typed 40] [--seed 1]

The bot runs as it does for an operator, in a process of its own, against the strict Bot API server of the tests on
loopback. Questions and typed lines are made of words of the articles' headlines, drawn at random and each asked once,
so that no article was read for it before. What our own code takes of it (asking and rendering) is timed inside the
bot, by the clock and in seconds of its own thread's processor: the second does not count what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import regex

from bot import answering, application, archives, services
from bot.handlers import inline
from bot.settings import Settings
from knowledge import files
from knowledge.live import LiveLibrary

ROOT = Path(__file__).parent.parent
LONGEST = 30
"""Letters of a line that is typed: readers have found theirs by then."""
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*")


def headlines(paths: Sequence[Path]) -> list[str]:
    """The headlines of raw articles, in order."""
    entries = (entry for file in files.article_files(paths) for entry in files.read(file))
    return [str(entry.data["headline"]) for entry in entries if not isinstance(entry, files.Fault)]


def question(headline: str, chance: random.Random) -> str:
    """A question of four neighbouring words of a headline."""
    words = _WORD.findall(headline)
    start = chance.randrange(max(1, len(words) - 3))
    return f"What happened with {' '.join(words[start : start + 4])}?"


def typed(headline: str) -> Iterator[str]:
    """A headline as it is typed, letter by letter, without its small print."""
    line = " ".join(_WORD.findall(headline))[:LONGEST]
    return (line[:length] for length in range(1, len(line) + 1) if line[length - 1] != " ")


# --- inside the bot ---------------------------------------------------------------------------------------------------


def timed(name: str, function: Callable[..., Any], log: Path) -> Callable[..., Any]:
    """`function`, with its seconds by the clock and of its thread's processor written to `log`."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it takes
        began, busy = time.perf_counter(), time.thread_time()
        result = function(*args, **kwargs)
        line = json.dumps([name, time.perf_counter() - began, time.thread_time() - busy])
        with log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        return result

    return wrapper


def serve(articles: Sequence[Path], log: Path) -> None:
    """Run the bot with its own parts timed; the settings are in the environment, as for `dateline run`."""
    settings = Settings(articles=list(articles))
    answering.ask = timed("ask", answering.ask, log)
    answering.render = timed("render", answering.render, log)
    answering.resolve_beside = timed("follow", answering.resolve_beside, log)
    inline.offered = timed("offer", inline.offered, log)
    live = LiveLibrary(settings.articles, now=services.utc_now(), kept=archives.archive_or_none(settings))
    sys.exit(asyncio.run(application._serve(settings, live, None, None)))


# --- outside of it ----------------------------------------------------------------------------------------------------


async def measure(articles: Sequence[Path], asked: int, lines: int, seed: int) -> None:
    """Print the tables."""
    from tests.telegram.server import Server  # noqa: PLC0415 - of the development tools, which the bot's process needs not

    chance = random.Random(seed)
    drawn = headlines(articles)
    chance.shuffle(drawn)
    drawn = list(itertools.islice(itertools.cycle(drawn), asked + lines))
    server = Server(query_lifetime=120)
    await server.start()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "times"
        process = await start(server.url, server.token, articles, log)
        try:
            await server.polled(within=7200)
            await asyncio.sleep(5)  # its introduction goes out beside its work
            await say(server, f"What happened with {drawn[-1]}?", 1)  # what is made when it is first needed
            log.write_text("")
            waited = [await say(server, question(one, chance), 100 + n) for n, one in enumerate(drawn[:asked])]
            replies = read(log)
            log.write_text("")
            offered, found = [], []
            reader = server.user(id=50)
            for headline in drawn[asked : asked + lines]:
                for line in typed(headline):
                    began = time.perf_counter()
                    found.append(len(await reader.types_inline(line, within=120)))
                    offered.append(time.perf_counter() - began)
            cards = read(log)
        finally:
            process.kill()
            await process.wait()
            await server.stop()
    if server.failures:
        print("Telegram would not have liked:", *server.failures[:5], sep="\n  ")
    report(waited, replies, offered, cards, found)


async def start(url: str, token: str, articles: Sequence[Path], log: Path) -> asyncio.subprocess.Process:
    """Start the bot."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    state = {"DATELINE_STATE": str(log.parent), "DATELINE_QUERIES_PER_MINUTE": "100000"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.telegram", "--serve", str(log)),
        *(argument for path in articles for argument in ("--articles", str(path.resolve()))),
        cwd=ROOT,
        env=clean | state | {"DATELINE_TOKEN": token, "DATELINE_API_URL": url, "DATELINE_LOG_LEVEL": "error"},
    )


async def say(server: Any, text: str, user: int) -> float:  # noqa: ANN401 - the tests are not typed
    """Ask as a reader of one's own; returns the seconds until the reply is there."""
    reader = server.user(id=user)
    began = time.perf_counter()
    await reader.says(text, within=120)
    return time.perf_counter() - began


def read(log: Path) -> dict[str, list[tuple[float, float]]]:
    """What the bot wrote: by name, seconds by the clock and of the processor."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in log.read_text(encoding="utf-8").splitlines():
        name, clock, busy = json.loads(line)
        found[name].append((clock, busy))
    return found


def report(
    waited: list[float],
    replies: dict[str, list[tuple[float, float]]],
    offered: list[float],
    cards: dict[str, list[tuple[float, float]]],
    found: list[int],
) -> None:
    """Print what was measured, in milliseconds."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}; {len(waited)} questions, {len(offered)} inline queries, in ms\n")
    print("| | median | 99 % | median of the processor | 99 % of the processor |\n|---|---|---|---|---|")
    row("a question, update in to reply out, at the socket", waited)
    row("of it `ask`", *columns(replies["ask"]))
    row("of it following the talk", *columns(replies["follow"]))
    row("of it rendering", *columns(replies["render"]))
    row("inline, query in to results out, at the socket", offered)
    row("of it our own time", *columns(cards["offer"]))
    own = sum(clock for pairs in replies.values() for clock, _ in pairs)
    print(f"\nour own code's share of all replies: {own / sum(waited):.0%}")
    filled = [count for count in found if count]
    print(
        f"inline queries with results: {len(filled) / len(found):.0%}, {statistics.mean(filled):.1f} on the first page"
    )


def columns(pairs: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Seconds by the clock, and of the processor."""
    return [clock for clock, _ in pairs], [busy for _, busy in pairs]


def row(name: str, *values: list[float]) -> None:
    """Print a line of the table."""
    cells = [f"{1000 * at:.1f}" for one in values for at in (statistics.median(one), percentile(one, 0.99))]
    print(f"| {name} | {' | '.join(cells + ['–'] * (4 - len(cells)))} |")


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of `values` lie (nearest rank)."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure, or be the bot that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, action="append")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--typed", type=int, default=40, help="lines that are typed, each letter by letter")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    articles = given.articles or [ROOT / "seeds"]
    if given.serve is not None:
        serve(articles, given.serve)
    else:
        asyncio.run(measure(articles, given.questions, given.typed, given.seed))


if __name__ == "__main__":
    main()
