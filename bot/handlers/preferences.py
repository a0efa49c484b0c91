"""/settings: what a reader has set, or a group by its admins; the buttons change it in place."""

from __future__ import annotations

from telegram import Chat, Message, Update
from telegram.constants import ChatType

from bot import replies, services
from bot.keeping import Keeping
from bot.localization import catalogues, readers
from bot.localization.phrases import for_language
from bot.permissions import may_set
from bot.rendering.messages import Rendered
from bot.rendering.preferences import (
    NIGHTS,
    PREFIX,
    QUOTES,
    ZONES,
    render_languages_page,
    render_quiet,
    render_settings,
    render_zones,
)
from bot.services import Context
from knowledge.store import Changes

PATTERN = rf"^{PREFIX}[a-z]{{0,10}}(?:=[\w+:-]{{0,20}})?$"
_PAGES = {"language": "", "quiet": "", "zone": "quiet"}
"""What is shown after something was set."""


async def on_settings(update: Update, context: Context) -> None:
    """Show what holds."""
    message, keeping = update.message, services.of(context).keeping
    if message is None or keeping is None:
        return
    if await may_set(update, message.chat, context):
        await replies.reply(message, await _page("", update, message.chat, context, keeping))
    else:
        say = await readers.phrases(update, context)
        await replies.reply(message, Rendered.of([say.phrase("Only an admin of this group can change its settings.")]))


async def on_setting(update: Update, context: Context) -> None:
    """Set what the button says, or turn to another page."""
    query, keeping = update.callback_query, services.of(context).keeping
    if query is None or query.data is None or keeping is None:
        return
    message, (page, _, value) = query.message, query.data.removeprefix(PREFIX).partition("=")
    if not isinstance(message, Message):
        await replies.acknowledge(query)
        return
    if not await may_set(update, message.chat, context):
        say = await readers.phrases(update, context)
        await replies.acknowledge(
            query, say.gettext("Only an admin of this group can change its settings."), alert=True
        )
        return
    if "=" in query.data:
        changes = changes_of(page, value)
        if changes is not None:
            await _change(message.chat.id, changes, context, keeping)
        page = _PAGES.get(page, "")
    await replies.acknowledge(query)
    await replies.edit(message, await _page(page, update, message.chat, context, keeping))


def changes_of(name: str, value: str) -> Changes | None:
    """Return what a button sets; None where it is none that is offered, as a forged or an outdated one."""
    if name == "language" and value in ("", *catalogues.languages()):
        return {"language": value or None}
    if name == "quotes" and value in map(str, QUOTES):
        return {"quotes": int(value)}
    if name in {"context", "notices"} and value in {"0", "1"}:
        return {"context": value == "1"} if name == "context" else {"notices": value == "1"}
    if name == "quiet":
        night = next((one for one in NIGHTS if f"{one[0]}-{one[1]}" == value), (None, None))
        return {"quiet_from": night[0], "quiet_until": night[1]} if value == "" or night[0] is not None else None
    if name == "zone" and value in ZONES:
        return {"zone": value}
    return None


async def _change(chat_id: int, changes: Changes, context: Context, keeping: Keeping) -> None:
    await keeping.preferences.change(chat_id, **changes)
    if changes.keys() - {"language", "quotes", "context"}:  # what waits may be due now
        await keeping.store.notices.hasten(chat_id, now=services.of(context).clock())
        keeping.outbox.wake()
    if changes.get("notices"):  # what came meanwhile was not asked for
        keeping.watch.wake(again=True)


async def _page(name: str, update: Update, chat: Chat, context: Context, keeping: Keeping) -> Rendered:
    preferences, say = await keeping.preferences.of(chat.id), await readers.phrases(update, context)
    group, now = chat.type != ChatType.PRIVATE, services.of(context).clock()
    if name == "language":
        return render_languages_page(preferences, map(for_language, catalogues.languages()), group=group, say=say)
    if name == "quiet":
        return render_quiet(preferences, now=now, say=say)
    if name == "zone":
        return render_zones(preferences, now=now, say=say)
    return render_settings(preferences, group=group, say=say)
