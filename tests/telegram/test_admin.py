"""How it goes, for admins: /status, /unanswered, /stats, /audit; and for nobody else."""

import asyncio
from datetime import timedelta

import pytest

from bot.rendering.screen import SCREEN, lines
from tests.telegram.inprocess import keeping
from tests.telegram.stories import ADMIN, COST_QUESTION, STRANGER

COMMANDS = ("status", "stats", "unanswered", "audit", "withdraw", "restore", "correct", "add", "reload", "explain")
PNG = b"\x89PNG"


@pytest.fixture
async def shop(server, articles, tmp_path, clock):
    more = {"keep_texts": True, "admins": str(ADMIN), "questions_per_minute": 0}
    async with keeping(server, articles, tmp_path, clock, **more) as shop:
        yield shop


@pytest.fixture
def admin(server):
    return server.user(id=ADMIN)


async def asked(shop, questions):
    """Wait until so many questions are counted today: they are counted behind the replies."""
    today = shop.clock().date()
    async with asyncio.timeout(10):
        while sum(day.questions for day in await shop.store.counts.days(today, today)) < questions:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_status_is_one_screen_of_what_there_is_and_how_it_goes(server, shop, admin):
    reader = server.user()
    await reader.says(COST_QUESTION)
    refused = await reader.says("Who fed the penguins in Lisbon?")
    await refused.press("Tell me when")
    await asked(shop, 2)
    shop.memory = lambda: 512 * 2**20
    await admin.says("/withdraw aldmoor-bridge")
    await admin.says("/add The ferry to Tarn will sail eight times a day, Solvang said on Tuesday.")
    status = await admin.says("/status")
    assert "Loaded " in status.text
    assert "Memory: 512 MiB" in status.text
    assert "Questions: 2 today, 2 in 7 days" in status.text
    assert "Refused: 50 %" in status.text
    assert " ms, 99 % within " in status.text
    assert "Followed: 1, notices waiting: 0" in status.text
    assert "Withdrawn: 1, corrected: 0" in status.text
    assert "Drafts waiting: 1" in status.text
    assert "No faults." in status.text
    assert lines(status.text) <= SCREEN


async def test_memory_is_measured_where_nothing_else_is_said(shop, admin):
    status = await admin.says("/status")
    (line,) = [line for line in status.text.splitlines() if line.startswith("Memory: ")]
    assert 20 < int(line.split()[1].replace(",", "")) < 20_000


async def test_a_screen_holds_many_faults(server, shop, admin, articles):
    for number in range(30):
        (articles / f"broken-{number}.yaml").write_text("id: broken\nheadline: No body\n", encoding="utf-8")
    shop.live.reload(shop.clock())
    status = await admin.says("/status")
    assert " faults:" in status.text
    assert status.text.count("broken-") == 4
    assert status.text.endswith("…")


async def test_questions_without_an_answer_are_listed_without_names_by_pages_and_erased(server, shop, admin):
    assert "No question is waiting" in (await admin.says("/unanswered")).text
    for number in range(10):
        shop.clock()
        await shop.store.counts.refused(
            f"Who fed penguin {number}?", "too little confidence", took_ms=1, now=shop.clock()
        )
    reader = server.user(first_name="Ingeborg")
    for _ in range(3):
        await reader.says("Who fed the penguins in Lisbon?")
    await asked(shop, 13)
    listed = await admin.says("/unanswered")
    assert listed.text.startswith("11 questions without an answer\n3 × who fed the penguins in lisbon\n")
    assert len(listed.text.splitlines()) == 9
    assert "Ingeborg" not in listed.text
    more = (await listed.press("More")).message
    assert len(more.text.splitlines()) == 4
    assert "More" not in more.buttons
    sure = (await more.press("Erase all")).message
    assert "Erase 11 questions?" in sure.text
    kept = (await sure.press("Keep them")).message
    assert kept.text.startswith("11 questions")
    gone = (await (await kept.press("Erase all")).message.press("Erase all")).message
    assert "No question is waiting" in gone.text
    assert await shop.store.unanswered.number() == 0


async def test_where_no_texts_are_kept_refusals_are_counted_by_reason(server, articles, tmp_path, clock):
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN)) as shop:
        reader = server.user()
        await reader.says("Who fed the penguins in Lisbon?")
        await reader.says("Zzyzx qwfp?")
        await asked(shop, 2)
        said = (await server.user(id=ADMIN).says("/unanswered")).text
    assert said.startswith("2 questions refused\nIn the last 30 days.\n")
    assert sum(int(line.rpartition(": ")[2]) for line in said.splitlines()[2:-2]) == 2
    assert "DATELINE_KEEP_TEXTS" in said
    assert "penguins" not in said


async def test_the_picture_of_the_figures_has_them_in_words(server, shop, admin, clock):
    now = shop.clock()
    for number in range(5):
        for _ in range(number + 1):
            await shop.store.counts.answered(took_ms=1, now=now - timedelta(days=number))
    await shop.store.counts.refused("?", "too little confidence", took_ms=1, now=now)
    await shop.store.counts.answered(took_ms=1, now=now - timedelta(days=30))  # too long ago
    sent = await admin.says("/stats", within=60)
    assert sent.raw["caption"].splitlines()[:4] == [
        "16 questions",
        "In the last 30 days.",
        "🟦 Answered: 15",
        "🟧 Refused: 1 (6 %)",
    ]
    assert sent.raw["caption"].endswith(": 5\nToday: 2")
    (photo,) = server.files.values()
    assert photo[1].startswith(PNG)


async def test_what_admins_did_is_listed_the_latest_first(shop, admin):
    await admin.says("/status")
    await admin.says("/unanswered")
    await admin.says("/withdraw aldmoor-bridge")
    await admin.says("/restore aldmoor-bridge")
    await admin.says("/withdraw nowhere")  # which did nothing
    for number in range(30):
        await shop.store.audit.note(2, "reload", now=shop.clock() - timedelta(days=number + 1))
    said = (await admin.says("/audit")).text.splitlines()
    assert said[0] == "What admins did"
    assert [line.rpartition(f" UTC, {ADMIN}: ")[2] for line in said[1:5]] == [
        "restore aldmoor-bridge",
        "withdraw aldmoor-bridge",
        "unanswered",
        "status",
    ]
    assert len(said) == 21


async def test_nobody_else_may_any_of_it(server, shop, articles):
    stranger, admin, group = server.user(id=STRANGER), server.user(id=ADMIN), server.group()
    before = len(list(articles.iterdir()))
    for command in COMMANDS:
        assert (await stranger.says(f"/{command} aldmoor-bridge x")).text.startswith("I don't know that command")
        admin.writes(f"/{command} aldmoor-bridge x", chat=group)
    await server.silence(0.5)
    assert "I can only read text" in (await stranger.uploads("a.txt", b"The bridge fell on Tuesday.")).text
    assert await shop.store.audit.latest() == ()
    assert await shop.store.drafts.waiting() == 0
    assert shop.live.current.stories["aldmoor-bridge"].article.quotable(shop.clock())
    assert len(list(articles.iterdir())) == before


async def test_a_strangers_press_of_an_admins_button_does_nothing(server, shop, admin):
    await shop.store.counts.refused("Who?", "too little confidence", took_ms=1, now=shop.clock())
    sure = (await (await admin.says("/unanswered")).press("Erase all")).message
    query = server.ask_callback(sure.raw, sure.buttons["Erase all"]["callback_data"], server.user(id=STRANGER))
    await server.until(lambda: query.get("answer"), 5, "an end of the spinner")
    await server.silence()
    assert await shop.store.unanswered.number() == 1
    draft = await admin.says("/add On Tuesday the ferry to Tarn sank, the company Solvang said.")
    for label in ("Edit", "Discard"):
        query = server.ask_callback(draft.raw, draft.buttons[label]["callback_data"], server.user(id=STRANGER))
        await server.until(lambda query=query: query.get("answer"), 5, "an end of the spinner")
    await server.silence()
    assert await shop.store.drafts.waiting() == 1
    assert not server.called("sendDocument")
