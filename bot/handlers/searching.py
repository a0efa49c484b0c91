"""/search WORDS and /timeline TOPIC: what there is of them, without a question and without a refusal."""

from __future__ import annotations

from telegram import Message, Update

from bot import replies, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.remembered import reference, referred
from bot.rendering.finding import render_search, render_timeline
from bot.rendering.messages import Rendered
from bot.rendering.pages import PAGE, Leaf, Window
from bot.rendering.quotes import Asked
from bot.services import Context, Services
from knowledge.answering import reported
from knowledge.browsing.people import Register
from knowledge.browsing.searching import search
from knowledge.browsing.timeline import timeline
from knowledge.retrieval.asking import MAX_QUESTION

PATTERN = r"^(?:find|time):\d{1,4}:"
SECONDS = 0.3
"""How long a reader of a timeline waits for further articles to be read."""
_ROOM = 64 - len("find:9999:")
"""Bytes of callback data that are left for the words."""


async def on_search(update: Update, context: Context) -> None:
    """/search WORDS: the sentences that have them."""
    say = await readers.phrases(update, context)
    how = say.phrase("Put the words behind it, for example: {command} harbour bridge", command="/search")
    await _command(update, context, "find", Rendered.of([how]), say)


async def on_timeline(update: Update, context: Context) -> None:
    """/timeline TOPIC: what is said of a person or a topic, by day."""
    say = await readers.phrases(update, context)
    how = say.phrase("Put a person or a topic behind it, for example: {command} harbour bridge", command="/timeline")
    await _command(update, context, "time", Rendered.of([how]), say)


async def on_page(update: Update, context: Context) -> None:
    """Another page, in place of this one."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    what, first, words_for = query.data.split(":", 2)
    shop, say = services.of(context), await readers.phrases(update, context)
    words = referred(words_for, shop.typed)
    if words is None:
        await replies.acknowledge(
            query, say.gettext("I no longer remember those words. Please send them again."), alert=True
        )
        return
    await replies.acknowledge(query)
    if isinstance(query.message, Message):
        await replies.edit(query.message, await _page(shop, what, words, int(first), say))


async def _command(update: Update, context: Context, what: str, how: Rendered, say: Phrases) -> None:
    if update.message is None:
        return
    words = " ".join((update.message.text or "").split()[1:])[:MAX_QUESTION]
    found = await _page(services.of(context), what, words, 0, say) if words else how
    await replies.reply(update.message, found)


async def _page(shop: Services, what: str, words: str, first: int, say: Phrases) -> Rendered:
    if what == "find":
        return await shop.work.run(_search, shop, words, first, say)
    register = await shop.ahead.read(SECONDS)  # what somebody says tells their name only to who read it
    return await shop.work.run(_timeline, shop, register, words, first, say)


def _search(shop: Services, words: str, first: int, say: Phrases) -> Rendered:
    library, now = shop.live.current, shop.clock()
    found = search(words, library, now=now)
    first = first if first < len(found.hits) else 0
    leaves = [Leaf(reported(library, *hit.place, now=now)) for hit in found.hits[first : first + PAGE]]
    window = _window("find", words, first, len(found.hits), shop)
    return render_search(
        words, found, leaves, window, Asked(now, say, language=found.language, old_after=shop.old_after)
    )


def _timeline(shop: Services, register: Register, topic: str, first: int, say: Phrases) -> Rendered:
    library, now = register.library, shop.clock()
    speaker = register.called(topic, now)
    statements = register.statements(speaker.key, now) if speaker is not None else ()
    found = timeline(topic, library, now=now, statements=statements)
    first = first if first < len(found.entries) else 0
    quotes = [reported(library, one.story, one.index, now=now) for one in found.entries[first : first + PAGE]]
    window = _window("time", topic, first, len(found.entries), shop)
    return render_timeline(topic, found, quotes, window, Asked(now, say, old_after=shop.old_after))


def _window(what: str, words: str, first: int, entries: int, shop: Services) -> Window:
    return Window(f"{what}:{{first}}:{reference(words, _ROOM, shop.typed)}", first, entries > first + PAGE)
