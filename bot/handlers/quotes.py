"""The buttons under a quote: more quotes, the article's text page by page, and back."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, Message, Update

from bot import replies, services
from bot.exchanges import Exchange
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.references import find_article, find_quote
from bot.rendering.answers import render, screen_of
from bot.rendering.buttons import ARTICLE, MORE, PAGE, QUOTE
from bot.rendering.quotes import render_quote
from bot.rendering.reading import render_article
from bot.services import Context, Services
from knowledge.answering import Answer, NoAnswer, Quote

_OLD = "ctx:"
"""The data of a button of earlier versions, which opened the text around a quote; its messages are still there."""
PATTERN = rf"^(?:{MORE}\d{{1,3}}$|{QUOTE}|{_OLD}|{ARTICLE}\d{{1,5}}:|{PAGE}\d{{1,5}}:)"


async def on_button(update: Update, context: Context) -> None:
    """Do what the button under a quote or an article says."""
    query = update.callback_query
    if query is None or query.data is None:
        return
    shop, say = services.of(context), await readers.phrases(update, context)
    action, _, rest = query.data.partition(":")
    if f"{action}:" == MORE:
        await _more(query, int(rest), shop, say)
        return
    number, _, key = rest.partition(":") if f"{action}:" in {ARTICLE, PAGE} else ("0", "", rest)
    if f"{action}:" == PAGE:
        await _page(query, key, int(number), shop, say)
        return
    quote = await shop.work.run(find_quote, shop.live.current, key, now=shop.clock())
    if quote is None:
        gone = say.gettext("The articles were updated and this quote is no longer in them as it was.")
        await replies.acknowledge(query, gone, alert=True)
    elif f"{action}:" == QUOTE:
        await _back(query, quote, shop, say)
    else:
        await _read(query, quote, (key, int(number)), shop, say)


async def _more(query: CallbackQuery, screen: int, shop: Services, say: Phrases) -> None:
    """Another screen of an answer's quotes."""
    exchange = _exchange(query, shop)
    if exchange is None or not isinstance(query.message, Message):
        await replies.acknowledge(
            query, say.gettext("I no longer remember that question. Please ask it again."), alert=True
        )
        return
    await replies.acknowledge(query)
    found = await _again(exchange, query.message.chat.id, shop)
    await _show(query.message, exchange, found, screen, shop, say)


async def _back(query: CallbackQuery, quote: Quote, shop: Services, say: Phrases) -> None:
    """From the article back to the answer; where that is forgotten, to the quote."""
    await replies.acknowledge(query)
    if not isinstance(query.message, Message):
        return
    if (exchange := _exchange(query, shop)) is not None:
        found = await _again(exchange, query.message.chat.id, shop)
        screen = screen_of(found, quote, now=shop.clock(), say=say, old_after=shop.old_after)
        if screen is not None:
            await _show(query.message, exchange, found, screen, shop, say)
            return
    await replies.edit(query.message, render_quote(quote, now=shop.clock(), say=say, old_after=shop.old_after))


async def _read(query: CallbackQuery, quote: Quote, place: tuple[str, int], shop: Services, say: Phrases) -> None:
    """A page of the quote's article."""
    await replies.acknowledge(query)
    story = shop.live.current.stories.get(quote.article.id)
    if isinstance(query.message, Message) and story is not None:
        key, number = place
        shown = render_article(
            story, number, now=shop.clock(), quote=(quote.sentence.index, key), say=say, old_after=shop.old_after
        )
        await replies.edit(query.message, shown)


async def _page(query: CallbackQuery, link: str, number: int, shop: Services, say: Phrases) -> None:
    """A page of an article that was opened by itself."""
    story = find_article(shop.live.current, link, now=shop.clock())
    if story is None:
        await replies.acknowledge(query, say.gettext("That article is not here, or no longer."), alert=True)
        return
    await replies.acknowledge(query)
    if isinstance(query.message, Message):
        await replies.edit(
            query.message, render_article(story, number, now=shop.clock(), say=say, old_after=shop.old_after)
        )


def _exchange(query: CallbackQuery, shop: Services) -> Exchange | None:
    message = query.message
    return shop.exchanges.of_answer(message.chat.id, message.message_id) if message is not None else None


async def _again(exchange: Exchange, chat_id: int, shop: Services) -> Answer | NoAnswer:
    wanted = await shop.preferences_of(chat_id)
    return await shop.ask(exchange.turn.question, about=exchange.about, limit=wanted.quotes)


async def _show(
    message: Message, exchange: Exchange, found: Answer | NoAnswer, screen: int, shop: Services, say: Phrases
) -> None:
    understood = exchange.turn.question if exchange.written else ""
    wanted = await shop.preferences_of(message.chat.id)
    rendered = render(
        found,
        now=shop.clock(),
        understood=understood,
        screen=screen,
        context=wanted.context,
        say=say,
        old_after=shop.old_after,
    )
    sent = await replies.replace(message, exchange.answers, rendered)
    shop.exchanges.note(message.chat.id, replace(exchange, answers=sent))
