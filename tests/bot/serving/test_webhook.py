"""What the webhook's address does when more comes than can be handled, or comes too slowly."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from telegram import Bot

from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.serving import webhook
from bot.serving.webhook import HEADER, Webhook
from knowledge.store import memory_store

SECRET = "planted-Secret"


@pytest.fixture
async def inbox():
    async with memory_store() as store:
        yield Inbox(store, lambda: datetime.now(UTC), Metrics())


@pytest.fixture
async def post(inbox):
    taking = Webhook(inbox, Bot("1:token"), SECRET)
    app = Starlette(routes=[Route("/", taking.take, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bot") as client:

        async def send(content):
            return (await client.post("/", content=content, headers={HEADER: SECRET})).status_code

        send.door = taking
        yield send


def update(number):
    return json.dumps({"update_id": number})


async def test_nothing_is_taken_before_the_start_and_after_the_stop(post, inbox):
    assert await post(update(1)) == 503
    post.door.open = True
    assert await post(update(1)) == 200
    post.door.open = False
    assert await post(update(2)) == 503
    assert inbox.qsize() == 1


async def test_what_is_too_much_waits_at_telegram(post, inbox, monkeypatch):
    monkeypatch.setattr(webhook, "MOST_OPEN", 2)
    post.door.open = True
    assert [await post(update(number)) for number in range(4)] == [200, 200, 503, 503]
    await inbox.finish(0)
    assert await post(update(2)) == 200


async def test_one_that_comes_twice_at_once_is_queued_once(post, inbox):
    post.door.open = True
    assert await asyncio.gather(*(post(update(7)) for _ in range(5))) == [200] * 5
    assert (inbox.qsize(), inbox.open) == (1, 1)


async def test_a_body_that_does_not_come_is_not_waited_for(post, monkeypatch):
    monkeypatch.setattr(webhook, "PATIENCE", 0.05)
    post.door.open = True

    async def slowly():
        yield b"{"
        await asyncio.sleep(30)
        yield b"}"

    assert await post(slowly()) == 408
