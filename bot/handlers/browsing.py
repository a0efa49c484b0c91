"""/latest, of all sources, of one or of some days, and /about."""

from __future__ import annotations

import hashlib
from datetime import date

from telegram import Update

from bot import replies, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.headlines import PAGE, SOURCES, render_latest, render_sources
from bot.rendering.messages import Rendered
from bot.rendering.overview import render_about
from bot.services import Context, Services
from knowledge.browsing.headlines import Outlet, days_called, headlines, outlet_called, outlets

PATTERN = r"^(?:latest:\d{1,6}(?::(?:s[0-9a-f]{10}|d\d{8}-\d{8}))?|sources:\d{1,6})$"


async def on_latest(update: Update, context: Context) -> None:
    """/latest, /latest SOURCE, /latest DAY: the newest articles, a page of them."""
    if update.message is None:
        return
    typed = (update.message.text or "").partition(" ")[2].strip()
    shop, say = services.of(context), await readers.phrases(update, context)
    await replies.reply(update.message, await shop.work.run(_asked, shop, typed, say))


async def on_page(update: Update, context: Context) -> None:
    """Another page, in place of this one."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    await replies.acknowledge(query)
    shop, say = services.of(context), await readers.phrases(update, context)
    await replies.edit_pressed(query, await shop.work.run(_pressed, shop, query.data, say))


async def on_about(update: Update, context: Context) -> None:
    """How many articles there are, and from when to when."""
    if update.message is not None:
        shop, say = services.of(context), await readers.phrases(update, context)
        await replies.reply(update.message, render_about(shop.live.current, now=shop.clock(), say=say))


def _asked(shop: Services, typed: str, say: Phrases) -> Rendered:
    library, now = shop.live.current, shop.clock()
    if not typed:
        return _latest(shop, 0, "", say)
    outlet = outlet_called(typed, library, now=now)
    if outlet is not None:
        return _latest(shop, 0, _chosen(outlet), say)
    days = days_called(typed, library, now=now)
    if days is not None:
        return _latest(shop, 0, f"d{days[0]:%Y%m%d}-{days[1]:%Y%m%d}", say)
    return _sources(shop, 0, say, unknown=typed)


def _pressed(shop: Services, data: str, say: Phrases) -> Rendered:
    what, number, *chosen = data.split(":")
    if what == "sources":
        return _sources(shop, int(number), say)
    return _latest(shop, int(number), chosen[0] if chosen else "", say)


def _latest(shop: Services, page: int, chosen: str, say: Phrases) -> Rendered:
    library, now = shop.live.current, shop.clock()
    source, days = "", None
    if chosen.startswith("s"):
        known = {_chosen(one): one.name for one in outlets(library, now=now)}
        if chosen not in known:  # its last article is gone
            return _sources(shop, 0, say)
        source = known[chosen]
    elif chosen:
        first, last = (date.fromisoformat(day) for day in chosen[1:].split("-"))
        days = (first, last)
    found = headlines(library, now=now, source=source or None, days=days)
    shown = found[page * PAGE : (page + 1) * PAGE]
    more = len(found) > (page + 1) * PAGE
    return render_latest(shown, page=page, more=more, source=source, days=days, chosen=chosen, say=say)


def _sources(shop: Services, first: int, say: Phrases, unknown: str = "") -> Rendered:
    found = [(_chosen(one), one) for one in outlets(shop.live.current, now=shop.clock())]
    shown = found[first : first + SOURCES]
    return render_sources(shown, first=first, more=len(found) > first + SOURCES, unknown=unknown, say=say)


def _chosen(outlet: Outlet) -> str:
    """What stands for a source in a button: its name may be too long for one."""
    name = outlet.name.casefold().encode("utf-8", "surrogatepass")
    return "s" + hashlib.sha256(name).hexdigest()[:10]
