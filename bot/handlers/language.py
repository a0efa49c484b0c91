"""/language: which one the bot speaks, to a reader, or in a group as its admins choose."""

from __future__ import annotations

from telegram import Chat, Message, Update
from telegram.constants import ChatType

from bot import replies, services
from bot.localization import catalogues, readers
from bot.localization.phrases import for_language
from bot.permissions import may_set
from bot.rendering.languages import PREFIX, render_languages
from bot.rendering.messages import Rendered
from bot.services import Context

PATTERN = rf"^{PREFIX}\w{{0,20}}$"


async def on_language(update: Update, context: Context) -> None:
    """Offer the languages."""
    message = update.message
    if message is None:
        return
    if await may_set(update, message.chat, context):
        await replies.reply(message, await _offer(update, message.chat, context))
    else:
        say = await readers.phrases(update, context)
        await replies.reply(message, Rendered.of([say.phrase("Only an admin of this group can choose its language.")]))


async def on_choice(update: Update, context: Context) -> None:
    """Keep the choice, and say so in its language."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    message, language = query.message, query.data.removeprefix(PREFIX)
    if not isinstance(message, Message) or language not in ("", *catalogues.languages()):
        await replies.acknowledge(query)
        return
    if not await may_set(update, message.chat, context):
        say = await readers.phrases(update, context)
        await replies.acknowledge(
            query, say.gettext("Only an admin of this group can choose its language."), alert=True
        )
        return
    await services.of(context).languages.prefer(message.chat.id, language or None)
    say = await readers.phrases(update, context)
    await replies.acknowledge(query, say.gettext("I speak {language} now.", language=say.name))
    await replies.edit(message, await _offer(update, message.chat, context))


async def _offer(update: Update, chat: Chat, context: Context) -> Rendered:
    chosen = await services.of(context).languages.preferred(chat.id)
    return render_languages(
        map(for_language, catalogues.languages()),
        chosen,
        group=chat.type != ChatType.PRIVATE,
        say=await readers.phrases(update, context),
    )
