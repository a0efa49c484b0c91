"""What the commands share: how results and faults are written, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.feeds.folders import library_paths
from bot.settings import Settings, SettingsError, load_settings
from knowledge.answering import Quote
from knowledge.article import Article
from knowledge.files import Fault
from knowledge.library import Library
from knowledge.reading.sentence import Sentence

ANSWERED, FAULTS, BAD_INPUT, REFUSED = 0, 1, 2, 3

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def utc_now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)


def stop(sentence: str, code: int = BAD_INPUT) -> typer.Exit:
    """Say what is wrong on stderr; raise what this returns."""
    errors.print(sentence, markup=False)
    return typer.Exit(code)


def report(faults: Iterable[Fault]) -> None:
    """Write each fault on a line of stderr."""
    for fault in faults:
        errors.print(str(fault), style="yellow", markup=False)


def chosen(articles: list[Path] | None) -> list[Path]:
    """Return the paths that were given, or those of the settings."""
    if articles:
        return articles
    try:
        return list(library_paths(load_settings()))
    except SettingsError as error:
        raise stop(str(error)) from None


def threshold() -> float | None:
    """Return the threshold of the settings, None for the shipped one."""
    return settings().threshold


def settings() -> Settings:
    """Return the settings; where they cannot be used, stop."""
    try:
        return load_settings()
    except SettingsError as error:
        raise stop(str(error)) from None


def load(articles: list[Path] | None, now: datetime) -> Library:
    """Load a library, its faults on stderr; where nothing is usable, stop."""
    with progress("Reading articles") as advance:
        library = Library.load(chosen(articles), now=now, progress=lambda _: advance())
    report(library.faults)
    if not len(library):
        raise stop("No usable article was found; `dateline check` says what is wrong with them.")
    return library


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Show a progress bar on stderr, where that is a terminal; gives what to call after each step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def iso(value: datetime | date | None) -> str | None:
    """A date or a time as JSON has it."""
    return None if value is None else value.isoformat()


def dates_as_json(sentence: Sentence) -> list[dict[str, str]]:
    """The time expressions of a sentence."""
    return [{"text": d.text, "start": d.start.isoformat(), "end": d.end.isoformat()} for d in sentence.dates]


def quote_as_json(quote: Quote) -> dict[str, object]:
    """A quote as the command contract has it."""
    article, speaker = quote.article, quote.sentence.speaker
    return {
        "text": quote.sentence.text,
        "article_id": article.id,
        "headline": article.headline,
        "source": article.source.name,
        "url": str(article.url) if article.url else None,
        "published": iso(article.published),
        "speaker": speaker.name if speaker else None,
        "dates": dates_as_json(quote.sentence),
        "before": quote.before,
        "after": quote.after,
    }


def headline_as_json(article: Article) -> dict[str, object]:
    """An article that is near a question."""
    return {"article_id": article.id, "headline": article.headline, "published": iso(article.published)}
