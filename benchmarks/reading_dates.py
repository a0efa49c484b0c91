"""How many time expressions are read right: our own labelled sentences, beside dateparser, and the time it takes.

    python -m benchmarks.reading_dates [--articles PATH --show 100 --seed 0]

With `--articles` that many resolutions, drawn at random, are printed for a person to judge.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median

import regex

from knowledge.library import Library
from knowledge.reading import intervals
from knowledge.reading.dates import find_dates

LABELLED = Path(__file__).parent.parent / "tests/dates/labelled.txt"
Found = tuple[str, int, date, date]
"""Words, where they start in the sentence, the first and the last day they mean."""
_MARK = regex.compile(r"\[(?P<words>[^\]]+)\]\((?P<first>[\d-]{10})(?:/(?P<last>[\d-]{10}))?\)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with the time expressions that a person found in it."""

    language: str
    day: date
    text: str
    dates: tuple[Found, ...]


def labelled(path: Path = LABELLED) -> Iterator[Labelled]:
    """Yield the labelled sentences; the file itself says how it is written."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        language, day, marked = line.split(" ", 2)
        text, dates, at = "", [], 0
        for match in _MARK.finditer(marked):
            text += marked[at : match.start()]
            first = date.fromisoformat(match["first"])
            last = date.fromisoformat(match["last"]) if match["last"] else first
            dates.append((match["words"], len(text), first, last))
            text += match["words"]
            at = match.end()
        yield Labelled(language, date.fromisoformat(day), text + marked[at:], tuple(dates))


def ours(text: str, language: str, day: date) -> list[Found]:
    """What Dateline reads."""
    return [(m.text, m.offset, m.start, m.end) for m in find_dates(text, language, day)]


def dateparsers(text: str, language: str, day: date) -> list[Found]:
    """What dateparser's `search_dates` reads, told to prefer the past; where it gives no day, its month or year.

    It returns instants, not intervals. So that it is not blamed for that, a whole month or year is taken to be meant
    where its words name no day.
    """
    from dateparser.search import search_dates  # noqa: PLC0415 - only the benchmarks have it

    settings = {
        "RELATIVE_BASE": datetime(day.year, day.month, day.day, 12),  # noqa: DTZ001 - days only
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_SPAN": True,
    }
    found: list[Found] = []
    at = 0
    for words, moment in search_dates(text, languages=[language], settings=settings) or ():
        start = text.find(words, at)
        if start < 0 or "(start)" in words or "(end)" in words:
            continue
        at = start + len(words)
        first = last = moment.date()
        if not regex.search(r"(?<!\d)\d{1,2}(?!\d)|day|ago|hace|vor|назад|il y a", words):
            year_only = bool(regex.fullmatch(r"\D*\d{4}\D*", words)) and not regex.search(r"\p{L}{3}", words)
            first, last = intervals.years(first.year) if year_only else intervals.month(first.year, first.month)
        found.append((words, start, first, last))
    return found


Reader = Callable[[str, str, date], list[Found]]


def score(read: Reader, *, loose: bool = False, days_only: bool = False) -> dict[str, tuple[int, int]]:
    """Return by language, and for "all", the sentences read exactly and how many there are.

    `loose` asks only that each expression overlap the labelled words and mean the same days; `days_only` leaves out
    sentences with an interval longer than a day, and those without any expression.
    """
    counts: dict[str, list[int]] = {}
    for row in labelled():
        if days_only and not (row.dates and all(first == last for _, _, first, last in row.dates)):
            continue
        got = read(row.text, row.language, row.day)
        right = _alike(got, row.dates) if loose else tuple(got) == row.dates
        for key in (row.language, "all"):
            count = counts.setdefault(key, [0, 0])
            count[0] += right
            count[1] += 1
    return {key: (right, total) for key, (right, total) in counts.items()}


def _alike(got: list[Found], wanted: tuple[Found, ...]) -> bool:
    return len(got) == len(wanted) and all(
        a[1] < b[1] + len(b[0]) and b[1] < a[1] + len(a[0]) and a[2:] == b[2:] for a, b in zip(got, wanted, strict=True)
    )


def _article_time(sentences: int = 60, runs: int = 30) -> float:
    """Milliseconds to read the dates of an article of that many sentences, the median of several."""
    rows = [row for row in labelled() if row.language == "en"]
    texts = [f"{a.text} {b.text}" for a, b in pairwise(rows)][:sentences]
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for text in texts:
            find_dates(text, "en", rows[0].day)
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


def measure(_: Path | None = None) -> list[tuple[str, str]]:
    """Return the figures, each with its name; nothing but our own labelled sentences is needed."""
    results = []
    for key, (right, total) in score(ours).items():
        results.append((f"dates: exact, {key}", f"{right} of {total} ({right / total:.1%})"))
    try:
        for name, days_only in (("all", False), ("single days only", True)):
            for who, read in (("ours", ours), ("dateparser", dateparsers)):
                right, total = score(read, loose=True, days_only=days_only)["all"]
                results.append(
                    (f"dates: right days, words overlap, {name}: {who}", f"{right} of {total} ({right / total:.1%})")
                )
    except ImportError:
        results.append(("dates: dateparser", "not installed; `make .venv/.bench`"))
    results.append(("dates: ms for an article of 60 sentences", f"{_article_time():.1f}"))
    return results


def show(articles: Path, number: int, seed: int) -> None:
    """Print that many resolutions of `articles`, drawn at random, for a person to judge."""
    stories = Library.load([articles], now=datetime.now(UTC)).stories.values()
    found = [
        (story.article.published, mention, sentence.text)
        for story in stories
        for sentence in story.sentences
        for mention in sentence.dates
    ]
    for published, mention, text in random.Random(seed).sample(found, min(number, len(found))):
        said = f"{mention.start}" + ("" if mention.end == mention.start else f" to {mention.end}")
        print(f"{published:%a %d %b %Y}  “{mention.text}” = {said}\n    {text}")
    print(f"{len(found):,} in all")


def main() -> None:
    """Read the command line and measure, or show."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--show", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.articles:
        show(chosen.articles, chosen.show, chosen.seed)
        return
    for name, value in measure():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
