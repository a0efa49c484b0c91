"""The bot behind a webhook: what its address lets in, and that nothing taken is lost or answered twice."""

import asyncio
import json
import sqlite3

import httpx
import pytest

from bot.receiving import UPDATES
from bot.serving.webhook import HEADER, MAX_BYTES
from tests.telegram.process import SECRET, BotProcess, by_webhook
from tests.telegram.stories import COST, COST_QUESTION

OURS = {HEADER: SECRET}


@pytest.fixture
async def running(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path, **by_webhook(server)) as bot:
        await bot.ready()
        yield bot


@pytest.fixture
async def door(running):
    async with httpx.AsyncClient(base_url=running.url) as client:
        yield client


def kept(folder, what="body IS NOT NULL"):
    with sqlite3.connect(folder / "state" / "dateline.db") as file:
        found = file.execute(f"SELECT count(*) FROM updates WHERE {what}").fetchone()[0]
    file.close()
    return found


async def test_the_webhook_is_set_with_its_secret_and_only_what_is_wanted(server, running):
    (call,) = server.called("setWebhook")
    assert (call.params["url"], call.params["secret_token"]) == ("https://news.example/telegram", SECRET)
    assert json.loads(call.params["allowed_updates"]) == [str(one.value) for one in UPDATES]
    assert int(call.params["max_connections"]) == 40
    assert not server.called("getUpdates")


async def test_who_does_not_know_the_secret_is_told_nothing(server, door):
    update = {"update_id": 5, "message": {"message_id": 1, "text": "/start"}}
    for given in (None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "ü"):
        headers = {} if given is None else {HEADER: given.encode("latin-1")}
        answer = await door.post("/telegram", json=update, headers=headers)
        assert (given, answer.status_code, answer.content) == (given, 403, b"")
    await server.silence(0.3)


BODIES = [
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"[]", 400),
    (b"{}", 400),
    (b'{"update_id": true}', 400),
    (b'{"update_id": 99999999999999999999}', 400),
    (b'{"update_id": 1e2}', 400),
    (b"[" * 100_000, 400),
    (b'{"update_id": 8, "message": {"text": 1}}', 200),  # of a shape that no later try would make readable
    (b" " * (MAX_BYTES + 1), 413),
]


async def test_what_is_no_update_is_not_taken(door, running, tmp_path):
    for body, status in BODIES:
        answer = await door.post("/telegram", content=body, headers=OURS)
        assert (body[:40], answer.status_code, answer.content) == (body[:40], status, b"")
    assert kept(tmp_path) == 0
    assert running.output.count("an update cannot be read: ") == 1


async def test_a_body_of_unknown_length_is_cut_off_as_well(door):
    async def endless():
        for _ in range(3 * MAX_BYTES // 10_000):
            yield b" " * 10_000

    try:
        answer = await door.post("/telegram", content=endless(), headers=OURS)
    except httpx.WriteError:  # it hung up before all was sent
        return
    assert answer.status_code == 413


async def test_another_address_or_method_is_not_there(door):
    assert (await door.get("/telegram", headers=OURS)).status_code == 405
    assert (await door.post("/other", headers=OURS)).status_code == 404


async def test_nothing_of_an_update_is_kept_once_it_is_handled(server, running, tmp_path):
    assert COST in "".join((await server.user().says(COST_QUESTION)).quoted())
    await server.until(lambda: kept(tmp_path) == 0 or None, 5, "an empty store")
    assert kept(tmp_path, "handled IS NOT NULL") == 1


async def test_an_update_whose_200_got_lost_comes_again_and_is_answered_once(server, running):
    server.updates.deaf = 2
    reader = server.user()
    assert (await reader.says("/help")).text  # a command, as the same question is not answered twice anyway
    await server.until(lambda: server.updates.delivered or None, 5, "a 200 that is heard")
    await asyncio.sleep(0.5)
    assert len(server.called("sendMessage")) == 1
    assert COST in "".join((await reader.says(COST_QUESTION)).quoted())


async def test_a_store_that_fails_has_telegram_send_it_again(server, running, tmp_path):
    with sqlite3.connect(tmp_path / "state" / "dateline.db", isolation_level=None) as file:
        file.execute("ALTER TABLE updates RENAME TO away")
        server.user().writes(COST_QUESTION)
        await server.until(lambda: (server.updates.webhook["error"] or "").endswith("503") or None, 5, "a 503")
        assert not server.called("sendMessage")
        file.execute("ALTER TABLE away RENAME TO updates")
    file.close()
    await server.until(lambda: server.called("sendMessage") or None, 10, "the answer")


async def test_a_press_and_an_edit_that_come_twice_do_once(server, running):
    reader = server.user()
    question = reader.writes(COST_QUESTION)
    reply = await reader.hears(0)
    server.updates.deaf = 2
    assert (await reply.press("Helpful")).notice
    await server.until(lambda: not server.updates.pending or None, 5, "a 200 that is heard")
    assert len(server.called("answerCallbackQuery")) == 1
    server.updates.deaf = 2
    assert (await reader.edits(question, "Did the harbour bridge reopen to traffic?")).id == reply.id
    await server.until(lambda: not server.updates.pending or None, 5, "a 200 that is heard")
    await asyncio.sleep(0.3)
    assert len(server.called("editMessageText")) == 1
    assert len(server.called("sendMessage")) == 1
