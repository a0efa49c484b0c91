"""What python-telegram-bot's application keeps of those who have written."""

from telegram import Update
from telegram.ext import Application

from bot.application import build
from bot.console import MemoryRequest
from bot.settings import Settings
from knowledge.live import LiveLibrary
from tests.articles import NOW

READER, GROUP = 71_234_567, -1_071_234_567


def update(number, chat, kind):
    sender = {"id": READER, "is_bot": False, "first_name": "Reader"}
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": kind, "title": "Town"}, "from": sender}
    command = {"text": "/about@dateline_bot", "entities": [{"type": "bot_command", "offset": 0, "length": 19}]}
    return {"update_id": number, "message": message | command}


def holding(application, id_):
    """The attributes of python-telegram-bot's application that have an id in them."""
    names = [name for name in Application.__slots__ if name != "__weakref__"]
    kept = {name: getattr(application, name, None) for name in names}
    return [name for name, value in kept.items() if isinstance(value, dict | set) and id_ in value]


async def test_who_has_written_is_not_noted():
    request = MemoryRequest()
    application = build(Settings(_env_file=None), LiveLibrary([], now=NOW), request=request, clock=lambda: NOW)
    async with application:
        for number, (chat, kind) in enumerate([(READER, "private"), (GROUP, "supergroup")], 1):
            await application.process_update(Update.de_json(update(number, chat, kind), application.bot))
            assert len(request.screen.said) == number
        assert [holding(application, id_) for id_ in (READER, GROUP)] == [[], []]
        application.chat_data[GROUP]["seen"] = True
        assert holding(application, GROUP) == ["_chat_data"]
