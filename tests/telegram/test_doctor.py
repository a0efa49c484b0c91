"""`dateline doctor`, as an operator runs it, against the strict server."""

import asyncio
import json
import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.doctor import examine
from bot.settings import Settings
from tests.telegram.process import ROOT, SECRET, BotProcess, by_webhook


@pytest.fixture
def doctor(server, articles, tmp_path):
    """Run it; the exit code, and the findings by what they are about."""

    async def run(*, plain=False, **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        told = {
            "DATELINE_TOKEN": server.token,
            "DATELINE_API_URL": server.url,
            "DATELINE_ARTICLES": str(articles),
            "DATELINE_ADMINS": "1001",
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "doctor", *([] if plain else ["--json"])),
            cwd=tmp_path,
            env=clean | told | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = (part.decode() for part in await process.communicate())
        assert server.token.partition(":")[2] not in out + err
        assert SECRET not in out + err
        assert "Traceback" not in err, err
        found = out if plain else {line["about"]: line for line in map(json.loads, out.splitlines())}
        return process.returncode, found

    return run


def verdicts(found):
    return {about: line["verdict"] for about, line in found.items()}


async def test_where_all_is_well_it_says_so_line_by_line(server, articles, tmp_path, doctor):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        await bot.terminate()
    code, found = await doctor()
    expected = dict.fromkeys(
        ("settings", "clock", "token", "privacy mode", "inline", "guest mode", "webhook", "articles", "index"), "ok"
    )
    assert verdicts(found) == expected | {"feeds": "ok", "store": "ok", "freshness": "note"}  # its article is old
    assert code == 0
    assert "@dateline_bot" in found["token"]["found"]
    code, text = await doctor(plain=True)
    assert code == 0
    assert "ok    inline: switched on\n" in text


async def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(tmp_path, doctor):
    code, found = await doctor()
    assert (code, found["store"]["verdict"], found["index"]["verdict"]) == (0, "note", "note")
    assert not (tmp_path / "state").exists()


async def test_what_botfather_switches_is_told(server, doctor):
    server.switches = {
        "supports_inline_queries": False,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "can_join_groups": False,
    }
    code, found = await doctor()
    assert code == 1
    assert found["inline"]["verdict"] == "wrong"
    assert "/setinline" in found["inline"]["do"]
    for about in ("privacy mode", "guest mode", "groups"):
        assert found[about]["verdict"] == "note"


@pytest.mark.parametrize(
    ("environment", "about", "do"),
    [
        ({"DATELINE_TOKEN": "987654:wrong-Token_0123456789abcdefghijklm"}, "token", "correct DATELINE_TOKEN"),
        ({"DATELINE_TOKEN": ""}, "token", "BotFather"),
        ({"DATELINE_API_URL": "http://127.0.0.1:1"}, "Telegram", "DATELINE_API_URL"),
        ({"DATELINE_ARTICLES": "nowhere"}, "articles", "DATELINE_ARTICLES"),
        ({"DATELINE_STORE": "sqlite:///articles/bridge.yaml"}, "store", "put a copy of it back"),
        ({"DATELINE_STORE": "postgresql://me:planted@127.0.0.1:1/news"}, "store", "Start the server"),
    ],
)
async def test_each_thing_that_is_wrong_has_a_line_that_says_what_to_do(doctor, environment, about, do):
    code, found = await doctor(**environment)
    assert (code, found[about]["verdict"]) == (1, "wrong")
    assert do in found[about]["do"]
    assert [line["about"] for line in found.values() if line["verdict"] == "wrong"] == [about]
    assert "planted" not in json.dumps(found)


async def test_a_faulty_article_and_an_index_of_no_use_are_told(articles, tmp_path, doctor):
    (articles / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    (tmp_path / "state" / "library" / "index").mkdir(parents=True)
    (tmp_path / "state" / "library" / "index" / "manifest.json").write_text("{", encoding="utf-8")
    code, found = await doctor()
    assert code == 1
    assert "dateline check" in found["articles"]["do"]
    assert found["index"]["verdict"] == "wrong"


async def test_a_store_that_cannot_be_written_is_told(server, articles, tmp_path, doctor):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        await bot.terminate()
    with sqlite3.connect(tmp_path / "state" / "dateline.db") as file:
        file.execute("UPDATE alembic_version SET version_num='9999'")
    file.close()
    code, found = await doctor()
    assert (code, found["store"]["verdict"]) == (1, "wrong")
    assert "newer version" in found["store"]["do"]


async def test_a_feed_that_fails_and_one_that_is_gone_are_told(tmp_path, doctor):
    code, found = await doctor(DATELINE_FEEDS="https://one.example/rss")
    (about,) = [name for name in found if name.startswith("feed ")]
    assert (code, found[about]["verdict"]) == (0, "note")
    from bot.feeds.folders import Folders, name_of  # noqa: PLC0415 - where the state of a feed lies is theirs to say

    folders = Folders(tmp_path / "state" / "feeds")
    url = "https://one.example/rss"
    folders.make([name_of(url)])
    folders.save(folders.state(url).model_copy(update={"failures": 3, "error": "answered 503"}))
    code, found = await doctor(DATELINE_FEEDS=url)
    assert (code, found[about]["verdict"]) == (1, "wrong")
    assert "answered 503" in found[about]["found"]


async def test_the_webhooks_last_fault_is_told(server, articles, tmp_path, doctor):
    how = by_webhook(server)
    code, found = await doctor(**how)
    assert (code, found["webhook"]["verdict"]) == (0, "note")
    async with BotProcess(server, articles, tmp_path, **how) as bot:
        await bot.ready()
        _, found = await doctor(**how)
        assert found["webhook"]["verdict"] == "ok"
        assert "/telegram" not in json.dumps(found["webhook"])
    server.user().writes("/start")
    await server.until(lambda: server.updates.webhook["error"], 5, "a post that nobody takes")
    code, found = await doctor(**how)
    assert (code, found["webhook"]["verdict"]) == (1, "wrong")
    _, found = await doctor()
    assert "polls" in found["webhook"]["do"]


@pytest.mark.parametrize(("hours", "said"), [(0, "as Telegram's"), (1, "ahead of"), (-1, "behind")])
async def test_a_clock_that_is_wrong_is_told(server, articles, tmp_path, hours, said):
    told = Settings(_env_file=None, token=server.token, api_url=server.url, articles=(articles,), state=tmp_path)
    found = await examine(told, lambda: datetime.now(UTC) + timedelta(hours=hours))
    (clock,) = [one for one in found if one.about == "clock"]
    assert said in clock.found
    assert bool(clock.do) == bool(hours)
