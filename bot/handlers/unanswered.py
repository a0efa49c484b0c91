"""/unanswered: what nobody could be answered, for admins in their own private chats."""

from __future__ import annotations

from datetime import timedelta

from telegram import Message, Update

from bot import replies, services
from bot.keeping import Keeping
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.messages import Rendered
from bot.rendering.unanswered import CLEAR, ERASE, PAGE, render_clear, render_reasons, render_unanswered
from bot.services import Context, Services

PATTERN = rf"^(?:unanswered:\d{{1,6}}|{CLEAR}|{ERASE})$"
DAYS = 30
"""Days whose refusals are counted by reason, where their words are not kept."""


async def on_unanswered(update: Update, context: Context) -> None:
    """List the questions that were refused most often; how many by reason, where their words are not kept."""
    shop, say = services.of(context), await readers.phrases(update, context)
    if update.message is None or shop.keeping is None:
        return
    await replies.reply(update.message, await _listed(shop, shop.keeping, 0, say))
    await services.note_deed(update, context, "unanswered")


async def on_press(update: Update, context: Context) -> None:
    """Turn the page, or erase all questions after asking once."""
    query, shop = update.callback_query, services.of(context)
    if query is None or query.data is None or shop.keeping is None or not isinstance(query.message, Message):
        return
    await replies.acknowledge(query)
    say, kept = await readers.phrases(update, context), shop.keeping.store.unanswered
    if query.data == CLEAR and (number := await kept.number()):
        await replies.edit(query.message, render_clear(number, say=say))
        return
    if query.data == ERASE:
        erased = await kept.erase()
        await services.note_deed(update, context, "unanswered", f"erase {erased}")
    first = query.data.rpartition(":")[2]
    await replies.edit(query.message, await _listed(shop, shop.keeping, int(first) if first.isdecimal() else 0, say))


async def _listed(shop: Services, keeping: Keeping, first: int, say: Phrases) -> Rendered:
    store = keeping.store
    number = await store.unanswered.number()
    if number or store.keep_texts:  # what was kept before it was switched off is there still
        first = first if first < number else 0
        shown = await store.unanswered.most_asked(PAGE, skip=first)
        return render_unanswered(shown, first=first, number=number, say=say)
    today = shop.clock().date()
    days = await store.counts.days(today - timedelta(days=DAYS - 1), today)
    return render_reasons(days, days_back=DAYS, say=say)
