"""/people: who speaks in the articles, and what they say."""

from __future__ import annotations

from telegram import Message, Update

from bot import replies, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.messages import Rendered
from bot.rendering.pages import PAGE as QUOTES
from bot.rendering.pages import Leaf
from bot.rendering.people import PAGE, render_people, render_statements
from bot.rendering.quotes import Asked
from bot.services import Context, Services
from knowledge.answering import reported
from knowledge.browsing.people import Register

PATTERN = r"^(?:people:\d{1,6}|said:[0-9a-f]{12}:\d{1,6})$"
SECONDS = 1.0
"""How long a reader waits for further articles to be read: where all are read already, not at all."""


async def on_people(update: Update, context: Context) -> None:
    """/people, or /people NAME: everybody, or what one of them says."""
    if update.message is None:
        return
    typed = (update.message.text or "").partition(" ")[2].strip()
    shop, say = services.of(context), await readers.phrases(update, context)
    register = await shop.ahead.read(SECONDS)
    await replies.reply(update.message, await shop.work.run(_asked, shop, register, typed, say))


async def on_page(update: Update, context: Context) -> None:
    """Another page, or another person, in place of this one."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    await replies.acknowledge(query)
    if isinstance(query.message, Message):
        shop, say = services.of(context), await readers.phrases(update, context)
        register = await shop.ahead.read(SECONDS)
        await replies.edit(query.message, await shop.work.run(_pressed, shop, register, query.data, say))


def _asked(shop: Services, register: Register, typed: str, say: Phrases) -> Rendered:
    speaker = register.called(typed, shop.clock()) if typed else None
    if speaker is not None:
        return _statements(shop, register, speaker.key, 0, say)
    return _everybody(shop, register, 0, say, unknown=typed)


def _pressed(shop: Services, register: Register, data: str, say: Phrases) -> Rendered:
    what, *chosen = data.split(":")
    if what == "people":
        return _everybody(shop, register, int(chosen[0]), say)
    return _statements(shop, register, chosen[0], int(chosen[1]), say)


def _everybody(shop: Services, register: Register, first: int, say: Phrases, unknown: str = "") -> Rendered:
    found = register.speakers(shop.clock())
    return render_people(
        found[first : first + PAGE],
        first=first,
        more=len(found) > first + PAGE,
        read=len(register.read),
        articles=len(register.library),
        unknown=unknown,
        say=say,
    )


def _statements(shop: Services, register: Register, key: str, first: int, say: Phrases) -> Rendered:
    library, now = register.library, shop.clock()
    speaker = register.speaker(key, now)
    if speaker is None:  # the articles have nothing of them any more
        return _everybody(shop, register, 0, say)
    places = register.statements(key, now)
    first = first if first < len(places) else 0
    leaves = [Leaf(reported(library, *place, now=now, among=places)) for place in places[first : first + QUOTES]]
    return render_statements(
        speaker,
        leaves,
        first=first,
        more=len(places) > first + QUOTES,
        read=len(register.read),
        articles=len(library),
        asked=Asked(now, say, old_after=shop.old_after),
    )
