import contextlib
import json
import logging
from datetime import datetime

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import logs, tracing
from bot.work import Work

TOKEN = "123456789:AAF-planted-token-0123456789abcdefg"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def logged(capsys):
    """Set logging up as the bot does it; gives what has reached stderr since."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs._LOUD, logs._MUTE)}

    def start(**options):
        logs.configure("info", secrets=[TOKEN], **options)
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


@pytest.mark.parametrize("other", ["https://api.telegram.org/bot987654321:BBG{}/getMe", "987654321%3ABBG{}"])
def test_it_is_hidden_inside_an_address_too(logged, other):
    written = logged()
    logging.getLogger("x").error(other.format("abcdefghijklmnopqrstuvwxyz0123456"))
    assert "BBG" not in written()


@pytest.mark.parametrize(("start", "end"), [(0, 24), (12, 24), (15, 60), (30, 60)])
def test_a_piece_of_the_token_is_hidden(logged, start, end):
    written = logged()
    logging.getLogger("x").error("cut off: <%s>", TOKEN[start:end])
    assert written().endswith(("<[token]>\n", "<123456789:[token]>\n"))


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


def test_a_line_says_which_update_it_is_about_also_from_a_thread_of_the_work(logged):
    written = logged()
    logging.getLogger("x").info("before")
    with tracing.handling(4711):
        logging.getLogger("x").info("meanwhile")
    assert [line.split("x ")[1] for line in written().splitlines()] == ["[-]: before", "[4711]: meanwhile"]


async def test_the_threads_that_answer_know_it_too(logged):
    written = logged()
    work = Work()
    with tracing.handling(4711):
        await work.run(logging.getLogger("x").info, "found")
    work.close()
    assert "x [4711]: found" in written()


def test_as_json_each_line_is_one_object_without_a_secret(logged):
    written = logged(as_json=True)
    with tracing.handling(4711):
        try:
            raise InvalidToken(f'The "token" {TOKEN}\nwas rejected.')
        except InvalidToken:
            logging.getLogger("x").exception("failed with\n%s", SECRET)
    logging.getLogger("x").info("done")
    first, second = map(json.loads, written().splitlines())
    assert (first["level"], first["logger"], first["request"]) == ("error", "x", "4711")
    assert first["message"] == "failed with\n[token]"
    assert "InvalidToken" in first["traceback"]
    assert SECRET not in first["traceback"]
    assert datetime.fromisoformat(first["time"]).tzinfo is not None
    assert (second["message"], second["request"], "traceback" in second) == ("done", "-", False)


def test_what_an_exception_says_in_an_update_is_left_out_as_it_may_quote_a_reader(logged):
    written, question = logged(), " ".join(["Who", "stole", "the", "crown?"])

    def fail():
        try:
            int(question)
        except ValueError as error:
            raise KeyError(question) from error

    for update in (None, 4711):
        with tracing.handling(update) if update else contextlib.nullcontext():
            try:
                fail()
            except KeyError:
                logging.getLogger("x").exception("an update failed")
        text = written()
        assert "in fail" in text
        assert text.index("ValueError") < text.index("KeyError")
        assert (question in text) is (update is None)


def test_an_answer_that_is_no_json_is_not_logged(logged):
    written = logged()
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(b'{"ok": true, "result": [{"message": {"text": "who fed the quokkas?"')
    assert written() == ""
