"""Inline queries: quotes to choose from while typing, in any chat."""

from __future__ import annotations

from datetime import datetime

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot import replies, services
from bot.localization import readers
from bot.localization.phrases import ENGLISH, Phrases
from bot.rendering.quotes import InlineCard, inline_card
from bot.services import Context, Services
from knowledge.answering import reported
from knowledge.library import Library
from knowledge.reports import Place, once

RESULTS = 10
CACHE_SECONDS = 10
TYPING_SHARE = 0.5
"""While somebody types, half of the confidence is enough: they read the quote before they send it."""
NEAR = 6.0
"""How far behind the best (in the ranker's units) another sentence is still offered."""


async def on_inline(update: Update, context: Context) -> None:
    """Offer quotes for what is typed; the latest articles where nothing is."""
    query = update.inline_query
    if query is None:
        return
    say = await readers.phrases(update, context)
    found = await cards(services.of(context), query.query.strip(), say=say)
    ask = InlineQueryResultsButton(say.pgettext("button", "Ask in the private chat"), start_parameter="ask")
    with replies.too_late_is_fine():  # the next letter was faster
        await query.answer(
            [_result(card) for card in {card.id: card for card in found}.values()],
            cache_time=CACHE_SECONDS,
            is_personal=True,  # in the asker's language, which Telegram's cache does not know of
            button=None if found else ask,
        )


async def cards(shop: Services, typed: str, *, say: Phrases = ENGLISH) -> list[InlineCard]:
    """Return what is offered for `typed`, each report once."""
    library, now = shop.live.current, shop.clock()  # held, since a reload may swap while the question is asked
    places = await _matching(shop, library, typed, now) if typed else _leads(library, now)
    quotes = [reported(library, *places[number], now=now, among=places) for number in once(library, places)]
    return [inline_card(one, now=now, say=say) for one in quotes]


def _result(card: InlineCard) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description)


async def _matching(shop: Services, library: Library, typed: str, now: datetime) -> list[Place]:
    found = await shop.ask(typed, library=library, threshold=0.0, partial=True)
    ranked = found.trace.ranked[:RESULTS]
    if not ranked or found.confidence < TYPING_SHARE * shop.answers_from:
        return []
    return [
        (library.stories[one.article.id], one.sentence.index)
        for one in ranked
        if one.score >= ranked[0].score - NEAR and one.article.quotable(now)
    ]


def _leads(library: Library, now: datetime) -> list[Place]:
    """The first sentence of each of the newest articles."""
    stories = [library.stories[article.id] for article in library.latest(now, RESULTS)]
    firsts = [(story, next((s.index for s in story.bare if s.quotable), None)) for story in stories]
    return [(story, index) for story, index in firsts if index is not None]
