"""/add: what an admin sends becomes a draft, and a draft an article, in the admin's own private chat."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Document, Message, Update
from telegram.error import TelegramError

from bot import intake, replies, services
from bot.added import NotAddedError
from bot.commands.sources import Received
from bot.desk import Desk
from bot.handlers import questions
from bot.intake import MAX_BYTES, NoDraftError, Taken
from bot.localization import readers
from bot.localization.phrases import Phrases
from bot.rendering.drafts import (
    DISCARD,
    EDIT,
    PUBLISH,
    render_discarded,
    render_draft,
    render_how_to_add,
    render_no_draft,
    render_published,
    render_publishing,
    render_unchanged,
)
from bot.rendering.messages import Rendered
from bot.services import Context, Services
from knowledge.drafts import DraftReading, filled
from knowledge.files import BadFileError
from knowledge.reading.importing import Sender
from knowledge.store import KeptDraft

PATTERN = rf"^(?:{PUBLISH}|{EDIT}|{DISCARD})\d{{1,18}}$"
_SENT_BACK = re.compile(r"draft-(?P<number>\d{1,18})(?:[ _(-].*)?\.ya?ml", re.IGNORECASE)
"""The name under which a draft is sent to be edited, and what phones make of it."""
_LINES = re.compile(r"\s*[A-Za-z_]+\s*[:：]\s*\S")


async def on_add(update: Update, context: Context) -> None:
    """/add URL, or /add and a text: a draft of it."""
    message, shop, say = update.message, services.of(context), await readers.phrases(update, context)
    if message is None or shop.desk is None:
        return
    behind = (message.text or "").split(maxsplit=1)[1:]
    if not behind:
        await replies.reply(message, render_how_to_add(say=say))
        return
    given, now, ids = behind[0], shop.clock(), shop.live.current.stories
    try:
        received = Received(given.encode(), "text.txt", Sender())
        if intake.is_url(given):
            received = await intake.fetched(given.strip(), shop.desk.rules)
        data, name, sender = received.data, received.name, received.sender
        taken = await shop.work.run(intake.taken, data, name, now=now, ids=ids, sender=sender)
    except NoDraftError as error:
        await replies.reply(message, render_no_draft(str(error), say=say))
        return
    await _keep(update, context, message, shop.desk, taken)


async def on_document(update: Update, context: Context) -> None:
    """A document: a new draft, or an edited one that comes back."""
    message, shop, say = update.message, services.of(context), await readers.phrases(update, context)
    if message is None or message.document is None or shop.desk is None or update.effective_user is None:
        return
    name = message.document.file_name or "document"
    try:
        data = await _downloaded(message.document, context)
        old = await _meant(message, name, update.effective_user.id, shop.desk)
        ids = shop.live.current.stories if old is None else ()
        taken = await shop.work.run(intake.taken, data, name, now=shop.clock(), ids=ids)
    except NoDraftError as error:
        await replies.reply(message, render_no_draft(str(error), say=say))
        return
    if old is None:
        await _keep(update, context, message, shop.desk, taken)
        return
    await shop.desk.drafts.rewrite(old.id, taken.text)
    await services.note_deed(update, context, "edit", f"draft {old.id}")
    await _show(message, old.admin_id, old.id, shop, say)


async def on_reply(update: Update, context: Context) -> None:
    """`field: value` lines in reply to a draft fill it in; whatever else is said is a question."""
    message, shop = update.message, services.of(context)
    draft = None
    if message is not None and shop.desk is not None:
        draft = await _replied_to(message, message.chat_id, shop.desk)
    if message is None or shop.desk is None or draft is None or not _LINES.match(message.text or ""):
        await questions.on_message(update, context)
        return
    say = await readers.phrases(update, context)
    try:
        text = filled(draft.text, message.text or "")
    except (ValueError, BadFileError) as error:
        await replies.reply(message, render_unchanged(str(error), say=say))
        return
    await shop.desk.drafts.rewrite(draft.id, text)
    await services.note_deed(update, context, "edit", f"draft {draft.id}")
    await _show(message, draft.admin_id, draft.id, shop, say)


async def on_press(update: Update, context: Context) -> None:
    """Publish, edit or discard the draft."""
    query, desk = update.callback_query, services.of(context).desk
    if query is None or query.data is None or desk is None or not isinstance(query.message, Message):
        return
    action, _, number = query.data.rpartition(":")
    if not desk.claim(int(number)):  # pressed twice
        say = await readers.phrases(update, context)
        await replies.acknowledge(query, say.gettext("It is being published already."))
        return
    try:
        await _act(update, context, query, f"{action}:", int(number))
    finally:
        desk.release(int(number))


async def _act(update: Update, context: Context, query: CallbackQuery, action: str, number: int) -> None:
    shop, say, message = services.of(context), await readers.phrases(update, context), query.message
    if shop.desk is None or not isinstance(message, Message):
        return
    draft = await shop.desk.drafts.get(query.from_user.id, number)
    if draft is None:
        await replies.acknowledge(query, say.gettext("This draft is gone: it was published or discarded."), alert=True)
        return
    await replies.acknowledge(query)
    reading = await shop.work.run(shop.desk.read, draft)
    if action == EDIT:
        how = say.gettext("Edit this file and send it back: it takes the draft's place.")
        name, data = f"draft-{draft.id}.yaml", draft.text.encode()
        await context.bot.send_document(query.from_user.id, data, filename=name, caption=how)
    elif action == DISCARD:
        await shop.desk.drafts.remove(draft.id)
        await services.note_deed(update, context, "discard", _title(draft, reading))
        await replies.edit(message, render_discarded(_title(draft, reading), say=say))
    else:
        await _publish(update, context, message, draft, reading)


async def _publish(update: Update, context: Context, message: Message, draft: KeptDraft, reading: DraftReading) -> None:
    shop, say = services.of(context), await readers.phrases(update, context)
    if shop.desk is None:
        return
    if not reading.complete or shop.desk.why_not:  # the draft or the library has changed since it was shown
        await replies.edit(message, _shown(draft, reading, shop, say))
        return
    try:
        # A large library takes a while to load.
        await replies.edit(message, render_publishing(draft.id, _title(draft, reading), say=say))
        article = await shop.desk.publish(draft, reading)
    except NotAddedError as error:
        await replies.edit(message, _shown(draft, reading, shop, say, failed=str(error)))
        return
    await services.note_deed(update, context, "publish", article.id)
    live = article.quotable(shop.clock())
    await replies.edit(message, render_published(article, live=live, say=say))


async def _keep(update: Update, context: Context, message: Message, desk: Desk, taken: Taken) -> None:
    """Keep a new draft, and show it."""
    shop, admin = services.of(context), update.effective_user
    if admin is None:
        return
    number = await desk.drafts.add(admin.id, taken.text, now=shop.clock())
    await services.note_deed(update, context, "add", f"draft {number}")
    await _show(message, admin.id, number, shop, await readers.phrases(update, context), notes=taken.notes)


async def _show(
    message: Message, admin_id: int, number: int, shop: Services, say: Phrases, *, notes: tuple[str, ...] = ()
) -> None:
    draft = await shop.desk.drafts.get(admin_id, number) if shop.desk is not None else None
    if shop.desk is None or draft is None:
        return
    reading = await shop.work.run(shop.desk.read, draft)
    (sent,) = await replies.reply(message, _shown(draft, reading, shop, say, notes=notes))
    await shop.desk.drafts.note_shown(number, sent)


def _shown(
    draft: KeptDraft,
    reading: DraftReading,
    shop: Services,
    say: Phrases,
    *,
    notes: tuple[str, ...] = (),
    failed: str = "",
) -> Rendered:
    why_not = shop.desk.why_not if shop.desk is not None else ""
    return render_draft(draft.id, reading, now=shop.clock(), notes=notes, why_not=why_not, failed=failed, say=say)


def _title(draft: KeptDraft, reading: DraftReading) -> str:
    return f"draft {draft.id}" if reading.article is None else reading.article.headline


async def _meant(message: Message, name: str, admin_id: int, desk: Desk) -> KeptDraft | None:
    """The draft that a document takes the place of: by its name, or by the message that it replies to."""
    named = _SENT_BACK.fullmatch(name)
    if named is not None:
        return await desk.drafts.get(admin_id, int(named["number"]))
    return await _replied_to(message, admin_id, desk)


async def _replied_to(message: Message, admin_id: int, desk: Desk) -> KeptDraft | None:
    """The draft whose message is replied to: its buttons say which, or the store."""
    shown = message.reply_to_message
    if shown is None:
        return None
    rows = shown.reply_markup.inline_keyboard if shown.reply_markup is not None else ()
    for data in (str(button.callback_data) for row in rows for button in row):
        if data.startswith(EDIT):
            return await desk.drafts.get(admin_id, int(data.removeprefix(EDIT)))
    return await desk.drafts.shown_by(admin_id, shown.message_id)


async def _downloaded(document: Document, context: Context) -> bytes:
    """The document's bytes; what is too large is not asked for. Raises NoDraftError."""
    if (document.file_size or 0) > MAX_BYTES:
        raise NoDraftError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        file = await context.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())
    except TelegramError:
        raise NoDraftError("Telegram did not give the file; send it again") from None
