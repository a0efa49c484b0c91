"""How rendered messages go out: as replies in the topic where they were asked, or as edits of earlier ones."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from telegram import (
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.rendering.messages import Button, Rendered, Rows

_log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(buttons: Rows) -> InlineKeyboardMarkup | None:
    """Rows of buttons, as Telegram has them."""
    return InlineKeyboardMarkup([list(map(_button, row)) for row in buttons]) if buttons else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.data or None,
        url=button.url or None,
        switch_inline_query=button.query or None,
        copy_text=CopyTextButton(button.copied) if button.copied else None,
    )


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


async def acknowledge(query: CallbackQuery, notice: str = "", *, alert: bool = False) -> None:
    """Stop the spinner of a pressed button, and say `notice`; what the button does goes on where that is too late."""
    with too_late_is_fine():
        await query.answer(notice or None, show_alert=alert)


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
        _log.info("a query was answered too late, or twice")


def is_gone(error: BadRequest) -> bool:
    """Whether the message that was to be edited is not there any more."""
    return "message to edit not found" in error.message.lower() or "message can't be edited" in error.message.lower()
