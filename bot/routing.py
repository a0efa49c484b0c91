"""Which update goes to which handler."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import addressing, admission
from bot.handlers import (
    adding,
    admin,
    articles,
    browsing,
    errors,
    feedback,
    following,
    guest,
    help,  # noqa: A004 - a module of ours
    inline,
    language,
    membership,
    people,
    preferences,
    privacy,
    questions,
    quotes,
    reporting,
    rulings,
    searching,
    starting,
    unanswered,
)
from bot.permissions import by_admins

App = Application[Any, Any, Any, Any, Any, Any]

_COMMANDS = (
    ("start", starting.on_start),
    ("help", help.on_help),
    ("latest", browsing.on_latest),
    ("people", people.on_people),
    ("timeline", searching.on_timeline),
    ("search", searching.on_search),
    ("article", articles.on_article),
    ("about", browsing.on_about),
    ("language", language.on_language),
)
_PRESSES = (
    (quotes.on_button, quotes.PATTERN),
    (feedback.on_rating, feedback.PATTERN),
    (questions.on_plain, questions.PATTERN),
    (browsing.on_page, browsing.PATTERN),
    (language.on_choice, language.PATTERN),
    (people.on_page, people.PATTERN),
    (searching.on_page, searching.PATTERN),
)
_COMMANDS_OF_WHAT_IS_KEPT = (
    ("follow", following.on_follow),
    ("following", following.on_following),
    ("settings", preferences.on_settings),
    ("privacy", privacy.on_privacy),
    ("forget", privacy.on_forget),
)
_PRESSES_OF_WHAT_IS_KEPT = (
    (following.on_offer, following.PATTERN),
    (following.on_end, following.END_PATTERN),
    (preferences.on_setting, preferences.PATTERN),
    (privacy.on_decision, privacy.PATTERN),
)
_FOR_ADMINS = (
    ("reload", admin.on_reload),
    ("status", reporting.on_status),
    ("explain", admin.on_explain),
)
_FOR_ADMINS_OF_WHAT_IS_KEPT = (
    ("stats", reporting.on_stats),
    ("unanswered", unanswered.on_unanswered),
    ("withdraw", rulings.on_withdraw),
    ("restore", rulings.on_restore),
    ("correct", rulings.on_correct),
    ("add", adding.on_add),
    ("audit", reporting.on_audit),
)
_PRESSES_OF_ADMINS = (
    (unanswered.on_press, unanswered.PATTERN),
    (adding.on_press, adding.PATTERN),
)


def add_handlers(application: App, admins: Collection[int], *, kept: bool) -> None:
    """Add every handler; those that need a lasting store where there is one (`kept`)."""
    new = filters.UpdateType.MESSAGE  # neither edits nor channels, business or guest messages
    own = new & ~filters.FORWARDED  # a forwarded command is no command
    # An empty set lets nobody in.
    of_admins = filters.User(user_id=sorted(admins), allow_empty=False) & filters.ChatType.PRIVATE & new
    written = (filters.TEXT | filters.CAPTION) & (~filters.COMMAND | filters.FORWARDED)
    application.add_handler(MessageHandler(filters.Regex(articles.LINK) & own, admission.message(articles.on_link)))
    for name, handler in (*_COMMANDS, *(_COMMANDS_OF_WHAT_IS_KEPT if kept else ())):
        application.add_handler(CommandHandler(name, admission.message(handler), own))
    for name, handler in (*_FOR_ADMINS, *(_FOR_ADMINS_OF_WHAT_IS_KEPT if kept else ())):
        application.add_handler(CommandHandler(name, admission.message(handler), of_admins & own))
    if kept:
        _add_drafts(application, of_admins)
    application.add_handler(CommandHandler(addressing.ASK, questions.on_message, own))
    unknown = filters.COMMAND & filters.ChatType.PRIVATE & own  # in a group it is another bot's
    application.add_handler(MessageHandler(unknown, admission.message(help.on_unknown_command)))
    application.add_handler(MessageHandler(written & new, questions.on_message))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.on_edited))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guest.on_guest))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE & new, membership.on_migration))
    application.add_handler(MessageHandler(~filters.StatusUpdate.ALL & new, help.on_other))
    for press, pattern in (*_PRESSES, *(_PRESSES_OF_WHAT_IS_KEPT if kept else ())):
        application.add_handler(CallbackQueryHandler(admission.press(press), pattern))
    for press, pattern in _PRESSES_OF_ADMINS if kept else ():
        application.add_handler(CallbackQueryHandler(admission.press(by_admins(press, admins)), pattern))
    application.add_handler(InlineQueryHandler(admission.typed(inline.on_inline)))
    application.add_handler(ChosenInlineResultHandler(inline.on_chosen))
    application.add_handler(ChatMemberHandler(membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(errors.on_error)


def _add_drafts(application: App, of_admins: filters.BaseFilter) -> None:
    """Documents of admins, also those they forward, and what they say in reply to a draft."""
    answers = filters.REPLY & filters.TEXT & ~filters.COMMAND & ~filters.FORWARDED
    application.add_handler(MessageHandler(of_admins & filters.Document.ALL, admission.message(adding.on_document)))
    application.add_handler(MessageHandler(of_admins & answers, adding.on_reply))
