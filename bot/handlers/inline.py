"""Inline queries: quotes to choose from while typing, in any chat."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot import replies, services
from bot.handlers import starting
from bot.localization import readers
from bot.localization.phrases import ENGLISH, Phrases
from bot.offering import Typed, offered
from bot.references import find_quote
from bot.rendering.quotes import InlineCard
from bot.services import Context, Services

CACHE_SECONDS = 10
"""While somebody types and goes back a letter; a withdrawn article is gone after it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A page of what is offered; `next_offset` is where the next one begins, empty after the last."""

    cards: tuple[InlineCard, ...]
    next_offset: str = ""


async def on_inline(update: Update, context: Context) -> None:
    """Offer quotes for what is typed, or the latest articles; where nothing answers, to ask in the private chat."""
    query = update.inline_query
    if query is None:
        return
    shop, say, typed = services.of(context), await readers.phrases(update, context), query.query.strip()
    found = await offer(shop, typed, query.offset, say=say)
    button = None
    if not found.cards and not query.offset:
        parameter = starting.ASK + shop.typed.keep(typed)
        button = InlineQueryResultsButton(say.pgettext("button", "Ask in the private chat"), start_parameter=parameter)
    with replies.too_late_is_fine():  # the next letter was faster
        await query.answer(
            [_result(card) for card in found.cards],
            cache_time=CACHE_SECONDS,
            is_personal=True,  # in the asker's language, which Telegram's cache does not know of
            next_offset=found.next_offset,
            button=button,
        )


async def on_chosen(update: Update, context: Context) -> None:
    """Count a result that was sent as a sign that it is relevant to what was typed."""
    chosen = update.chosen_inline_result
    if chosen is None:
        return
    shop, now = services.of(context), services.of(context).clock()
    quote = await shop.work.run(find_quote, shop.live.current, chosen.result_id, now=now)
    if quote is not None:
        await shop.feedback.choose(chosen.from_user.id, quote, question=chosen.query, now=now)


async def offer(shop: Services, typed: str, offset: str, *, say: Phrases = ENGLISH) -> Offer:
    """Return a page of what is offered for `typed`, each report once, best first as far as time allows.

    An `offset` goes on in the very list that the first page came from, also over a reload, without what is no longer
    there; where that list is forgotten it goes on at its place in a new one.
    """
    token, _, place = offset.partition(".")
    given = Typed(
        text=typed,
        now=shop.clock(),
        keys=shop.offered.recall(token) if token else None,
        first=int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 0,
        language=say.language,
        threshold=shop.answers_from,
        old_after=shop.old_after,
        pace=shop.ahead.pace,
    )
    library = shop.live.current  # held, since a reload may swap meanwhile
    page = await shop.work.on(library, offered, given)
    shop.want_read(library, page.unread)
    if not page.order:
        return Offer(page.cards)
    return Offer(page.cards, f"{shop.offered.keep(page.order)}.{page.next}")


def _result(card: InlineCard) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description)
