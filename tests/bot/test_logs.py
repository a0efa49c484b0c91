import logging

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot import logs

TOKEN = "123456789:AAF-planted-token-0123456789abcdefg"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def logged(capsys):
    """Set logging up as the bot does it; gives what has reached stderr since."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs._LOUD}

    def start():
        logs.configure("info", secrets=[TOKEN])
        return lambda: capsys.readouterr().err

    yield start
    root.handlers[:] = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def test_a_token_in_a_message_or_an_argument_is_hidden(logged):
    written = logged()
    logging.getLogger("x").info("url %s and %r", f"https://api.telegram.org/bot{TOKEN}/getMe", {"token": SECRET})
    text = written()
    assert "/bot[token]/getMe" in text
    assert SECRET not in text


def test_another_bots_token_is_hidden_as_well(logged):
    written = logged()
    logging.getLogger("x").error("987654321:BBGabcdefghijklmnopqrstuvwxyz0123456")
    assert "BBG" not in written()


def test_a_traceback_is_hidden(logged):
    written = logged()

    def fail():
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")

    try:
        fail()
    except InvalidToken:
        logging.getLogger("x").exception("failed")
    text = written()
    assert "Traceback" in text
    assert "rejected by the server" in text
    assert SECRET not in text


def test_the_repr_of_a_bot_is_hidden(logged):
    written = logged()
    logging.getLogger("x").warning("%r", Bot(TOKEN))
    text = written()
    assert "Bot[token=" in text
    assert SECRET not in text


def test_a_line_that_cannot_be_formatted_does_not_come_out_raw(logged):
    written = logged()
    logging.getLogger("x").error("two %s %s", TOKEN)  # noqa: PLE1206 - the mistake that is tested
    assert SECRET not in written()


async def test_httpx_does_not_log_the_urls_it_calls(logged):
    written = logged()
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert written() == ""
