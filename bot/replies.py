"""How rendered messages go out: as replies in the topic where they were asked, or as edits of earlier ones."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.rendering.messages import Button, Rendered

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    """Buttons, a row each."""
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


async def reply(message: Message, rendered: Rendered) -> tuple[int, ...]:
    """Send `rendered` in answer to `message`, in its topic; in groups as a reply to it. Returns the messages' ids."""
    sent = []
    for number, html in enumerate(rendered.messages):
        last = number == len(rendered.messages) - 1
        answer = await message.reply_text(
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(rendered.buttons) if last else None,
            do_quote=message.chat.type != ChatType.PRIVATE,
            allow_sending_without_reply=True,
        )
        sent.append(answer.message_id)
    return tuple(sent)


async def edit(message: Message, rendered: Rendered) -> None:
    """Make `message`, one of the bot's own, say `rendered` (its first message)."""
    with unmodified_is_fine():
        await message.edit_text(
            rendered.messages[0],
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(rendered.buttons),
        )


async def edit_pressed(query: CallbackQuery, rendered: Rendered) -> None:
    """The same for the message whose button was pressed, which in a chat without the bot is known by the press only."""
    if isinstance(query.message, Message):
        await edit(query.message, rendered)
    elif query.inline_message_id is not None:
        with unmodified_is_fine():
            await query.edit_message_text(
                rendered.messages[0],
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(rendered.buttons),
            )


async def acknowledge(query: CallbackQuery, said: str = "") -> bool:
    """Answer the press of a button, with an alert where something is `said`; False where it came too late."""
    with too_late_is_fine():
        return await query.answer(said or None, show_alert=bool(said))
    return False


async def replace(message: Message, old: tuple[int, ...], rendered: Rendered) -> tuple[int, ...]:
    """Make the earlier answers `old` to `message` say `rendered`: edited, and sent or deleted where counts differ."""
    bot, chat = message.get_bot(), message.chat_id
    for number, (id_, html) in enumerate(zip(old, rendered.messages, strict=False)):
        last = number == len(rendered.messages) - 1
        with unmodified_is_fine():
            await bot.edit_message_text(
                html,
                chat_id=chat,
                message_id=id_,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(rendered.buttons) if last else None,
            )
    for surplus in old[len(rendered.messages) :]:
        with contextlib.suppress(BadRequest):  # deleted already
            await bot.delete_message(chat, surplus)
    more = Rendered(rendered.messages[len(old) :], rendered.buttons)
    return (*old[: len(rendered.messages)], *(await reply(message, more) if more.messages else ()))


@contextlib.contextmanager
def unmodified_is_fine() -> Iterator[None]:
    """An edit that changes nothing is no error."""
    try:
        yield
    except BadRequest as error:
        if "not modified" not in error.message:
            raise


@contextlib.contextmanager
def too_late_is_fine() -> Iterator[None]:
    """A query that waited too long, or was answered already, needs no answer any more."""
    try:
        yield
    except BadRequest as error:
        if "too old" not in error.message:
            raise


def is_gone(error: BadRequest) -> bool:
    """Whether the message that was to be edited is not there any more."""
    return "message to edit not found" in error.message.lower() or "message can't be edited" in error.message.lower()
