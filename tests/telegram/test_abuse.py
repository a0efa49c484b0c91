"""Floods and questions of every shape, over the socket."""

import random
import threading

import pytest

from bot.handlers import searching
from tests.shapes import SHAPES
from tests.telegram import judge
from tests.telegram.inprocess import answering, keeping
from tests.telegram.stories import COST, COST_QUESTION

FREE = {"questions_per_minute": 0, "chat_questions_per_minute": 0, "queries_per_minute": 0}


def typed(shape):
    """A question of a shape as Telegram would let it through; nothing where it would not."""
    text = SHAPES[shape](random.Random(shape)).encode("utf-8", "replace").decode()
    text = judge.clean(text, []).text.strip()
    return judge.utf16_slice(text, 0, judge.MAX_TEXT).rstrip("\ufffd").strip()


async def test_questions_of_every_shape_are_answered_in_private_in_groups_and_inline(server, articles, tmp_path, clock):
    reader, group = server.user(), server.group()
    async with keeping(server, articles, tmp_path, clock, keep_texts=True, **FREE) as shop:
        for shape in SHAPES:
            text = typed(shape)
            if not text:
                continue
            assert (await reader.says(text)).text, shape
            await reader.types_inline(text[:256])
        for shape in ("4,000 words", "Zalgo", "nested quotes", "look-alikes"):
            assert (await reader.says(f"@dateline_bot {typed(shape)}"[:4_096], chat=group)).text, shape
        assert COST in (await reader.says(COST_QUESTION)).text
        await server.until(lambda: shop.inbox.open == 0 or None, 5, "all that is handled")


@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_flood_waits_for_itself_and_another_is_answered_beside_its_first(server, articles, monkeypatch, where):
    began, go, find = [], threading.Event(), searching._search

    def slow(*args):
        began.append(args)
        assert go.wait(20)
        return find(*args)

    monkeypatch.setattr(searching, "_search", slow)
    group = server.group() if where == "group" else None
    flooders = [server.user(id=number) for number in range(100, 140)] if group else [server.user()] * 40
    reader = server.user(id=8)
    async with answering(server, articles, **FREE):
        for flooder in flooders:
            flooder.writes("/search bridge", chat=group)
        await server.until(lambda: began or None, 10, "a search that has begun")
        assert COST in (await reader.says(COST_QUESTION)).text
        assert len(began) == 1
        go.set()
        there = group.id if group else flooders[0].id
        await server.until(lambda: len(server.events_since(0, there)) >= 40 or None, 20, "an answer to each")
