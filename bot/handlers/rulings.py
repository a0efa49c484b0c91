"""/withdraw, /restore and /correct: what admins decide of articles, at once and for every place they are shown in."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message, Update

from bot import replies, rulings, services
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.rulings import (
    render_bad_correction,
    render_corrected,
    render_no_article,
    render_restored,
    render_usage,
    render_withdrawn,
)
from bot.services import Context, Services
from knowledge.article import Article
from knowledge.rulings import Ruling, as_corrected, nearest


async def on_withdraw(update: Update, context: Context) -> None:
    """/withdraw ID: the article is shown nowhere any more."""
    message, shop, say = update.message, services.of(context), await readers.phrases(update, context)
    if message is None:
        return
    article, _ = await _article(message, "withdraw", shop, say)
    if article is None:
        return
    before = shop.live.ruling(article.id)
    if before.withheld:
        await replies.reply(message, render_withdrawn(article.headline, article.id, again=True, say=say))
        return
    kept = await rulings.decide(shop.store, shop.live, article.id, replace(before, withheld=True))
    await services.note_deed(update, context, "withdraw", article.id)
    await replies.reply(message, render_withdrawn(article.headline, article.id, kept=kept, say=say))


async def on_restore(update: Update, context: Context) -> None:
    """/restore ID: the withdrawal is taken back, or the correction of an article that is not withdrawn."""
    message, shop, say = update.message, services.of(context), await readers.phrases(update, context)
    if message is None:
        return
    id_ = _behind(message).partition(" ")[0]
    before = shop.live.ruling(id_)
    article, _ = await _article(message, "restore", shop, say, known=bool(before))
    if article is None and not before:
        return
    kept = True
    if before:
        left = replace(before, withheld=False) if before.withheld else Ruling()
        kept = await rulings.decide(shop.store, shop.live, id_, left)
        await services.note_deed(update, context, "restore", id_)
        if shop.keeping is not None:
            shop.keeping.watch.wake()  # somebody may have waited for it
    story = shop.live.current.stories.get(id_)
    by_file = before.withheld and story is not None and not story.article.quotable(shop.clock())
    shown = render_restored(
        article.headline if article is not None else id_,
        was_withheld=before.withheld,
        was_corrected=bool(before.correction),
        by_file=by_file,
        kept=kept,
        say=say,
    )
    await replies.reply(message, shown)


async def on_correct(update: Update, context: Context) -> None:
    """/correct ID TEXT: the article is shown with a correction."""
    message, shop, say = update.message, services.of(context), await readers.phrases(update, context)
    if message is None:
        return
    article, said = await _article(message, "correct", shop, say)
    if article is None:
        return
    if not said:
        await replies.reply(message, render_usage("correct", say=say))
        return
    try:
        ruling = as_corrected(said, shop.clock())
    except ValueError as error:
        await replies.reply(message, render_bad_correction(str(error), say=say))
        return
    ruling = replace(ruling, withheld=shop.live.ruling(article.id).withheld)
    kept = await rulings.decide(shop.store, shop.live, article.id, ruling)
    await services.note_deed(update, context, "correct", article.id)
    shown = render_corrected(article.headline, ruling.correction, article.id, kept=kept, say=say)
    await replies.reply(message, shown)


async def _article(
    message: Message, command: str, shop: Services, say: Phrases, *, known: bool = False
) -> tuple[Article | None, str]:
    """The article that a command names, and what stands behind its id; where there is none the admin is told.

    Of one that is `known` otherwise they are not.
    """
    id_, _, rest = _behind(message).partition(" ")
    if not id_:
        await replies.reply(message, render_usage(command, say=say))
        return None, ""
    story = shop.live.current.stories.get(id_)
    if story is None and not known:
        ids = shop.live.rulings if command == "restore" else shop.live.current.stories
        near = nearest(ids, id_) or nearest(shop.live.current.stories, id_)
        await replies.reply(message, render_no_article(id_, near, say=say))
    return (story.article if story is not None else None), rest.strip()


def _behind(message: Message) -> str:
    """What stands behind the command, as one line."""
    return " ".join((message.text or "").split()[1:])
