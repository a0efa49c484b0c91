"""The bot comes into a chat, leaves it, or finds it changed into another."""

from __future__ import annotations

import logging

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest

from bot import services
from bot.localization import readers
from bot.services import Context

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_HERE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}
_log = logging.getLogger(__name__)


async def on_membership(update: Update, context: Context) -> None:
    """Say one line in a group that the bot has joined; forget a chat that it was removed from, or blocked in."""
    changed = update.my_chat_member
    if changed is None:
        return
    shop, chat = services.of(context), changed.chat
    if not _is_in(changed.new_chat_member):
        _log.info("removed from a %s", chat.type)
        await shop.forget_chat(chat.id)
        return
    if _is_in(changed.old_chat_member) or not _may_write(changed.new_chat_member):
        return
    if chat.type not in _GROUPS or chat.id in shop.moved:
        return
    if shop.limits is not None and (
        shop.limits.is_late(changed.date, shop.clock())
        or shop.limits.question(changed.from_user.id, chat.id, shop.clock()) is not None
    ):
        return
    say = await readers.phrases(update, context)
    line = say.phrase(
        "Ask me about the news: mention me ({mention}), reply to me, or use {ask}.",
        mention=f"@{context.bot.username}",
        ask="/ask",
    )
    try:
        await context.bot.send_message(chat.id, line.html, parse_mode=ParseMode.HTML)
    except BadRequest as error:  # a group where only some may write
        _log.info("not introduced in a group: %s", error.message)


async def on_migration(update: Update, context: Context) -> None:
    """Move what is kept of a group to the supergroup that it has become; both chats tell of it."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await services.of(context).move_chat(message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await services.of(context).move_chat(message.migrate_from_chat_id, message.chat_id)


def _is_in(member: ChatMember) -> bool:
    return member.status in _HERE or (isinstance(member, ChatMemberRestricted) and member.is_member)


def _may_write(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages
