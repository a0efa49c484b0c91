"""Inline queries: quotes to choose from while typing, in any chat."""

from __future__ import annotations

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import services
from bot.rendering import InlineCard, inline_card
from bot.services import Context, Services
from knowledge.answering import Quote, quote

RESULTS = 10
CACHE_SECONDS = 10
TYPING_SHARE = 0.5
"""While somebody types, half of the confidence is enough: they read the quote before they send it."""
NEAR = 3.0
"""How far behind the best (in the ranker's units) another sentence is still offered."""
_ASK = InlineQueryResultsButton("Ask in the private chat", start_parameter="ask")


async def on_inline(update: Update, context: Context) -> None:
    """Offer quotes for what is typed; the latest articles where nothing is."""
    query = update.inline_query
    if query is None:
        return
    shop = services.of(context)
    typed = query.query.strip()
    quotes = await _matching(shop, typed) if typed else _leads(shop)
    cards = [inline_card(one, now=shop.clock()) for one in quotes]
    try:
        await query.answer(
            [_result(card) for card in {card.id: card for card in cards}.values()],
            cache_time=CACHE_SECONDS,
            is_personal=False,
            button=None if cards else _ASK,
        )
    except BadRequest as error:
        if "too old" not in error.message:  # the next letter was faster
            raise


def _result(card: InlineCard) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description)


async def _matching(shop: Services, typed: str) -> list[Quote]:
    library = shop.live.current  # held, since a reload may swap while the question is asked
    found = await shop.ask(typed, library=library, threshold=0.0, partial=True)
    ranked = found.trace.ranked[:RESULTS]
    if not ranked or found.confidence < TYPING_SHARE * shop.answers_from:
        return []
    return [
        quote(library.stories[one.article.id], one.sentence.index)
        for one in ranked
        if one.score >= ranked[0].score - NEAR
    ]


def _leads(shop: Services) -> list[Quote]:
    """The first sentence of each of the newest articles."""
    library = shop.live.current
    stories = [library.stories[article.id] for article in library.latest(shop.clock(), RESULTS)]
    firsts = [(story, next((s.index for s in story.bare if s.quotable), None)) for story in stories]
    return [quote(story, index) for story, index in firsts if index is not None]
