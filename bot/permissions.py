"""Who may set something for a chat, and who is an admin of the bot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from typing import Any

from telegram import Chat, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest

from bot import replies
from bot.services import Context

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def by_admins(handler: Handler, admins: Collection[int]) -> Handler:
    """A handler for buttons that only `admins` may press, in their own private chats; for others they do nothing."""

    async def guarded(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        message = query.message
        theirs = isinstance(message, Message) and message.chat.type == ChatType.PRIVATE
        if theirs and query.from_user.id in admins:
            await handler(update, context)
        else:
            await replies.acknowledge(query)

    return guarded


async def may_set(update: Update, chat: Chat, context: Context) -> bool:
    """Whether the asker may: in their own chat everybody, in a group its admins, who may be anonymous."""
    if chat.type == ChatType.PRIVATE:
        return True
    if update.message is not None and update.message.sender_chat is not None:
        return update.message.sender_chat.id == chat.id
    if update.effective_user is None:
        return False
    try:
        member = await context.bot.get_chat_member(chat.id, update.effective_user.id)
    except BadRequest:  # who is no longer in the group
        return False
    return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


def asker_of(update: Update) -> int | None:
    """Return whose request this is: a user's id, or the chat's in whose name somebody writes."""
    if update.message is not None and update.message.sender_chat is not None:
        return update.message.sender_chat.id
    return update.effective_user.id if update.effective_user is not None else None
