"""What admins are told of how it goes: /status, /stats and /audit, in their own private chats."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update
from telegram.constants import ParseMode

from bot import replies, services
from bot.localization import readers
from bot.rendering import chart
from bot.rendering.deeds import render_deeds
from bot.rendering.stats import render_stats
from bot.rendering.status import Figures, render_status
from bot.services import Context, Services
from knowledge.store import State

WEEK = 7
DEEDS = 20


async def on_status(update: Update, context: Context) -> None:
    """Say what the bot answers from and how it goes, on one screen."""
    if update.message is not None:
        shop, say = services.of(context), await readers.phrases(update, context)
        shown = render_status(shop.live.current, await _figures(shop), now=shop.clock(), say=say)
        await replies.reply(update.message, shown)
        await services.note_deed(update, context, "status")


async def on_stats(update: Update, context: Context) -> None:
    """A picture of the last days' questions, answered and refused, with its figures in words."""
    shop, say = services.of(context), await readers.phrases(update, context)
    message, keeping = update.message, shop.keeping
    if message is None or keeping is None:
        return
    today = shop.clock().date()
    days = await keeping.store.counts.days(today - timedelta(days=chart.DAYS - 1), today)
    picture = await shop.work.run(chart.draw, days, today)
    caption = render_stats(days, until=today, days_back=chart.DAYS, say=say)
    await context.bot.send_photo(
        message.chat_id, picture, caption=caption.messages[0], parse_mode=ParseMode.HTML, filename="questions.png"
    )
    await services.note_deed(update, context, "stats")


async def on_audit(update: Update, context: Context) -> None:
    """List what admins did last."""
    shop, say = services.of(context), await readers.phrases(update, context)
    if update.message is not None and shop.keeping is not None:
        await replies.reply(update.message, render_deeds(await shop.keeping.store.audit.latest(DEEDS), say=say))


async def _figures(shop: Services) -> Figures | None:
    """What the store knows; None where nothing is kept."""
    if shop.keeping is None:
        return None
    store, today = shop.keeping.store, shop.clock().date()
    days = await store.counts.days(today - timedelta(days=WEEK - 1), today)
    decided = shop.live.rulings.values()
    return Figures(
        memory=shop.memory(),
        today=next((one for one in days if one.day == today), None),
        days=days,
        took=await store.counts.percentiles(today),
        follows=await store.follows.number(),
        notices=(await store.notices.states())[State.PENDING],
        withheld=sum(ruling.withheld for ruling in decided),
        corrected=sum(bool(ruling.correction) for ruling in decided),
        drafts=await store.drafts.waiting(),
    )
