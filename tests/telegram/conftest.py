"""Telegram for one test, and clients that ask it."""

import httpx
import pytest
from telegram import Bot

from tests.telegram import planted
from tests.telegram.inprocess import Clock
from tests.telegram.server import Server
from tests.telegram.stories import BRIDGE


@pytest.fixture
async def server():
    """A strict Bot API server; what Telegram would let pass in silence fails the test at its end."""
    server = Server()
    await server.start()
    yield server
    await server.stop()
    assert not server.failures, server.failures
    said = planted.said(server)
    assert not planted.found(server.token, said), "the token stands in what the bot sent"


@pytest.fixture
async def bot(server):
    async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
        yield bot


@pytest.fixture
async def post(server):
    """The raw response to a method, as (status, body)."""
    async with httpx.AsyncClient(base_url=f"{server.url}/bot{server.token}/") as client:

        async def post(method, **kwargs):
            response = await client.post(method, **kwargs)
            return response.status_code, response.json()

        yield post


@pytest.fixture
def ada(server):
    """Somebody who has pressed Start."""
    user = server.user(id=7, first_name="Ada")
    user.writes("/start")
    return user


@pytest.fixture
def articles(tmp_path):
    """A folder with one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    return folder


@pytest.fixture
def clock():
    """The time, which a test may move."""
    return Clock()
