"""What is followed is told when it comes, once: over a restart, and whatever Telegram does in between."""

import asyncio
import contextlib
import sqlite3
from datetime import timedelta

import pytest

from knowledge.store import State
from tests.telegram import faults
from tests.telegram.inprocess import Clock, keeping
from tests.telegram.people import Message
from tests.telegram.process import BotProcess
from tests.telegram.stories import ADMIN, FERRY, FERRY_QUESTION, STRANGER

TELL_ME = "Tell me when the news answers this"
EIGHT_TIMES = "The ferry company Solvang will sail to Tarn island eight times a day from June."
MAYOR_AGAIN = """\
id: aldmoor-mayor
headline: Aldmoor's mayor on the winter
source: {name: Northern Post}
published: 2024-03-08
language: en
text: |
  Snow will be cleared at night, Mayor Ingrid Falk said. She added that salt was too dear.

  The council of Aldmoor meets on Monday.
"""
SNOW = "Snow will be cleared at night, Mayor Ingrid Falk said."
SALT = "She added that salt was too dear."


@pytest.fixture
def run(server, articles, tmp_path):
    """The bot as a process, up and polling; its store outlives it."""

    @contextlib.asynccontextmanager
    async def run(**environment):
        async with BotProcess(server, articles, tmp_path, admins=[ADMIN], **environment) as bot:
            await bot.ready(within=60)
            yield bot

    return run


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def shop(server, articles, tmp_path, clock):
    """The services of the bot, which runs in the test's own process."""
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN)) as shop:
        yield shop


def add(articles, text, name="new.yaml"):
    (articles / name).write_text(text, encoding="utf-8")


def notices(server, text, chat=STRANGER):
    """The messages of the bot in a chat that have `text` in them, as they were sent."""
    sent = [raw for kind, raw in server.events if kind == "message" and raw["chat"]["id"] == chat]
    return [Message(server, raw) for raw in sent if text in raw["text"]]


async def told(server, text, chat=STRANGER, within=40):
    """The notice with `text`, once it is there."""
    await server.until(lambda: notices(server, text, chat) or None, within, f"a notice of {text!r}")
    return notices(server, text, chat)[-1]


async def only_once(server, text, chat=STRANGER, seconds=4.0):
    await asyncio.sleep(seconds)
    assert len(notices(server, text, chat)) == 1


async def gone(server, message):
    """Until a message cannot end anything any more."""
    await server.until(lambda: "Stop telling me" not in message.buttons or None, 5, "the button to go")


async def follow_the_ferry(reader):
    refusal = await reader.says(FERRY_QUESTION)
    assert refusal.quoted() == []
    pressed = await refusal.press(TELL_ME)
    assert "tell you here" in pressed.notice
    return refusal


# ---------------------------------------------------------------- questions


async def test_a_refused_question_is_told_when_an_article_answers_it_and_only_once(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    await follow_the_ferry(reader)
    add(articles, MAYOR_AGAIN, "mayor.yaml")  # which does not answer it
    await admin.says("/reload")
    add(articles, FERRY)
    await admin.says("/reload")
    notice = await told(server, "eight times a day")
    assert EIGHT_TIMES in "".join(notice.quoted())
    assert FERRY_QUESTION in notice.text
    assert "Northern Post" in notice.text
    await admin.says("/reload")
    await only_once(server, "eight times a day")


async def test_the_button_of_a_refusal_turns_into_one_that_ends_it(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    refusal = await follow_the_ferry(reader)
    await server.until(lambda: list(refusal.buttons) == ["Stop telling me"] or None, 5, "the other button")
    pressed = await refusal.press("Stop telling me")
    assert "any more" in pressed.notice
    await gone(server, refusal)
    add(articles, FERRY)
    await admin.says("/reload")
    await asyncio.sleep(2)
    assert notices(server, "eight times a day") == []


async def test_a_notice_ends_what_it_tells_of(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    await follow_the_ferry(reader)
    add(articles, FERRY)
    await admin.says("/reload")
    notice = await told(server, "eight times a day")
    await notice.press("Stop telling me")
    await gone(server, notice)
    assert "You follow nothing" in (await reader.says("/following")).text


async def test_a_follow_up_is_followed_as_it_was_understood(server, shop):
    reader = server.user()
    await reader.says("What did Mayor Ingrid Falk say about the cost of the repairs?")
    refusal = await reader.says("And about the chess championship in Havana?")
    assert "Understood as: What did Mayor Ingrid Falk say about the chess championship in Havana?" in refusal.text
    await refusal.press(TELL_ME)
    assert (
        "What did Mayor Ingrid Falk say about the chess championship in Havana?"
        in (await reader.says("/following")).text
    )


async def test_what_is_forgotten_cannot_be_followed(server, run):
    reader = server.user()
    async with run():
        refusal = await reader.says(FERRY_QUESTION)
    async with run():
        pressed = await refusal.press(TELL_ME, within=40)
        assert "no longer remember" in pressed.notice


async def test_a_question_without_a_word_has_no_button(server, shop):
    assert (await server.user().says("Who are you?")).buttons == {}


# ---------------------------------------------------------------- over a restart, and when Telegram fails


@pytest.mark.parametrize("end", ["terminate", "kill"])
async def test_a_request_made_before_a_restart_is_answered_after_it(server, run, articles, end):
    reader = server.user()
    async with run() as bot:
        await follow_the_ferry(reader)
        await getattr(bot, end)()
    add(articles, FERRY)
    async with run():
        await told(server, "eight times a day")
    async with run():
        await only_once(server, "eight times a day")


@pytest.mark.parametrize(
    "fault",
    [faults.broken(500), faults.broken(502), faults.dropped(), faults.cut_short(), faults.flood(1)],
    ids=lambda fault: f"{fault.name} {fault.code}",
)
async def test_it_is_answered_once_also_when_telegram_fails_in_between(server, run, articles, fault):
    reader = server.user()
    async with run() as bot:
        await follow_the_ferry(reader)
        await bot.kill()
    add(articles, FERRY)
    server.fail("sendMessage", fault, times=1 if fault.carried_out else 2)
    async with run():
        await told(server, "eight times a day")
        await only_once(server, "eight times a day", seconds=6)
        assert server.faults.left == 0
    async with run():
        await only_once(server, "eight times a day")


async def test_killed_while_telegram_fails_it_is_sent_after_the_restart(server, run, articles, tmp_path):
    reader = server.user()
    async with run() as bot:
        await follow_the_ferry(reader)
        await bot.kill()
    add(articles, FERRY)
    server.fail("sendMessage", faults.broken(502), times=50)
    async with run() as bot:
        async with asyncio.timeout(60):
            while kept(tmp_path, "SELECT state FROM notices WHERE tries > 1") != [("pending",)]:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await bot.kill()
    server.faults._ordered.clear()
    async with run():
        await told(server, "eight times a day")
        await only_once(server, "eight times a day")


async def test_killed_while_it_waits_for_telegrams_answer_it_is_not_sent_again(server, run, articles):
    reader = server.user()
    async with run() as bot:
        await follow_the_ferry(reader)
        await bot.kill()
    add(articles, FERRY)
    server.fail("sendMessage", faults.hang(2))
    async with run() as bot:
        await server.until(lambda: server.faults.left == 0 or None, 40, "the notice to be sent")
        await bot.kill()
    async with run() as bot:
        await told(server, "eight times a day")
        await only_once(server, "eight times a day", seconds=6)
    assert "may or may not have arrived" in bot.output


async def test_stopped_while_it_waits_for_telegrams_answer_it_hears_it_first(server, run, articles, tmp_path):
    reader = server.user()
    async with run() as bot:
        await follow_the_ferry(reader)
        await bot.kill()
    add(articles, FERRY)
    server.fail("sendMessage", faults.hang(2))
    async with run() as bot:
        await server.until(lambda: server.faults.left == 0 or None, 40, "the notice to be sent")
        assert await bot.terminate() == 0
    assert kept(tmp_path, "SELECT state FROM notices") == [("sent",)]


async def test_who_has_blocked_the_bot_is_forgotten(server, run, articles, tmp_path):
    reader, admin = server.user(), server.user(id=ADMIN)
    async with run():
        refusal = await follow_the_ferry(reader)
        await server.until(lambda: "Stop telling me" in refusal.buttons or None, 5, "the other button")
        server.chats[reader.id]["closed"] = "bot was blocked by the user"  # which Telegram did not say
        add(articles, FERRY)
        await admin.says("/reload")
        await server.until(lambda: [c for c in server.called("sendMessage") if c.status == 403] or None, 40, "a 403")
        await asyncio.sleep(1)
    assert kept(tmp_path, "SELECT count(*) FROM follows") == [(0,)]


def kept(tmp_path, query):
    with contextlib.closing(sqlite3.connect(tmp_path / "state" / "dateline.db")) as file:
        return file.execute(query).fetchall()


# ---------------------------------------------------------------- persons and topics


async def test_a_person_is_told_of_in_one_notice_and_without_what_was_there_before(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    assert "new statements by Falk" in (await reader.says("/follow Falk")).text
    add(articles, MAYOR_AGAIN)
    await admin.says("/reload")
    notice = await told(server, SNOW)
    assert [" ".join(quote.split()) for quote in notice.quoted()] == [f"{SNOW} {SALT}"]  # which leans on it
    assert "is Ingrid Falk" in notice.text  # a pronoun is read for them
    assert "New: Falk" in notice.text
    await only_once(server, SNOW)
    assert len(notices(server, "4.2 million")) == 0


async def test_a_topic_is_told_of_by_the_sentences_that_name_it(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    assert "something new on aldmoor council" in (await reader.says("/follow aldmoor council")).text
    add(articles, MAYOR_AGAIN)
    await admin.says("/reload")
    notice = await told(server, "The council of Aldmoor meets on Monday.")
    assert "Snow" not in notice.text


async def test_of_many_statements_a_notice_has_a_few_and_says_how_many_more(server, shop, articles):
    reader, admin = server.user(), server.user(id=ADMIN)
    await reader.says("/follow Falk")
    said = " ".join(f"Mayor Ingrid Falk said that plan number {number} was ready." for number in range(40, 60))
    add(articles, MAYOR_AGAIN.partition("text:")[0] + f"text: |\n  {said}\n")
    await admin.says("/reload")
    notice = await told(server, "New: Falk")
    assert len(notice.quoted()) == 3
    assert "17 more in the articles." in notice.text
    await only_once(server, "New: Falk")


async def test_an_article_that_is_withdrawn_before_its_notice_goes_out_is_not_told_of(server, shop, articles, clock):
    reader = server.user()
    await reader.says("/follow Falk")
    await quiet_now(shop, reader, clock)
    add(articles, MAYOR_AGAIN)
    await reload(shop)
    await waiting(shop, 2)
    (articles / "new.yaml").unlink()
    await reload(shop)
    clock.forward(timedelta(hours=13).total_seconds())
    shop.keeping.outbox.wake()
    await asyncio.sleep(1.5)
    assert notices(server, SNOW) == []
    add(articles, MAYOR_AGAIN)  # and when it comes back, it is news
    await reload(shop)
    await told(server, SNOW)


async def test_how_to_follow_is_said_and_a_slip_is_noticed(server, shop):
    reader = server.user()
    assert "for example: /follow Peskov" in (await reader.says("/follow")).text
    assert "for example: /follow Peskov" in (await reader.says("/follow the")).text
    assert "Did you mean “crowns”?" in (await reader.says("/follow crwons")).text


# ---------------------------------------------------------------- how much, when, and who


async def test_only_so_much_can_be_followed(server, articles, tmp_path, clock):
    reader, other = server.user(), server.user(id=8)
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN), follows=2):
        await reader.says("/follow Falk")
        await reader.says("/follow Falk")  # the same again
        await reader.says("/follow snow")
        assert "You follow 2 things already" in (await reader.says("/follow salt")).text
        pressed = await (await reader.says(FERRY_QUESTION)).press(TELL_ME)
        assert "You follow 2 things already" in pressed.notice
        assert "something new on salt" in (await other.says("/follow salt")).text


async def test_the_list_ends_what_is_followed(server, shop):
    reader, other = server.user(), server.user(id=8)
    await reader.says("/follow Falk")
    await reader.says("/follow snow")
    await other.says("/follow salt")
    listed = await reader.says("/following")
    assert "salt" not in listed.text
    await listed.press("Stop: Falk")
    await server.until(lambda: "Falk" not in listed.text or None, 5, "a shorter list")
    assert "snow" in listed.text
    await listed.press("Stop: snow")
    await server.until(lambda: "You follow nothing" in listed.text or None, 5, "an empty list")


async def quiet_now(shop, reader, clock, hours=12):
    hour = clock().hour
    await shop.keeping.preferences.change(reader.id, quiet_from=hour, quiet_until=(hour + hours) % 24)


async def reload(shop):
    await asyncio.to_thread(shop.live.reload, shop.clock())
    shop.keeping.watch.wake()


async def waiting(shop, count):
    """Until so many notices wait."""
    async with asyncio.timeout(10):
        while (await shop.keeping.store.notices.states())[State.PENDING] < count:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.05)


async def test_a_notice_waits_until_the_quiet_hours_have_ended(server, shop, articles, clock):
    reader = server.user()
    await follow_the_ferry(reader)
    await quiet_now(shop, reader, clock)
    add(articles, FERRY)
    await reload(shop)
    await waiting(shop, 1)
    await server.silence(1)
    clock.forward(timedelta(hours=11, minutes=-1).total_seconds())
    shop.keeping.outbox.wake()
    await server.silence(1)
    clock.forward(timedelta(hours=1, minutes=1).total_seconds())
    shop.keeping.outbox.wake()
    await told(server, "eight times a day")


async def test_what_is_embargoed_is_told_when_the_embargo_ends(server, shop, articles, clock):
    reader = server.user()
    await follow_the_ferry(reader)
    until = clock() + timedelta(hours=2)
    add(articles, FERRY.replace("language:", f"embargoed_until: {until.isoformat()}\nlanguage:"))
    await reload(shop)
    await server.silence(1)
    clock.forward((until - clock()).total_seconds() + 1)
    shop.keeping.watch.wake()
    await told(server, "eight times a day")


async def test_in_a_topic_of_a_group_the_notice_comes_there(server, shop, articles):
    reader, other, admin = server.user(), server.user(id=8), server.user(id=ADMIN)
    chief = server.user(id=9)
    forum = server.group(forum=True, admins=[chief])
    admin.writes("/start")
    refusal = await reader.says(f"@dateline_bot {FERRY_QUESTION}", chat=forum, thread=44)
    await refusal.press(TELL_ME, by=reader)
    assert list(refusal.buttons) == [TELL_ME]  # for the others
    add(articles, FERRY)
    await admin.says("/reload")
    notice = await told(server, "eight times a day", forum.id)
    assert notice.thread == 44
    assert notices(server, "eight times a day") == []
    pressed = await notice.press("Stop telling me", by=other)
    assert "Only who asked to be told" in pressed.notice
    assert "Stop telling me" in notice.buttons
    await notice.press("Stop telling me", by=chief)
    await gone(server, notice)
    listed = await reader.says("/following@dateline_bot", chat=forum, thread=44)
    assert "You follow nothing" in listed.text
