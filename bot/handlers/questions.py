"""Questions: any text in a private chat; in a group only what is addressed to the bot."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace

from telegram import Message, Update
from telegram.error import BadRequest

from bot import addressing, admission, replies, services
from bot.addressing import Put, Way
from bot.answering import Asking, Reply
from bot.exchanges import Exchange
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.preferences import DEFAULTS
from bot.rendering.answers import PLAIN
from bot.rendering.following import offering
from bot.rendering.messages import Rendered
from bot.services import Context, Services
from knowledge.conversation.turn import Turn
from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.store import Preferences

PATTERN = rf"^{PLAIN}$"


async def on_message(update: Update, context: Context) -> None:
    """Answer what is put to the bot, by /ask or otherwise; be silent at everything else."""
    message = update.message
    put = addressing.put_to(context.bot.bot, message) if message is not None else None
    if message is None or put is None:
        return
    shop = services.of(context)
    if message.media_group_id is not None and shop.limits is not None:
        shop.limits.opens(message.chat_id, message.media_group_id, shop.clock())
    if not await admission.admits(update, context):
        return
    say = await readers.phrases(update, context)
    if put.question:
        await _answer(message, put, shop, say)
    else:
        await replies.reply(message, how(say))


async def on_edited(update: Update, context: Context) -> None:
    """An edited question edits its answer; one that was edited into something else takes its answer back."""
    message, shop = update.edited_message, services.of(context)
    if message is None or admission.is_late(message, shop):
        return
    put = addressing.put_to(context.bot.bot, message)
    if put is None or not put.question:
        async with shop.work.turn(addressing.asker(message)):
            await _take_back(message, shop)
        return
    known = shop.exchanges.of_question(message.chat_id, message.message_id)
    if known is None and shop.limits is not None and shop.limits.is_late(message.date, shop.clock()):
        return  # an old message that was never a question, or is forgotten
    if not _is_as_before(known, put) and await admission.admits(update, context):
        await _answer(message, put, shop, await readers.phrases(update, context))


async def on_plain(update: Update, context: Context) -> None:
    """Ask a follow-up again as it was written: it was not what its reader meant."""
    query = update.callback_query
    if query is None:
        return
    shop, message, say = services.of(context), query.message, await readers.phrases(update, context)
    exchange = shop.exchanges.of_answer(message.chat.id, message.message_id) if message is not None else None
    if exchange is None or not exchange.written or not isinstance(message, Message):
        forgotten = say.gettext("I no longer remember that question. Please ask it again.")
        await replies.acknowledge(query, forgotten, alert=True)
        return
    await replies.acknowledge(query)
    async with shop.work.turn(query.from_user.id):
        wanted = await shop.preferences_of(message.chat.id)
        found = await shop.reply(replace(asking(Put(exchange.written, Way.PRIVATE), shop, say, wanted), plainly=True))
        sent = await replies.replace(message, exchange.answers, _rendered(found, shop, say))
        shop.exchanges.note(message.chat.id, Exchange(exchange.question, sent, found.turn))


def how(say: Phrases) -> Rendered:
    """Say how to ask, to who calls and asks nothing."""
    example = say.gettext("What happened today?")
    return Rendered.of([say.phrase("Ask a question, for example: {example}", example=f"/ask {example}")])


def asking(
    put: Put, shop: Services, say: Phrases, wanted: Preferences = DEFAULTS, previous: Turn | None = None
) -> Asking:
    """What is put to the bot after `previous`, as its reader wants it answered."""
    return Asking(
        question=put.question,
        quoted=put.quoted,
        previous=previous,
        limit=wanted.quotes,
        context=wanted.context,
        language=say.language,
        now=shop.clock(),
        threshold=shop.threshold,
        old_after=shop.old_after,
    )


async def ask_for(update: Update, context: Context, question: str) -> None:
    """Answer `question` to who sent the message of `update`, which does not have it itself: they followed a link."""
    if update.message is not None:
        put = Put(question, Way.PRIVATE)
        await _answer(update.message, put, services.of(context), await readers.phrases(update, context))


async def _answer(message: Message, put: Put, shop: Services, say: Phrases) -> None:
    chat, question, began = message.chat_id, message.message_id, time.monotonic()
    async with shop.work.turn(addressing.asker(message)):
        known = shop.exchanges.of_question(chat, question)
        if _is_as_before(known, put):
            return
        wanted = await shop.preferences_of(chat)
        found = await shop.reply(asking(put, shop, say, wanted, _turn_before(message, put, shop)))
        if put.way is Way.REPLY and found.is_talk:
            await _take_back(message, shop)
            return
        rendered, old = _rendered(found, shop, say), known.answers if known is not None else ()
        try:
            sent = await (replies.replace(message, old, rendered) if old else replies.reply(message, rendered))
        except BadRequest as error:
            if not old or not replies.is_gone(error):
                raise
            sent = await replies.reply(message, rendered)  # the answer was deleted meanwhile
        written = put.question if found.understood.follows else ""
        shop.exchanges.note(chat, Exchange(question, sent, found.turn, written, found.understood.about))
    await shop.count(found, began=began)


def _rendered(found: Reply, shop: Services, say: Phrases) -> Rendered:
    """What is said; a refusal of a question that has words can be followed, where anything is kept."""
    follows = shop.keeping is not None and found.can_be_followed
    return offering(found.rendered, say=say) if follows else found.rendered


def _is_as_before(known: Exchange | None, put: Put) -> bool:
    """Whether a question was answered already as it stands: a message is "edited" by its link's preview too."""
    return known is not None and known.asked == put.question[:MAX_QUESTION]


async def _take_back(message: Message, shop: Services) -> None:
    """Delete the answers to a message, where there are any."""
    for answer in shop.exchanges.answers(message.chat_id, message.message_id):
        with contextlib.suppress(BadRequest):  # deleted already
            await message.get_bot().delete_message(message.chat_id, answer)
    shop.exchanges.forget(message.chat_id, message.message_id)


def _turn_before(message: Message, put: Put, shop: Services) -> Turn | None:
    """What a question may follow: the answer that it replies to, or in a private chat the question before it.

    Who quotes something says what is meant.
    """
    replied = message.reply_to_message
    exchange = shop.exchanges.of_answer(message.chat_id, replied.message_id) if replied is not None else None
    if exchange is None and put.way is Way.PRIVATE and not put.quoted:
        exchange = shop.exchanges.before(message.chat_id, message.message_id)
    return exchange.turn if exchange is not None else None
