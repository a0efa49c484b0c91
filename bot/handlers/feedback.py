"""Whether a quote helped: a press of a thumb, and a word of thanks."""

from __future__ import annotations

from telegram import Update

from bot import replies, services
from bot.localization import readers
from bot.references import find_quote
from bot.rendering.buttons import HELPFUL, NOT_HELPFUL, RATED
from bot.services import Context

PATTERN = rf"^{RATED}[{HELPFUL}{NOT_HELPFUL}]:"


async def on_rating(update: Update, context: Context) -> None:
    """Keep what a reader thinks of a quote."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    shop, say = services.of(context), await readers.phrases(update, context)
    sign, _, key = query.data.removeprefix(RATED).partition(":")
    now = shop.clock()
    quote = await shop.work.run(find_quote, shop.live.current, key, now=now)
    if quote is None:
        await replies.acknowledge(
            query, say.gettext("The articles were updated and this quote is no longer in them as it was.")
        )
        return
    message = query.message
    exchange = shop.exchanges.of_answer(message.chat.id, message.message_id) if message is not None else None
    question = exchange.turn.question if exchange is not None else ""
    helpful = sign == HELPFUL
    new = await shop.feedback.rate(query.from_user.id, quote, helpful=helpful, question=question, now=now)
    if not new:
        await replies.acknowledge(query, say.gettext("You said so already. Thank you."))
    elif helpful:
        await replies.acknowledge(query, say.gettext("Noted as helpful. Thank you."))
    else:
        await replies.acknowledge(query, say.gettext("Noted as not helpful. Thank you."))
