"""What a monitor sees of a bot, polled or posted to: alive, ready, and its figures."""

import asyncio
import re
import sqlite3

import httpx
import pytest

from tests.telegram import faults
from tests.telegram.process import BotProcess, by_webhook, free_port
from tests.telegram.stories import ADMIN, COST_QUESTION


@pytest.fixture(params=["polling", "webhook"])
async def running(request, server, articles, tmp_path):
    how = by_webhook(server) if request.param == "webhook" else {"DATELINE_LISTEN": f"127.0.0.1:{free_port()}"}
    feeds = "https://news.invalid/rss"
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], DATELINE_FEEDS=feeds, **how) as bot:
        await bot.ready()
        yield bot


@pytest.fixture
async def monitor(running):
    async with httpx.AsyncClient(base_url=running.url) as client:
        yield client


async def figures(monitor):
    answer = await monitor.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


async def eventually(monitor, name, value, within=10):
    async with asyncio.timeout(within):
        while (found := (await figures(monitor)).get(name)) != value:  # noqa: ASYNC110 - it is asked for
            await asyncio.sleep(0.1)
    return found


async def test_questions_and_what_becomes_of_them_are_counted_without_a_word_of_them(server, running, monitor):
    reader = server.user(first_name="Zanzibara")
    await reader.says(COST_QUESTION)
    await reader.says("Who fed the quokkas in Timbuktu?")
    found = await figures(monitor)
    await eventually(monitor, "dateline_questions_total", 2)
    found = await figures(monitor)
    assert found["dateline_answered_total"] == 1
    assert sum(value for name, value in found.items() if name.startswith("dateline_refused_total{")) == 1
    assert found["dateline_answer_seconds_count"] == 2
    assert 0 < found["dateline_answer_seconds_sum"] < 60
    assert found["dateline_updates_total"] == 2
    await eventually(monitor, "dateline_updates_waiting", 0)
    assert found["dateline_articles"] == 1
    text = (await monitor.get("/metrics")).text
    for word in ("quokka", "Timbuktu", "Zanzibara", server.token.partition(":")[2], f'"{reader.id}"'):
        assert word not in text
    assert {name for label in re.findall(r"\{(.*?)\}", text) for name in re.findall(r"(\w+)=", label)} == {
        *("reason", "outcome", "kind", "feed", "le")
    }


async def test_reloads_feeds_limits_and_telegrams_errors_are_counted(server, running, monitor):
    admin, gone = server.user(id=ADMIN), server.user(id=8)
    await admin.says("/reload")
    await eventually(monitor, 'dateline_reloads_total{outcome="same"}', 1)
    gone.blocks()
    gone.writes(COST_QUESTION)
    await eventually(monitor, 'dateline_telegram_errors_total{kind="forbidden"}', 1)
    server.fail("sendMessage", faults.flood(1))
    reader = server.user()
    await reader.says(COST_QUESTION)
    assert (await figures(monitor))['dateline_telegram_errors_total{kind="flood"}'] == 1
    for _ in range(11):
        reader.writes(COST_QUESTION)
    await eventually(monitor, 'dateline_turned_away_total{reason="limit"}', 2)
    reader.writes(COST_QUESTION, ago=3600)
    await eventually(monitor, 'dateline_turned_away_total{reason="late"}', 1)
    found = await figures(monitor)
    assert [value for name, value in found.items() if name.startswith("dateline_feed_up{")] == [0]


async def test_ready_is_who_has_a_library_a_store_and_telegram(server, running, monitor, tmp_path):
    assert (await monitor.get("/healthz")).text == "ok\n"
    answer = await monitor.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"library": True, "store": True, "telegram": True})
    await server.stop()
    if not running.polls:  # who does not poll finds out with the next thing it has to say
        reader = server.user()
        reader.writes(COST_QUESTION)
        await asyncio.sleep(1)
    async with asyncio.timeout(20):
        while (answer := await monitor.get("/readyz")).status_code == 200:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    assert answer.json() == {"library": True, "store": True, "telegram": False}
    assert (await monitor.get("/healthz")).status_code == 200
    await server.start()


async def test_a_store_that_cannot_be_written_is_not_ready(running, monitor, tmp_path):
    database = tmp_path / "state" / "dateline.db"
    with sqlite3.connect(database, isolation_level=None) as file:
        file.execute("BEGIN IMMEDIATE")  # another program holds it
        answer = await monitor.get("/readyz", timeout=10)
        file.execute("ROLLBACK")
    file.close()
    assert (answer.status_code, answer.json()["store"]) == (503, False)
    assert (await monitor.get("/readyz")).status_code == 200


async def test_without_the_setting_nothing_listens_and_a_port_that_is_taken_ends_the_start(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        assert "serving at" not in bot.output
    with_port = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = with_port.sockets[0].getsockname()[1]
    async with with_port, BotProcess(server, articles, tmp_path, DATELINE_LISTEN=f"127.0.0.1:{port}") as bot:
        assert await bot.ends(within=30) == 2
        assert "set DATELINE_LISTEN" in bot.stderr[-1]
        assert "Traceback" not in bot.output
