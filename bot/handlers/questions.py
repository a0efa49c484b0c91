"""Questions: any text in a private chat; in a group only what is addressed to the bot."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from datetime import datetime

from telegram import Message, Update
from telegram.error import BadRequest

from bot import addressing, admission, replies, services
from bot.addressing import Put, Way
from bot.exchanges import Exchange
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.preferences import DEFAULTS
from bot.rendering.answers import PLAIN, render
from bot.rendering.following import offering
from bot.rendering.messages import Rendered
from bot.services import Context, Services
from bot.wording import OLD_AFTER
from knowledge.answering import Answer, NoAnswer
from knowledge.conversation import resolving
from knowledge.conversation.quoting import resolve_beside
from knowledge.conversation.resolving import Understood
from knowledge.conversation.talk import talks_on
from knowledge.conversation.turn import Turn
from knowledge.retrieval.asking import MAX_QUESTION
from knowledge.store import Preferences

PATTERN = rf"^{PLAIN}$"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, as it was understood."""

    answer: Answer | NoAnswer
    understood: Understood
    turn: Turn

    def rendered(self, now: datetime, say: Phrases, *, context: bool = True, old_after: int = OLD_AFTER) -> Rendered:
        """Ready to go out, with the sentences around a quote where `context` is wanted."""
        understood = self.understood.question if self.understood.follows else ""
        return render(self.answer, now=now, understood=understood, context=context, say=say, old_after=old_after)

    @property
    def is_talk(self) -> bool:
        """Whether what was said was no question at all."""
        return talks_on(self.understood, self.answer)


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
        library = shop.live.current  # held, since a reload may swap while the question is asked
        wanted = await shop.preferences_of(message.chat.id)
        answer = await shop.ask(exchange.written, library=library, limit=wanted.quotes)
        plainly = Understood(exchange.written, exchange.written)
        found = Found(answer, plainly, Turn.of(answer))
        sent = await replies.replace(message, exchange.answers, _rendered(found, wanted, shop, say))
        shop.exchanges.note(message.chat.id, Exchange(exchange.question, sent, found.turn))


def how(say: Phrases) -> Rendered:
    """Say how to ask, to who calls and asks nothing."""
    example = say.gettext("What happened today?")
    return Rendered.of([say.phrase("Ask a question, for example: {example}", example=f"/ask {example}")])


async def find(put: Put, previous: Turn | None, shop: Services, *, limit: int = DEFAULTS.quotes) -> Found:
    """Ask the library what is put to the bot after `previous`, and with the words that are quoted beside it.

    Where those do not lead to an answer the question is asked alone.
    """
    library = shop.live.current  # held, since a reload may swap while the question is asked
    understood = await shop.work.run(resolve_beside, put.question, put.quoted, previous, library)
    answer = await shop.ask(understood.question, library=library, about=understood.about, limit=limit)
    if understood.way is resolving.Way.QUOTED and isinstance(answer, NoAnswer):
        understood = Understood(put.question, put.question)
        answer = await shop.ask(put.question, library=library, limit=limit)
    return Found(answer, understood, Turn.of(answer))


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
        found = await find(put, _turn_before(message, put, shop), shop, limit=wanted.quotes)
        if put.way is Way.REPLY and found.is_talk:
            await _take_back(message, shop)
            return
        rendered, old = _rendered(found, wanted, shop, say), known.answers if known is not None else ()
        try:
            sent = await (replies.replace(message, old, rendered) if old else replies.reply(message, rendered))
        except BadRequest as error:
            if not old or not replies.is_gone(error):
                raise
            sent = await replies.reply(message, rendered)  # the answer was deleted meanwhile
        written = put.question if found.understood.follows else ""
        shop.exchanges.note(chat, Exchange(question, sent, found.turn, written, found.understood.about))
    await shop.count(found.answer, found.understood.question, began=began)


def _rendered(found: Found, wanted: Preferences, shop: Services, say: Phrases) -> Rendered:
    """What is said, as the reader has set it; a refusal of a question that has words can be followed."""
    rendered = found.rendered(shop.clock(), say, context=wanted.context, old_after=shop.old_after)
    answer = found.answer
    follows = shop.keeping is not None and isinstance(answer, NoAnswer) and bool(answer.trace.terms)
    return offering(rendered, say=say) if follows else rendered


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
