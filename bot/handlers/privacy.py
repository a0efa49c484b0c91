"""/privacy and /forget: what is kept of the asker, and how it is erased."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType

from bot import replies, services
from bot.following import KEPT_AFTER_THE_END
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.rendering.privacy import FORGET, render_forget, render_forgotten, render_privacy
from bot.services import Context

PATTERN = rf"^{FORGET}(?:yes|no)$"


async def on_privacy(update: Update, context: Context) -> None:
    """Say what is kept; how much of the asker only to themselves."""
    message, user, keeping = update.message, update.effective_user, services.of(context).keeping
    if message is None or user is None or keeping is None:
        return
    alone = message.chat.type == ChatType.PRIVATE
    kept = await keeping.store.forgetting.kept_about(user.id) if alone else None
    say = await readers.phrases(update, context)
    days = KEPT_AFTER_THE_END.days
    await replies.reply(message, render_privacy(kept, keep_texts=keeping.store.keep_texts, days=days, say=say))


async def on_forget(update: Update, context: Context) -> None:
    """Ask whether to erase what is kept of the asker, in their own chat."""
    message, user, keeping = update.message, update.effective_user, services.of(context).keeping
    if message is None or user is None or keeping is None:
        return
    say = await readers.phrases(update, context)
    if message.chat.type == ChatType.PRIVATE:
        await replies.reply(message, render_forget(await keeping.store.forgetting.kept_about(user.id), say=say))
    else:
        private = say.phrase("Write {forget} to me in our private chat.", forget="/forget")
        await replies.reply(message, Rendered.of([private]))


async def on_decision(update: Update, context: Context) -> None:
    """Erase it, or leave it."""
    query, shop = update.callback_query, services.of(context)
    if query is None or query.data is None or shop.keeping is None:
        return
    message, erase = query.message, query.data == f"{FORGET}yes"
    if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
        await query.answer()
        return
    if erase:
        await shop.forget_chat(query.from_user.id)
    await query.answer()
    await replies.edit(message, render_forgotten(erase, say=await readers.phrases(update, context)))
