"""Errors reach admins once, grouped, and say nothing of who asked what."""

import asyncio

import pytest

from bot.handlers import browsing
from tests.telegram.inprocess import keeping
from tests.telegram.stories import ADMIN

OTHER = 1002


@pytest.fixture
async def shop(server, articles, tmp_path, clock):
    admins = {"admins": f"{ADMIN},{OTHER}", "questions_per_minute": 0}
    async with keeping(server, articles, tmp_path, clock, **admins) as shop:
        yield shop


@pytest.fixture
def broken(monkeypatch):
    def asked(shop, typed, say):
        raise LookupError(f"what about {typed}?")

    monkeypatch.setattr(browsing, "_asked", asked)


def told(server, admin):
    return [call.params["text"] for call in server.called("sendMessage") if int(call.params["chat_id"]) == admin]


async def test_a_fault_is_told_once_an_hour_with_how_often_it_came(server, shop, broken, clock):
    admin, reader = (
        server.user(id=ADMIN),
        server.user(id=7000007, first_name="Ingeborg"),
    )  # the other admin never wrote to the bot
    await admin.says("/help")
    for _ in range(5):
        assert "went wrong" in (await reader.says("/latest penguins")).text
    first = told(server, ADMIN)[1:]
    assert len(first) == 1
    assert "LookupError" in first[0]
    assert "bot." in first[0]
    for secret in ("penguins", "Ingeborg", "7000007", server.token):
        assert secret not in first[0]
    assert "penguins" not in "".join(told(server, ADMIN))
    clock.forward(3601)
    await reader.says("/latest penguins")
    second = told(server, ADMIN)[2:]
    assert len(second) == 1
    assert "5 times since " in second[0]
    assert len(told(server, OTHER)) == 2  # tried, and refused by Telegram


async def test_a_flood_of_different_faults_is_bounded(server, shop, monkeypatch):
    server.user(id=ADMIN).writes("/start")
    reader = server.user()
    for number in range(12):
        kind = type(f"Odd{number}Error", (Exception,), {})

        def asked(shop, typed, say, kind=kind):
            raise kind

        monkeypatch.setattr(browsing, "_asked", asked)
        await reader.says("/latest")
    assert len([text for text in told(server, ADMIN) if "broke" in text]) == 6


async def test_what_telegram_does_wrong_is_no_fault_of_ours(server, shop, articles):
    server.user(id=ADMIN).writes("/start")
    gone = server.user(id=8)
    gone.blocks()
    gone.writes("/latest")
    await asyncio.sleep(0.5)
    assert [text for text in told(server, ADMIN) if "broke" in text] == []
