"""A planted token is looked for in all that a bot leaves behind, from start to crash."""

import asyncio
import json
import os
import sys

import httpx
import pytest
from telegram.error import InvalidToken
from telegram.ext import Application
from typer.testing import CliRunner

from bot.__main__ import app
from bot.application import build
from bot.settings import Settings
from knowledge.live import LiveLibrary
from tests.articles import NOW
from tests.telegram import faults, planted
from tests.telegram.process import ROOT, SECRET, BotProcess, by_webhook, free_port
from tests.telegram.server import Server
from tests.telegram.stories import ADMIN, COST_QUESTION, OFF_TOPIC

TOKEN = "987654321:AAHx7Qw-planted_Zk3vN-mR9tYp0sLb2"
IN_TROUBLE = """
import asyncio, threading
from urllib.parse import quote
from telegram.error import InvalidToken
from bot.handlers import browsing
from bot.settings import load_settings

token = load_settings().token.get_secret_value()

def fail(*_):
    raise InvalidToken(f"https://api.telegram.org/bot{token}/sendMessage failed: {quote(token)} {token[:24]}")

class Odd:
    def __del__(self):
        fail()

async def on_latest(update, context):
    loop, bot = asyncio.get_running_loop(), context.bot
    loop.call_soon(fail)
    loop.create_task(afail())
    threading.Thread(target=fail).start()
    Odd()
    try:
        fail()
    except InvalidToken as error:
        raise LookupError(f"{error} in {bot!r}") from error

async def afail():
    fail()

browsing.on_latest = on_latest
"""
AT_THE_START = """
from bot import application

def build(settings, *_, **__):
    raise RuntimeError(f"no way with bot{settings.token.get_secret_value()} and {settings!r}")

application.build = build
"""
AT_THE_VERY_START = """
import bot.__main__
from bot.settings import load_settings

def _settings():
    raise RuntimeError(f"no way with bot{load_settings().token.get_secret_value()}")

bot.__main__._settings = _settings
"""


def broken(how):
    """The bot as a program in which something is broken."""
    return ("-c", f"{how}\nfrom bot.__main__ import main\nmain()")


@pytest.fixture
async def server():
    """Telegram, where the bot has the token that is looked for."""
    server = Server(TOKEN)
    await server.start()
    yield server
    await server.stop()
    assert not server.failures, server.failures
    assert not planted.found(TOKEN, planted.said(server))


async def run(folder, *command, **environment):
    """A command of the terminal, as its output of both kinds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT), "DATELINE_TOKEN": TOKEN, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return (await process.communicate())[0].decode()


@pytest.mark.parametrize("way", ["polling, text", "webhook, json"])
async def test_a_life_full_of_trouble_shows_the_token_nowhere(server, articles, tmp_path, way):
    how = by_webhook(server) if "webhook" in way else {"DATELINE_LISTEN": f"127.0.0.1:{free_port()}"}
    told = {
        "DATELINE_LOG_LEVEL": "debug",
        "DATELINE_LOG_FORMAT": way.split()[1],
        "DATELINE_KEEP_TEXTS": "true",
        "DATELINE_HEARTBEAT": str(tmp_path / "heartbeat"),
        "PYTHONASYNCIODEBUG": "1",
    }
    admin, reader = server.user(id=ADMIN, first_name="Edith"), server.user()
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], program=broken(IN_TROUBLE), **told, **how) as bot:
        await bot.ready()
        for command in ("/start", "/reload", "/status", f"/explain {COST_QUESTION}", "/audit"):
            await admin.says(command)
        reply = await reader.says(COST_QUESTION)
        await reply.press("Helpful")
        await reader.says(OFF_TOPIC)
        await reader.types_inline("harbour bridge")
        for fault in (faults.broken(500), faults.broken(502), faults.cut_short(), faults.dropped(), faults.flood(1)):
            server.fail("sendMessage", fault)
            reader.writes("/about")
            await server.until(lambda: not server.faults.left or None, 20, "the fault")
        for fault in (faults.bad_request("Bad Request: message is too odd"), faults.forbidden()):
            server.fail("sendMessage", fault)
            reader.writes("/about")
            await server.until(lambda: not server.faults.left or None, 20, "the fault")
        if bot.polls:
            server.fail("getUpdates", faults.broken())
        assert await reader.hears_of("went wrong", asking="/latest")
        alarm = lambda: next((one for one in planted.said(server).split("\n") if "LookupError" in one), None)  # noqa: E731
        await server.until(alarm, 20, "an alarm")
        async with httpx.AsyncClient(base_url=bot.url) as door:
            served = [(await door.get(path)).text for path in ("/metrics", "/readyz", "/healthz", f"/bot{TOKEN[:5]}")]
            if not bot.polls:
                served += [(await door.post("/telegram", json={"update_id": 1})).text]
        more = {"DATELINE_API_URL": server.url, "DATELINE_ARTICLES": str(articles)}
        served.append(await run(tmp_path, "-m", "bot", "doctor", *(["--json"] if "json" in way else []), **more))
        assert await bot.terminate() == 0
    # What was let happen was told of, without the token.
    for sign in ("InvalidToken", "LookupError", "in afail", "in fail", "nobody caught", "never retrieved", "[token]"):
        assert sign in bot.output, sign
    assert bot.output.count("a fault that nobody caught") == 2
    assert "dateline_questions_total 2.0" in served[0]
    assert "@dateline_bot" in served[-1]
    if "json" in way:
        assert all(json.loads(line) for line in bot.stderr)
    assert (tmp_path / "state" / "dateline.db").exists()
    assert not planted.found(TOKEN, bot.output, *served)
    assert not planted.found(SECRET, bot.output, *served)
    assert not planted.in_folder(TOKEN, tmp_path)
    assert not planted.in_folder(SECRET, tmp_path)


@pytest.mark.parametrize(
    ("where", "told"), [(AT_THE_START, "no way with bot[token]"), (AT_THE_VERY_START, "no way with bot[token]")]
)
async def test_a_crash_at_the_start_is_told_of_without_the_token(server, articles, tmp_path, where, told):
    async with BotProcess(server, articles, tmp_path, program=broken(where)) as bot:
        assert await bot.ends(30) == 1
    assert "Traceback" in bot.output
    assert "no way with bot[token]" in bot.output
    assert not planted.found(TOKEN, bot.output)


async def test_a_token_that_telegram_does_not_know_is_not_repeated(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path, DATELINE_TOKEN=TOKEN[:-1] + "x") as bot:
        assert await bot.ends(30) == 1
    assert "does not know this token" in bot.output
    assert not planted.found(TOKEN[:-1], bot.output)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ADMINS", TOKEN, "numeric ids"),
        ("API_URL", TOKEN, "URL"),
        ("STORE", f"odd://{TOKEN}@host/db", "postgresql://"),
        ("FEEDS", f"https://me:{TOKEN}@host/feed", "comma separated"),
        ("SEMANTIC_SHA256", TOKEN, "pattern"),
        ("LOG_LEVEL", TOKEN, "debug"),
        ("THRESHOLD", TOKEN, "number"),
    ],
)
def test_a_setting_that_is_wrong_is_told_of_without_its_value(monkeypatch, tmp_path, name, value, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_TOKEN", TOKEN)
    monkeypatch.setenv(f"DATELINE_{name}", value)
    for command in ("run", "doctor", "chat"):
        result = CliRunner().invoke(app, [command])
        assert result.exit_code == 2
        assert told in result.output
        assert not planted.found(TOKEN, result.output, repr(result.exception))


def test_no_repr_has_the_token_or_a_password():
    settings = Settings(
        _env_file=None, token=TOKEN, webhook_url="https://news.example/t", webhook_secret=SECRET, listen="127.0.0.1:1"
    )
    application = build(settings, LiveLibrary([], now=NOW))
    shown = (settings, settings.model_dump(), application, application.bot, application.bot_data, application.updater)
    texts = [text for one in shown for text in (repr(one), str(one), f"{one}")]
    held = [getattr(application, name, None) for name in Application.__slots__ if name != "__weakref__"]
    texts += [settings.model_dump_json(), repr(held), repr(InvalidToken())]
    assert "987654321" in repr(application.bot)
    assert not planted.found(TOKEN, *texts)
    assert not planted.found(SECRET, *texts)


@pytest.mark.parametrize("shown", [TOKEN, TOKEN[10:], TOKEN[10:24], TOKEN.replace(":", "%3A"), f"x{TOKEN[14:]}y"])
def test_it_would_be_found(tmp_path, shown):
    assert planted.found(TOKEN, f"… {shown} …")
    (tmp_path / "file").write_bytes(b"\x00" + shown.encode() + b"\x00")
    assert planted.in_folder(TOKEN, tmp_path) == [str(tmp_path / "file")]
