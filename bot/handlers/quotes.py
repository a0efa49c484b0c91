"""The buttons under a quote: the text around it, and back."""

from __future__ import annotations

from telegram import Update

from bot import replies, services
from bot.localization import readers
from bot.references import find_quote
from bot.rendering.quotes import render_context, render_quote
from bot.services import Context

PATTERN = r"^(?:ctx|quote):"


async def on_button(update: Update, context: Context) -> None:
    """Show the text around a quote, or fold it away again."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    action, _, key = query.data.partition(":")
    shop, say = services.of(context), await readers.phrases(update, context)
    now = shop.clock()
    quote = find_quote(shop.live.current, key, now=now)
    if quote is None:
        gone = say.gettext("The articles were updated and this quote is no longer in them as it was.")
        await replies.acknowledge(query, gone)
    elif await replies.acknowledge(query):
        show = render_context if action == "ctx" else render_quote
        await replies.edit_pressed(query, show(quote, now=now, say=say))
