"""Which language a reader reads."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot import services
from bot.localization.phrases import Phrases, for_language
from bot.services import Context


async def phrases(update: Update, context: Context) -> Phrases:
    """Return the phrases for who reads the reply to `update`.

    In a group what its admins chose comes first; then what the user chose, then the language of their Telegram. The
    chat of a guest message is none of the bot's, though another of its chats may have the same id.
    """
    choices = services.of(context).languages
    chat = update.effective_chat if update.guest_message is None else None
    user = update.effective_user
    if chat is not None and chat.type != ChatType.PRIVATE and (chosen := await choices.preferred(chat.id)):
        return for_language(chosen)
    if user is None:
        return for_language(None)
    return for_language(await choices.preferred(user.id) or user.language_code)
