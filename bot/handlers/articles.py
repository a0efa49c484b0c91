"""/article ID, and the deep link that opens an article: its text in the chat, page by page."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot import replies, services
from bot.localization import readers
from bot.references import find_article
from bot.rendering.messages import Rendered
from bot.rendering.reading import render_article
from bot.services import Context

LINK = re.compile(r"^/start(?:@\w+)? a_(?P<link>[A-Za-z0-9_-]{1,62})$")
"""What following t.me/BOT?start=a_LINK sends; the link is `bot.references.article_link`."""


async def on_article(update: Update, context: Context) -> None:
    """/article ID: the first page of an article."""
    if update.message is None:
        return
    _, _, given = (update.message.text or "").partition(" ")
    if given.strip():
        await _show(update, update.message, given.strip(), context)
        return
    say = await readers.phrases(update, context)
    how = say.phrase("Put the article's id behind it: {example}", example="/article ID")
    await replies.reply(update.message, Rendered.of([how]))


async def on_link(update: Update, context: Context) -> None:
    """/start a_LINK: the same, for who followed a link."""
    followed = LINK.match(update.message.text or "") if update.message is not None else None
    if update.message is not None and followed is not None:
        await _show(update, update.message, followed["link"], context)


async def _show(update: Update, message: Message, named: str, context: Context) -> None:
    shop, say = services.of(context), await readers.phrases(update, context)
    story = find_article(shop.live.current, named, now=shop.clock())
    if story is None:
        unknown = Rendered.of([say.phrase("That article is not here, or no longer.")])
        await replies.reply(message, unknown)
        return
    await replies.reply(message, render_article(story, 1, now=shop.clock(), say=say, old_after=shop.old_after))
