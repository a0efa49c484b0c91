"""/latest and /about."""

from __future__ import annotations

from telegram import Update

from bot import replies, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.messages import Rendered
from bot.rendering.overview import PAGE, render_about, render_latest
from bot.services import Context

PATTERN = r"^latest:\d{1,6}$"


async def on_latest(update: Update, context: Context) -> None:
    """The newest articles, a page of them."""
    if update.message is not None:
        await replies.reply(update.message, _page(context, 0, await readers.phrases(update, context)))


async def on_page(update: Update, context: Context) -> None:
    """Another page, in place of this one."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    if await replies.acknowledge(query):
        page = int(query.data.partition(":")[2])
        await replies.edit_pressed(query, _page(context, page, await readers.phrases(update, context)))


def _page(context: Context, page: int, say: Phrases) -> Rendered:
    shop = services.of(context)
    articles = shop.live.current.latest(shop.clock(), PAGE + 1, page * PAGE)
    return render_latest(articles[:PAGE], page=page, more=len(articles) > PAGE, now=shop.clock(), say=say)


async def on_about(update: Update, context: Context) -> None:
    """How many articles there are, and from when to when."""
    if update.message is not None:
        shop, say = services.of(context), await readers.phrases(update, context)
        await replies.reply(update.message, render_about(shop.live.current, now=shop.clock(), say=say))
