"""Inline queries: quotes to choose from while typing, in any chat."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

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
from bot.reading_ahead import ReadingAhead
from bot.references import find_place, find_quote, place_key
from bot.rendering.buttons import SHARED
from bot.rendering.quotes import InlineCard, inline_card
from bot.services import Context, Services
from knowledge.answering import reported
from knowledge.browsing.suggesting import suggest
from knowledge.reports import Place, once
from knowledge.story import Story

PAGE = 10
SECONDS = 0.04
"""A page ends when so long has passed since the query came in, and no article is read for it that would take longer.

Who speaks in one takes some 10 ms, in a long one half a second, where nobody has read it yet. It comes on a later page,
and meanwhile it is read.
"""
_CAUTION = 2.0
"""How many times as long as it usually takes an article may take to be read."""
AHEAD = 2 * PAGE
"""How far down the list a page looks for what can be shown at once."""
CACHE_SECONDS = 10
"""While somebody types and goes back a letter; a withdrawn article is gone after it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A page of what is offered; `next_offset` is where the next one begins, empty after the last.

    `unread` are stories that are left for a later page because they take too long to read.
    """

    cards: tuple[InlineCard, ...]
    next_offset: str = ""
    unread: tuple[Story, ...] = ()


async def on_inline(update: Update, context: Context) -> None:
    """Offer quotes for what is typed, or the latest articles; where nothing answers, to ask in the private chat."""
    query = update.inline_query
    if query is None:
        return
    shop, say, typed = services.of(context), await readers.phrases(update, context), query.query.strip()
    found = await shop.work.run(offer, shop, typed, query.offset, say=say)
    shop.ahead.want(found.unread)
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


def offer(shop: Services, typed: str, offset: str, *, say: Phrases = ENGLISH) -> Offer:
    """Return a page of what is offered for `typed`, each report once, best first as far as time allows.

    An `offset` goes on in the very list that the first page came from, also over a reload, without what is no longer
    there; where that list is forgotten it goes on at its place in a new one.
    """
    began = time.monotonic()
    library, now = shop.live.current, shop.clock()  # held, since a reload may swap meanwhile
    if typed.startswith(SHARED):  # what the button under a quote types
        shared = find_quote(library, typed.removeprefix(SHARED), now=now)
        return Offer(() if shared is None else (inline_card(shared, now=now, say=say, old_after=shop.old_after),))
    token, _, place = offset.partition(".")
    first = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 0
    keys = shop.offered.recall(token) if token else None
    if keys is None:
        places = suggest(typed, library, now=now, threshold=shop.answers_from)
        keys = tuple(map(place_key, places))
        kept: list[Place | None] = list(places)
    else:
        kept = [find_place(library, key, now=now) for key in keys]
    there = [(number, one) for number, one in enumerate(kept) if one is not None]
    among = [one for _, one in there]
    rest = (there[number] for number in once(library, among) if there[number][0] >= first)

    def card(one: Place) -> InlineCard:
        quote = reported(library, *one, now=now, among=among)
        return inline_card(quote, now=now, say=say, old_after=shop.old_after)

    made, unread, more = _page(shop.ahead, rest, card, until=began + SECONDS)
    cards = tuple(one for _, one in made)
    if not more:
        return Offer(cards)
    # The next page goes on in the list without what is on this one.
    shown = [number for number, _ in made]
    order = [*range(first), *shown, *(number for number in range(first, len(keys)) if number not in shown)]
    token = shop.offered.keep(tuple(keys[number] for number in order))
    return Offer(cards, f"{token}.{first + len(shown)}", unread)


def _page(
    ahead: ReadingAhead, rest: Iterator[tuple[int, Place]], card: Callable[[Place], InlineCard], *, until: float
) -> tuple[list[tuple[int, InlineCard]], tuple[Story, ...], bool]:
    """Make the cards of `rest` that can be made before `until` (monotonic), at least one, in order.

    Returns them by their number, the stories that take too long to read, and whether anything is left.
    """
    made: list[tuple[int, InlineCard]] = []
    left: list[tuple[int, Place]] = []
    for number, place in islice(rest, AHEAD):
        seconds = until - time.monotonic()
        if len(made) == PAGE or (made and seconds <= 0):
            left.append((number, place))
            break
        if _CAUTION * ahead.cost(*place) <= max(0.0, seconds):
            made.append((number, card(place)))
        else:
            left.append((number, place))
    if not made and left:
        quickest = min(left, key=lambda entry: ahead.cost(*entry[1]))
        left.remove(quickest)
        made.append((quickest[0], card(quickest[1])))
    unread = {story.id: story for _, (story, _) in left}
    return made, tuple(unread.values()), bool(left) or next(rest, None) is not None


def _result(card: InlineCard) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description)
