"""The bot as its readers and its operator meet it: a process of its own, over a real socket."""

import asyncio
import time

import httpx
import pytest

from tests.telegram import faults
from tests.telegram.process import BotProcess, by_webhook
from tests.telegram.stories import ADMIN, COST, COST_QUESTION, FERRY, FERRY_QUESTION, REOPENED, STRANGER, UNDERSTOOD


@pytest.fixture(params=["polling", "webhook"])
async def running(request, server, articles, tmp_path):
    """The bot, up and polling, or up and posted to."""
    how = by_webhook(server) if request.param == "webhook" else {}
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], **how) as bot:
        await bot.ready()
        yield bot


async def test_a_question_is_answered_with_a_quote_and_one_off_the_subject_is_not(server, running):
    reader = server.user()
    reply = await reader.says(COST_QUESTION)
    assert COST in "".join(reply.quoted())
    assert "Aldmoor's harbour bridge reopens" in reply.text
    assert "Northern Post" in reply.text
    assert "2024" in reply.text
    refusal = await reader.says("Who won the chess championship in Havana?")
    assert refusal.quoted() == []
    assert refusal.text


async def test_inline_results_have_stable_ids_and_quote(server, running):
    reader = server.user()
    first = await reader.types_inline_to_the_end("bridge repairs cost")
    again = await reader.types_inline_to_the_end("bridge repairs cost")
    # What takes too long to read comes last, and was read meanwhile.
    assert sorted(result.id for result in first) == sorted(result.id for result in again)
    assert any(COST in result.text for result in first)
    nothing = await reader.types_inline("zzyzx qwfp")
    assert list(nothing) == []


async def test_an_admin_reloads_and_a_stranger_does_not(server, running, articles):
    admin, stranger = server.user(id=ADMIN), server.user(id=STRANGER)
    (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    (articles / "broken.yaml").write_text("id: broken\nheadline: No body\n", encoding="utf-8")

    stranger.writes("/reload")
    await asyncio.sleep(0.5)
    assert all("broken.yaml" not in call.params.get("text", "") for call in server.calls)
    assert (await stranger.says(FERRY_QUESTION)).quoted() == []

    report = await admin.says("/reload")
    assert "broken.yaml" in report.text
    assert "1" in report.text
    reply = await stranger.says(FERRY_QUESTION)
    assert "eight times a day" in "".join(reply.quoted())


async def test_an_admin_is_no_admin_in_a_group(server, running, articles):
    admin, group = server.user(id=ADMIN), server.group()
    (articles / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    admin.writes("/reload", chat=group)
    admin.writes("/reload@dateline_bot", chat=group)
    await asyncio.sleep(0.5)
    assert all("broken.yaml" not in call.params.get("text", "") for call in server.calls)


async def test_an_admin_is_told_why_and_nobody_else(server, running):
    admin, stranger, group = server.user(id=ADMIN), server.user(id=STRANGER), server.group()
    assert (await stranger.says(f"/explain {COST_QUESTION}")).text.startswith("I don't know that command")
    admin.writes(f"/explain {COST_QUESTION}", chat=group)
    admin.writes(f"/explain@dateline_bot {COST_QUESTION}", chat=group)
    await server.silence(0.7)
    why = await admin.says(f"/explain {COST_QUESTION}")
    assert why.text.startswith(COST_QUESTION)
    assert "Answered: confidence 0." in why.text
    assert "before any evidence" in why.text
    assert f"“{COST}”" in why.text
    assert "behind it" in (await admin.says("/explain")).text
    refused = await admin.says("/explain Who fed the penguins in Lisbon?")
    assert "Refused: " in refused.text or "no sentence has any word" in refused.text.lower()
    # However long the question, every message is taken: the server refuses more than 4096 units.
    long = await admin.says("/explain " + " ".join(f"Falk{n}𝒳 bridge{n}" for n in range(190)))
    assert "and 28 more" in long.text


async def test_in_a_group_it_speaks_only_when_addressed(server, running):
    reader, other, group = server.user(), server.user(id=8), server.group()
    talk = reader.writes("The bridge is open again", chat=group)
    other.writes(COST_QUESTION, chat=group, reply_to=talk)
    other.writes("Ask @some_other_bot how much the bridge repairs cost", chat=group)
    await server.silence(0.7)
    reply = await reader.says(f"@dateline_bot {COST_QUESTION}", chat=group)
    assert COST in "".join(reply.quoted())
    follow_up = await other.says("How many bolts were replaced?", chat=group, reply_to=reply)
    assert "312 rusted bolts" in "".join(follow_up.quoted())


async def test_a_follow_up_in_private_follows_the_question_before(server, running):
    reader = server.user()
    await reader.says("Did the harbour bridge reopen to traffic?")
    reply = await reader.says("When was that?")
    assert UNDERSTOOD in reply.text
    assert REOPENED in "".join(reply.quoted())
    plain = await reply.press("Not what I meant")
    assert (plain.edited, plain.message.id) == (True, reply.id)
    assert "Understood as" not in plain.message.text
    assert "Not what I meant" not in plain.message.buttons
    assert (await server.user(id=8).says("When was that?")).quoted() == []


async def test_an_edited_follow_up_follows_what_stood_before_it(server, running):
    reader = server.user()
    await reader.says("Did the harbour bridge reopen to traffic?")
    question = reader.writes("Who won the chess championship?")
    await server.until(lambda: len(server.called("sendMessage")) == 2 or None, 5, "the second answer")
    await reader.says(COST_QUESTION)
    assert UNDERSTOOD in (await reader.edits(question, "When was that?")).text


async def test_in_a_group_a_reply_to_an_answer_follows_it(server, running):
    reader, other, group = server.user(), server.user(id=8), server.group()
    first = await reader.says("@dateline_bot Did the harbour bridge reopen to traffic?", chat=group)
    await reader.says(f"@dateline_bot {COST_QUESTION}", chat=group)
    reply = await other.says("When was that?", chat=group, reply_to=first)
    assert UNDERSTOOD in reply.text
    assert REOPENED in "".join(reply.quoted())
    alone = await other.says("/ask When was that?", chat=group)
    assert "Understood as" not in alone.text


async def test_the_button_of_a_follow_up_says_so_where_the_question_is_forgotten(server, articles, tmp_path):
    reader = server.user()
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        await reader.says("Did the harbour bridge reopen to traffic?")
        reply = await reader.says("When was that?")
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        pressed = await reply.press("Not what I meant", within=20)
    assert "no longer remember" in pressed.notice


async def test_an_answer_stays_in_its_topic(server, running):
    forum = server.group(forum=True)
    reply = await server.user().says(f"@dateline_bot {COST_QUESTION}", chat=forum, thread=44)
    assert (reply.thread, COST in "".join(reply.quoted())) == (44, True)


async def test_commands_and_descriptions_are_set_at_the_start(server, running):
    await server.until(lambda: server.profile.get(("short_description", "")), 5, "the descriptions")
    public = {command["command"] for command in server.commands["default", None, None, ""]}
    assert {"help", "latest", "about"} <= public
    assert not {"reload", "status", "explain"} & public
    assert server.profile["description", ""]
    assert server.profile["short_description", ""]


async def test_every_command_answers(server, running):
    reader = server.user()
    for command in ("/start", "/help", "/latest", "/about"):
        assert (await reader.says(command)).text


async def test_a_429_is_waited_out(server, running):
    server.fail("sendMessage", faults.flood(1))
    began = time.monotonic()
    reply = await server.user().says(COST_QUESTION)
    assert time.monotonic() - began >= 1
    assert COST in "".join(reply.quoted())
    assert [kind for kind, _ in server.events] == ["message"]


@pytest.mark.parametrize(
    "fault", [faults.dropped(), faults.cut_short(), faults.broken(502)], ids=lambda fault: fault.name
)
async def test_a_broken_connection_is_survived(server, running, fault):
    if running.polls:
        server.fail("getUpdates", fault, times=2)
    server.fail("sendMessage", fault)
    reader = server.user()
    reader.writes("/start")
    await server.until(lambda: server.faults.left == 0 or None, 15, "every broken connection")
    await reader.hears_of(COST, asking=COST_QUESTION)  # what was broken off may be sent again before it
    assert running.running


async def test_a_reader_who_blocked_the_bot_troubles_nobody(server, running):
    gone, reader = server.user(id=8), server.user()
    gone.blocks()
    gone.writes(COST_QUESTION)
    await server.until(lambda: server.called("sendMessage") or None, 5, "the refused answer")
    assert COST in "".join((await reader.says(COST_QUESTION)).quoted())


async def test_it_stops_cleanly_when_told_to(server, running):
    began = time.monotonic()
    assert await running.terminate() == 0
    assert time.monotonic() - began < 5
    assert "Traceback" not in running.output


async def test_a_second_instance_ends_with_a_plain_sentence(server, articles, tmp_path):
    async def rival():
        async with httpx.AsyncClient(timeout=60) as client:
            while True:
                await client.get(f"{server.url}/bot{server.token}/getUpdates", params={"timeout": 30})

    polling = asyncio.create_task(rival())
    await server.polled()
    try:
        async with BotProcess(server, articles, tmp_path) as bot:
            assert await bot.ends(within=30) != 0
        last = bot.stderr[-1]
        assert "Traceback" not in bot.output
        assert "another" in last.lower() or "second" in last.lower() or "already" in last.lower()
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def test_a_wrong_token_ends_with_a_plain_sentence(server, articles, tmp_path):
    wrong = "987654:wrong-Token_0123456789abcdefghijklm"
    async with BotProcess(server, articles, tmp_path, DATELINE_TOKEN=wrong) as bot:
        assert await bot.ends(within=30) != 0
    assert "Traceback" not in bot.output
    assert "token" in bot.stderr[-1].lower()
    assert wrong.partition(":")[2] not in bot.output


async def test_a_start_without_a_network_goes_on_trying(server, articles, tmp_path):
    await server.stop()
    heartbeat = tmp_path / "heartbeat"
    async with BotProcess(server, articles, tmp_path, DATELINE_HEARTBEAT=str(heartbeat)) as bot:
        async with asyncio.timeout(40):
            while not heartbeat.exists():  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(0.1)
        await asyncio.sleep(2)
        assert bot.running
        await server.start()
        await bot.ready(within=40)
        assert COST in "".join((await server.user().says(COST_QUESTION)).quoted())
    assert "Traceback" not in bot.output
