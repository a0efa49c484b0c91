"""What lies on this machine: articles, their index, feeds, and the store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot import storage
from bot.archives import FOLDER
from bot.doctor.findings import Finding, note, ok, wrong
from bot.feeds.folders import folders_of, library_paths, name_of
from bot.settings import Settings
from bot.supply.staleness import newest
from bot.wording import plural
from knowledge.archive import manifest
from knowledge.library import Library
from knowledge.store import StoreError

STALE = timedelta(days=7)
"""Of the newest article, where DATELINE_STALE_AFTER says nothing."""


def of_settings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set, and what should be; that it can be read at all is known."""
    said = f"{len(settings.model_fields_set)} are set"
    if settings.admins:
        yield ok("settings", f"{said}, {plural(len(settings.admins), 'admin')}")
    else:
        yield note("settings", f"{said}, no admin", "DATELINE_ADMINS, or nobody hears of faults and nobody may /reload")


def of_articles(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Read every article."""
    paths = library_paths(settings)
    for path in paths:
        if not path.exists():
            yield wrong("articles", f"{path} is not there", "correct DATELINE_ARTICLES")
            return
    library = Library.load(paths, now=now)
    if not len(library):
        feeds = " yet, the feeds may bring some" if settings.feeds else ""
        finding = note if settings.feeds else wrong
        yield finding("articles", f"there is no usable one{feeds}", "`dateline check` says what is wrong with them")
        return
    said = plural(len(library), "article")
    if library.faults:
        yield wrong("articles", f"{said}, {plural(len(library.faults), 'fault')}", "`dateline check` names each")
    else:
        yield ok("articles", said)
    found = newest(library, now)
    limit = STALE if settings.stale_after is None else timedelta(hours=settings.stale_after)
    if found is None or now - found > limit:
        when = f"is of {found:%Y-%m-%d}" if found else "has no date"
        yield note("freshness", f"the newest article {when}", "see where new ones should come from")
    else:
        yield ok("freshness", f"the newest article is of {found:%Y-%m-%d %H:%M} UTC")


def of_index(settings: Settings) -> Finding:
    """Look whether there is an index that belongs to this version; the bot that runs has it, so it is not opened."""
    folder, about = settings.state / FOLDER, "index"
    do = "`dateline index` makes it before a start; else the start does, and takes as long"
    try:
        told = manifest.read(folder / "index" / "manifest.json")
    except FileNotFoundError:
        return note(about, "there is none", do)
    except (OSError, ValueError) as error:
        said = f"{folder} cannot be read: {type(error).__name__}"
        return wrong(about, said, "remove it; the next start makes it anew")
    if told.code != manifest.code():
        return note(about, "it was made by another version", do)
    return ok(about, "of this version")


def of_feeds(settings: Settings) -> Iterator[Finding]:
    """Look how the last polls went."""
    folders = folders_of(settings)
    if not settings.feeds:
        yield ok("feeds", "none are set")
    for url in settings.feeds:
        state, about = folders.state(url), f"feed {name_of(url)}"
        if state.dead:
            yield wrong(about, "gone for good", "`dateline feeds --revive`, or take it out of DATELINE_FEEDS")
        elif state.failures:
            said = f"{plural(state.failures, 'failure')} in a row: {state.error}"
            yield wrong(about, said, "`dateline feeds` tells more; correct its address, or wait")
        elif state.last_success is None:
            yield note(about, "not asked yet", "start the bot")
        else:
            yield ok(about, f"worked at {state.last_success:%Y-%m-%d %H:%M} UTC")


async def of_store(settings: Settings, now: datetime) -> Finding:
    """Open the store, and write into it. One that is not there yet is not made: its folder is looked at."""
    place, about = storage.place(settings), "store"
    if isinstance(place, Path) and not place.exists():
        folder = next(one for one in (place.parent.absolute(), *place.parent.absolute().parents) if one.exists())
        if os.access(folder, os.W_OK):
            return note(about, "there is none yet", "start the bot, which makes it")
        return wrong(about, f"{folder} cannot be written", "make it writable for the bot, or set DATELINE_STATE")
    try:
        async with await storage.open_for(settings) as store:
            await store.updates.forget_handled(now=now)
            waiting = await store.updates.waiting()
    except StoreError as error:
        return wrong(about, "it cannot be used", str(error))
    return ok(about, f"it can be written, {plural(waiting, 'update')} to be handled")
