"""`dateline feeds`: how each feed is, and what of it waits for an editor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.commands.output import FAULTS, errors, iso, report, settings, stop, utc_now
from bot.feeds.desk import HELD, Desk
from bot.feeds.folders import Folders, folders_of, name_of, shown
from knowledge.feeds.state import FeedState

ALL = "all"


@dataclass(frozen=True, slots=True)
class Health:
    """One feed, as it is told."""

    name: str
    url: str
    state: FeedState
    published: int
    held: tuple[str, ...]

    @property
    def refused(self) -> int:
        """Items of which no article could be made."""
        return sum(item.refused is not None for item in self.state.items.values())

    @property
    def how(self) -> str:
        """In a word."""
        if self.state.dead:
            return "dead"
        if self.state.last_try is None:
            return "not asked yet"
        return "failing" if self.state.failures else "works"


def feeds_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a feed, one a line.")] = False,
    approve: Annotated[
        str | None, typer.Option(help="Publish the held article of this id, or all whose questions are answered.")
    ] = None,
    revive: Annotated[
        str | None, typer.Option(help="Ask a dead feed again, by its name or URL; the running bot does it in a minute.")
    ] = None,
) -> None:
    """Show each feed's health: last success, last error, next poll, what was published and what is held.

    Exits with 1 where a feed fails, or where a held article could not be published.
    """
    told = settings()
    folders = folders_of(told)
    if approve is not None:
        raise typer.Exit(_approve(folders, approve))
    if revive is not None:
        raise typer.Exit(_revive(folders, told.feeds, revive))
    if not told.feeds:
        raise stop("No feeds are set: give their addresses in DATELINE_FEEDS.")
    found = [health(folders, url) for url in told.feeds]
    if as_json:
        for one in found:
            print(json.dumps(_as_json(one), ensure_ascii=False))
    else:
        _print(found, folders)
    if any(one.state.failures or one.state.dead for one in found):
        raise typer.Exit(FAULTS)


def health(folders: Folders, url: str) -> Health:
    """Return how a feed is, by what is on the disk."""
    name = name_of(url)
    desk = Desk(folders, name, at_once=False, now=utc_now())
    return Health(name, url, folders.state(url), len(desk.published.ids()), tuple(desk.held.ids()))


def _as_json(one: Health) -> dict[str, object]:
    state = one.state
    return {
        "feed": one.name,
        "url": shown(one.url),
        "health": one.how,
        "last_success": iso(state.last_success),
        "last_error": state.error,
        "failures": state.failures,
        "next_poll": iso(state.next_poll),
        "moved_to": shown(state.moved) if state.moved else None,
        "published": one.published,
        "held": list(one.held),
        "refused": one.refused,
    }


def _print(found: list[Health], folders: Folders) -> None:
    out = Console(highlight=False, soft_wrap=True)
    styles = {"works": "green", "dead": "red", "failing": "red"}
    for one in found:
        out.print(Text.assemble((one.name, "bold"), "  ", (one.how, styles.get(one.how, "dim"))))
        state = one.state
        when = [f"{value:%Y-%m-%d %H:%M} UTC" if value else "never" for value in (state.last_success, state.next_poll)]
        at_once = state.next_poll is None and not state.dead
        out.print(f"  {shown(state.address)}", markup=False)
        out.print(f"  last success {when[0]}, next poll {'at once' if at_once else when[1]}", markup=False)
        if state.error:
            out.print(f"  last error: {state.error}", markup=False)
        out.print(f"  {one.published:,} published, {len(one.held):,} held, {one.refused:,} refused", markup=False)
        if one.held:
            out.print(f"  held in {folders.held / one.name}, until dateline feeds --approve ID|{ALL}:", markup=False)
        for id_ in one.held:
            out.print(f"    {id_}", markup=False)


def _held(folders: Folders) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folders.held.glob(f"*/*{HELD}"))}


def _approve(folders: Folders, wanted: str) -> int:
    held = _held(folders)
    ids = list(held) if wanted == ALL else [wanted]
    if not all(id_ in held for id_ in ids):
        raise stop(f"No article of the id {wanted} is held; `dateline feeds` lists them.")
    published = 0
    for id_ in ids:
        desk = Desk(folders, held[id_].parent.name, at_once=False, now=utc_now())
        try:
            desk.published.folder.mkdir(parents=True, exist_ok=True)
            faults = desk.approve(id_)
        except OSError as error:
            raise stop(f"{id_} cannot be published: {error.strerror}") from None
        report(faults)
        published += not faults
    errors.print(f"published {published:,}, still held {len(ids) - published:,}.", markup=False)
    return FAULTS if published < len(ids) else 0


def _revive(folders: Folders, feeds: tuple[str, ...], wanted: str) -> int:
    url = next((url for url in feeds if wanted in {url, name_of(url)}), None)
    if url is None:
        raise stop(f"No feed is called {wanted}; `dateline feeds` lists them.")
    try:
        folders.ask_again(url)
    except OSError as error:
        raise stop(f"{folders.root} cannot be written to: {error.strerror}") from None
    errors.print(f"{name_of(url)} is asked again.", markup=False)
    return 0
