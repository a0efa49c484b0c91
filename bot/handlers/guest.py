"""Guest mode: the bot is called by its name in a chat that it is not in, and answers there at once, in one message."""

from __future__ import annotations

import time

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Message, Update
from telegram.constants import ParseMode

from bot import addressing, admission, replies, services
from bot.handlers import questions
from bot.localization import readers
from bot.rendering.messages import Rendered
from bot.services import Context


async def on_guest(update: Update, context: Context) -> None:
    """Answer a guest message. Nothing is kept of it: its chat's id may be that of another chat, which the bot is in."""
    message = update.guest_message
    if message is None or addressing.left_alone(message):
        return
    shop, began = services.of(context), time.monotonic()
    if admission.is_late(message, shop):
        return
    say = await readers.phrases(update, context)
    asker = addressing.asker(message)
    refused = shop.limits.question(asker, None, shop.clock()) if shop.limits is not None else None
    if refused is not None:
        admission.note_over(refused, shop)
        if refused.tell:
            await _answer(message, Rendered.of([admission.too_much(refused, say)]))
        return
    put = addressing.put_as_guest(context.bot.bot, message)
    if not put.question:
        await _answer(message, questions.how(say))
        return
    async with shop.work.turn(asker):
        found = await shop.reply(questions.asking(put, shop, say))
        if put.way is not addressing.Way.REPLY or not found.is_talk:
            await _answer(message, found.rendered)
            await shop.count(found, began=began)


async def _answer(message: Message, rendered: Rendered) -> None:
    """Send the first message of `rendered`: a guest may say one."""
    content = InputTextMessageContent(
        rendered.messages[0], parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    # Those that come back to the bot would need the question, and nothing is kept: links, sharing and copying stay.
    kept = (tuple(button for button in row if not button.data) for row in rendered.buttons)
    buttons = tuple(row for row in kept if row)
    result = InlineQueryResultArticle("answer", "Answer", content, reply_markup=replies.keyboard(buttons))
    with replies.too_late_is_fine():
        await message.answer_guest_query(result)
