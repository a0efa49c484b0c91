"""What a message puts to the bot, and whether it does: read from the message alone.

In a private chat everything is said to the bot. In a group it is addressed by /ask, by its name, or by a reply to one
of its messages, and by nothing else: not by what somebody forwards, nor by a reply that begins with somebody's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

ASK = "ask"


class Way(StrEnum):
    """How the bot is addressed."""

    PRIVATE = "private"
    COMMAND = "command"
    NAME = "name"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Put:
    """What is put to the bot: `question`, empty where somebody only calls; `quoted` is what they quote with it."""

    question: str
    way: Way
    quoted: str = ""


def left_alone(message: Message) -> bool:
    """Whether a message is nobody's word to the bot.

    It is none from a business chat, by an inline bot, from another bot, or a channel's post as its discussion group
    gets it. Who writes as a chat (an anonymous admin, a channel) comes with a bot for a sender, and is none.
    """
    sender = message.from_user
    return (
        message.business_connection_id is not None
        or message.via_bot is not None
        or bool(message.is_automatic_forward)
        or (message.sender_chat is None and (sender is None or sender.is_bot))
    )


def asker(message: Message) -> int:
    """Return the id of who asks: a person, or the chat in whose name they write."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else 0


def put_to(me: User, message: Message) -> Put | None:
    """Return what `message` puts to the bot `me`; None where others are spoken to, or nothing is said in words."""
    if left_alone(message) or not _text(message):
        return None
    private = message.chat.type == ChatType.PRIVATE
    if message.forward_origin is not None:
        return Put(_asked(me, message), Way.PRIVATE) if private else None
    command = _command(message)
    if command is not None and command not in {ASK, f"{ASK}@{(me.username or '').lower()}"}:
        return None
    way = Way.PRIVATE if private else Way.COMMAND
    if command is None and not private:
        if any(_is(me, message, entity) for entity in _entities(message)):
            way = Way.NAME
        elif _replied_to(me, message) and not _calls_somebody(message):
            way = Way.REPLY
        else:
            return None
    return _with_what_it_replies_to(me, message, Put(_asked(me, message), way))


def put_as_guest(me: User, message: Message) -> Put:
    """Return what a guest message puts to the bot, which is summoned by its name or by a reply to it."""
    way = Way.NAME if any(_is(me, message, entity) for entity in _entities(message)) else Way.REPLY
    return _with_what_it_replies_to(me, message, Put(_asked(me, message), way))


def _with_what_it_replies_to(me: User, message: Message, put: Put) -> Put:
    """A call without a question means what it quotes, or else what it replies to."""
    quoted = message.quote.text.strip() if message.quote is not None else ""
    if put.question:
        return Put(put.question, put.way, quoted)
    replied = message.reply_to_message
    if not quoted and replied is not None and not _is_by(me, replied):
        quoted = _asked(me, replied)
    return Put(quoted, put.way)


def _asked(me: User, message: Message) -> str:
    """The text without the names that call the bot and without the command that opens it."""
    text, entities = _text(message), _entities(message)
    raw, parts, at = text.encode("utf-16-le", "surrogatepass"), [], 0
    for entity in entities:
        opens = entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0
        if (opens or _is(me, message, entity)) and entity.offset >= at:
            parts.append(raw[2 * at : 2 * entity.offset])
            at = entity.offset + entity.length
    parts.append(raw[2 * at :])
    said = [part.decode("utf-16-le", "surrogatepass").strip() for part in parts]
    return " ".join(part for part in said if part.strip(" ,:")).strip(" ,:\n")


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _entities(message: Message) -> Iterator[MessageEntity]:
    yield from message.entities if message.text else message.caption_entities


def _said(message: Message, entity: MessageEntity) -> str:
    raw = _text(message).encode("utf-16-le", "surrogatepass")
    return raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "surrogatepass")


def _command(message: Message) -> str | None:
    """The command that opens the message, in small letters, without its slash."""
    opening = next((one for one in _entities(message) if one.offset == 0), None)
    if opening is None or opening.type != MessageEntity.BOT_COMMAND:
        return None
    return _said(message, opening)[1:].lower()


def _is(me: User, message: Message, entity: MessageEntity) -> bool:
    """Whether an entity is the bot's name."""
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and _said(message, entity).casefold() == f"@{me.username}".casefold()


def _calls_somebody(message: Message) -> bool:
    """Whether it begins with a name; the bot's own was looked for before."""
    names = {MessageEntity.MENTION, MessageEntity.TEXT_MENTION}
    return any(one.offset == 0 and one.type in names for one in _entities(message))


def _replied_to(me: User, message: Message) -> bool:
    """Whether it replies to a message of the bot.

    Whatever is written in a topic "replies" to the message that opened it, which no one has said.
    """
    replied = message.reply_to_message
    return replied is not None and replied.forum_topic_created is None and _is_by(me, replied)


def _is_by(me: User, message: Message) -> bool:
    return message.from_user is not None and message.from_user.id == me.id
