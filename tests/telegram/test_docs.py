"""docs/telegram.md is what the code does."""

import re
from pathlib import Path

from telegram import Bot

from bot.receiving import UPDATES

ROOT = Path(__file__).parents[2]
VERBS = "add|answer|copy|delete|edit|forward|get_(?!bot)|leave|pin|send|set|unpin"
BY_OTHER_NAMES = {
    "reply_text": "sendMessage",
    "edit_text": "editMessageText",
    "edit_reply_markup": "editMessageReplyMarkup",
    "edit_message_reply_markup": "editMessageReplyMarkup",
}
"""Short forms of python-telegram-bot; `query.answer` has one too, which is no word of its own."""
OF_ITSELF = {"getMe", "getUpdates", "deleteWebhook", "answerCallbackQuery", "answerInlineQuery"}
"""What the library calls to start and to poll, and what `query.answer` is."""


def listed(table):
    text = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
    rows = re.search(rf"\| {table} \|.*?\n\|[-|]+\n(.*?)(?:\n\n|\Z)", text, re.DOTALL)[1].splitlines()
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_every_update_that_is_asked_for_is_listed():
    assert listed("update") == {str(one.value) for one in UPDATES}


def test_every_method_that_is_called_is_listed_and_no_other():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    methods = {name: re.sub(r"_(\w)", lambda m: m[1].upper(), name) for name in dir(Bot) if re.match(VERBS, name)}
    methods |= BY_OTHER_NAMES
    called = {methods[name] for name in re.findall(r"\.(\w+)\(", code) if name in methods}
    assert listed("method") == called | OF_ITSELF
