"""/withdraw, /restore and /correct: at once, in every place, and lasting."""

import pytest
from sqlalchemy import text

from bot import rulings
from knowledge.rulings import Ruling
from tests.telegram.inprocess import keeping
from tests.telegram.process import BotProcess
from tests.telegram.stories import ADMIN, BRIDGE, COST, COST_QUESTION, FERRY, FERRY_QUESTION

ID = "aldmoor-bridge"
HEADLINE = "Aldmoor's harbour bridge reopens after eleven weeks"
NOTE = "The repairs cost 4.3 million crowns."


@pytest.fixture
async def shop(server, articles, tmp_path, clock):
    (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN), questions_per_minute=0) as shop:
        yield shop


@pytest.fixture
def admin(server):
    return server.user(id=ADMIN)


def says_nothing_of_it(said):
    return not any(
        words in said for words in ("4.2 million", "bridge reopens", "reopened to traffic", "312 rusted", "Mayor, ")
    )


async def test_a_withdrawn_article_is_shown_nowhere_at_once(server, shop, admin):
    reader, group = server.user(), server.group()
    answer = await reader.says(COST_QUESTION)
    read = (await (await reader.says("And the bolts?")).press("Article")).message
    shared = await reader.types_inline(answer.buttons["Share"]["switch_inline_query"])
    inline = await reader.types_inline_to_the_end("bridge repairs cost")
    assert COST in "".join(answer.quoted())
    assert any(COST in one.text for one in inline)
    assert COST in shared[0].text
    index = shop.live.current.index

    said = await admin.says(f"/withdraw {ID}")
    assert said.text.startswith(f"Withdrawn: {HEADLINE}\n")
    assert said.quoted("code") == [f"/restore {ID}"]

    for question in (COST_QUESTION, "How many bolts were replaced?", "What happened on March 5?"):
        assert says_nothing_of_it((await reader.says(question)).text)
    assert says_nothing_of_it((await reader.says(f"@dateline_bot {COST_QUESTION}", chat=group)).text)
    assert says_nothing_of_it((await reader.summons(f"@dateline_bot {COST_QUESTION}", chat=group)).text)
    for command in ("/latest", "/people", "/people Falk", "/timeline bridge", "/search rusted bolts", f"/article {ID}"):
        assert says_nothing_of_it((await reader.says(command)).text), command
    assert "no longer" in (await reader.says(f"/start a_{ID}")).text
    offered = await reader.types_inline_to_the_end("bridge repairs cost")
    assert [one for one in offered if not says_nothing_of_it(one.text)] == []
    for query in ("", answer.buttons["Share"]["switch_inline_query"]):
        assert all(says_nothing_of_it(one.text) for one in await reader.types_inline(query))
    for old, label in ((answer, "Article"), (read, "Back to the quote"), (answer, "Helpful")):
        pressed = await old.press(label)
        assert "no longer in them" in pressed.notice or "no longer" in pressed.notice, label
    assert "eight times a day" in "".join((await reader.says(FERRY_QUESTION)).quoted())
    assert shop.live.current.index.tokens is index.tokens  # nothing was indexed anew


async def test_a_withdrawal_outlasts_a_reload_and_ends_with_restore(server, shop, admin, articles):
    reader = server.user()
    await admin.says(f"/withdraw {ID}")
    assert "0 added, 0 changed, 0 removed" in (await admin.says("/reload")).text
    (articles / "bridge.yaml").write_text(BRIDGE.replace("4.2", "4.4"), encoding="utf-8")
    assert "0 added, 1 changed, 0 removed" in (await admin.says("/reload")).text
    assert (await reader.says(COST_QUESTION)).quoted() == []
    assert "withdrawn already" in (await admin.says(f"/withdraw {ID}")).text
    assert (await admin.says(f"/restore {ID}")).text == f"Restored: {HEADLINE}"
    assert "4.4 million crowns" in "".join((await reader.says(COST_QUESTION)).quoted())
    assert (await admin.says(f"/restore {ID}")).text == f"No admin has withdrawn or corrected this: {HEADLINE}"
    assert [deed.target for deed in await shop.store.audit.latest() if deed.action != "reload"] == [ID, ID]


async def test_withdrawals_and_corrections_outlast_a_restart(server, articles, tmp_path):
    (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    admin, reader = server.user(id=ADMIN), server.user()
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        await admin.says(f"/withdraw {ID}")
        await admin.says(f"/correct tarn-ferry {NOTE}")
        await bot.kill()
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        assert (await reader.says(COST_QUESTION)).quoted() == []
        assert NOTE in (await reader.says(FERRY_QUESTION)).text


async def test_what_is_followed_is_not_told_of_a_withdrawn_article(server, shop, admin, articles):
    reader = server.user()
    await (await reader.says("How many cats live in Harrow?")).press("Tell me when")
    cats = FERRY.replace("tarn-ferry", "harrow-cats").replace(
        "The ferry company Solvang will sail to Tarn island eight times a day from June.",
        "The town of Harrow counted 41 cats that live in Harrow.",
    )
    (articles / "cats.yaml").write_text(cats, encoding="utf-8")
    await rulings.decide(shop.store, shop.live, "harrow-cats", Ruling(withheld=True))  # it is not there yet
    await admin.says("/reload")
    await server.silence(0.7)
    since = len(server.events)
    assert (await admin.says("/restore harrow-cats")).text.startswith("Restored: ")
    assert "41 cats" in (await reader.hears(since)).text


async def test_a_corrected_article_is_shown_with_its_correction_from_then_on(server, shop, admin):
    reader = server.user()
    said = await admin.says(f"/correct {ID} The repairs cost\n4.3   million crowns.")
    assert said.text.startswith(f"Corrected: {HEADLINE}\n{NOTE}\n")
    answer = await reader.says(COST_QUESTION)
    assert COST in "".join(answer.quoted())
    assert NOTE in answer.text
    assert NOTE in (await reader.says(f"/article {ID}")).text
    assert any(NOTE in one.text for one in await reader.types_inline_to_the_end("bridge repairs cost"))
    await admin.says("/reload")
    assert NOTE in (await reader.says(COST_QUESTION)).text
    await admin.says(f"/withdraw {ID}")
    await admin.says(f"/restore {ID}")
    assert NOTE in (await reader.says(COST_QUESTION)).text  # only the withdrawal was taken back
    assert "correction is taken back" in (await admin.says(f"/restore {ID}")).text
    assert NOTE not in (await reader.says(COST_QUESTION)).text


async def test_each_says_how_it_is_used_and_offers_the_nearest_ids(shop, admin):
    for command in ("withdraw", "restore", "correct"):
        assert f"/{command} ID" in (await admin.says(f"/{command}")).text
    assert "/correct ID" in (await admin.says(f"/correct {ID}")).text
    for command in ("withdraw", "restore", "correct"):
        unknown = await admin.says(f"/{command} aldmoor-brigde x")
        assert "No article has the id aldmoor-brigde." in unknown.text
        assert unknown.quoted("code")[0] == ID
    assert await shop.store.rulings.all() == {}


async def test_a_correction_that_could_not_be_shown_is_refused(server, shop, admin):
    long = await admin.says(f"/correct {ID} {'x' * 1025}")
    assert long.text == "The correction cannot be shown: longer than 1024 characters"
    odd = await admin.says(f"/correct {ID} One\u202etwo")
    assert "U+202E" in odd.text
    assert not shop.live.ruling(ID)


async def test_what_its_own_file_withholds_stays_withheld(server, shop, admin, articles):
    await admin.says(f"/withdraw {ID}")
    (articles / "bridge.yaml").write_text(BRIDGE + "status: withheld\n", encoding="utf-8")
    await admin.says("/reload")
    assert "Its own file withholds it" in (await admin.says(f"/restore {ID}")).text
    assert (await server.user().says(COST_QUESTION)).quoted() == []


async def test_a_store_that_fails_keeps_no_article_in_sight(server, shop, admin):
    async with shop.store.database.writing() as connection:
        await connection.execute(text("DROP TABLE rulings"))
    said = await admin.says(f"/withdraw {ID}")
    assert said.text.endswith("This could not be saved: it holds until my next start only.")
    assert (await server.user().says(COST_QUESTION)).quoted() == []
