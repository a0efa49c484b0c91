"""Looking around in the articles as a reader does: over a real socket."""

import pytest

from tests.articles import SEEDS
from tests.telegram.process import BotProcess
from tests.telegram.stories import BRIDGE, COST, FERRY

ADMIN = 1001


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    (folder / "ferry.yaml").write_text(FERRY.replace("Northern Post", "Island Gazette"), encoding="utf-8")
    return folder


@pytest.fixture
async def running(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.awake()
        yield bot


@pytest.fixture
async def seed(server, tmp_path):
    """The bot with the articles that it ships with."""
    async with BotProcess(server, SEEDS, tmp_path) as bot:
        await bot.awake()
        yield bot


def many(folder, count):
    for number in range(count):
        text = BRIDGE.replace("aldmoor-bridge", f"bridge-{number}").replace("2024-03-05", f"2024-02-{number + 1:02}")
        (folder / f"bridge-{number}.yaml").write_text(text.replace("eleven", f"{number + 20}"), encoding="utf-8")


async def test_latest_turns_its_pages(server, articles, tmp_path):
    many(articles, 8)
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.awake()
        page = await server.user().says("/latest")
        assert page.text.startswith("Latest articles\n\nFerry to Tarn island")
        assert "Newer" not in page.buttons
        older = await page.press("Older")
        assert older.edited
        assert "5 February 2024" in older.message.text
        assert "Older" not in older.message.buttons
        assert (await older.message.press("Newer")).message.text.startswith("Latest articles\n\nFerry")


async def test_latest_by_source_and_by_day(server, running):
    reader = server.user()
    page = await reader.says("/latest gazette")
    assert page.text.startswith("Latest articles: Island Gazette\n\nFerry to Tarn")
    assert "Aldmoor" not in page.text
    sources = await page.press("By source")
    assert {"Northern Post (1)", "Island Gazette (1)", "All sources"} <= set(sources.message.buttons)
    post = await sources.message.press("Northern Post")
    assert post.message.text.startswith("Latest articles: Northern Post\n\nAldmoor")
    everything = await (await post.message.press("By source")).message.press("All sources")
    assert "Ferry" in everything.message.text
    day = await reader.says("/latest 5 March 2024")
    assert day.text.startswith("Latest articles: Tue 5 March 2024\n\nAldmoor")
    assert "Ferry" not in day.text
    assert "no articles of Mon 4 March 2024" in (await reader.says("/latest 4 March 2024")).text
    unknown = await reader.says("/latest Quarterly Herald")
    assert unknown.text.startswith("No source and no day is called “Quarterly Herald”.")
    assert "Island Gazette (1)" in unknown.buttons


async def test_people_and_what_they_say(server, seed):
    page = await server.user().says("/people")
    assert page.text == "Who speaks in the articles"
    assert list(page.buttons) == ["Dmitry Peskov (10)", "Nicolas Maduro (2)", "Vladimir Putin (2)"]
    peskov = (await page.press("Peskov")).message
    assert peskov.text.startswith("Dmitry Peskov, Kremlin Spokesman\n\n")
    assert len(peskov.quoted()) >= 2
    assert "— Dmitry" not in peskov.text  # the page says who speaks
    assert "26 September 2019" in peskov.text
    texts, whole = peskov.quoted(), peskov.text
    while "More" in peskov.buttons:
        peskov = (await peskov.press("More")).message
        texts += peskov.quoted()
        whole += peskov.text
    assert any("He said ‘no’ in reply" in text for text in texts)
    assert "“He” is Dmitry Peskov, Kremlin Spokesman (our reading)" in whole
    assert len(texts) == 10
    assert (await peskov.press("Back")).message.quoted()
    assert (await peskov.press("Everybody")).message.text == "Who speaks in the articles"


async def test_people_by_name_and_one_whom_nobody_knows(server, running):
    reader = server.user()
    falk = await reader.says("/people falk")
    assert falk.text.startswith("Ingrid Falk, Mayor\n\n")
    assert falk.quoted() == [COST]
    unknown = await reader.says("/people Zaphod")
    assert unknown.text.startswith("Nobody who speaks in the articles is called Zaphod.")
    assert "Ingrid Falk (1)" in unknown.buttons


async def test_a_withheld_article_is_gone_from_every_list_at_once(server, running, articles):
    reader = server.user()
    people = await reader.says("/people")
    found = await reader.says("/search bolts")
    assert "312 rusted bolts" in found.text
    (articles / "bridge.yaml").write_text(BRIDGE + "status: withheld\n", encoding="utf-8")
    await server.user(id=ADMIN).says("/reload")
    pressed = await people.press("Falk")
    assert COST not in pressed.message.text
    assert "Falk" not in "".join(pressed.message.buttons)
    assert "bolts" not in (await reader.says("/search rusted")).text
    assert "Aldmoor" not in (await reader.says("/latest")).text
    assert (await reader.says("/timeline bridge")).quoted() == []


async def test_a_timeline_is_in_order_of_the_days_that_were(server, seed):
    reader = server.user()
    page = await reader.says("/timeline Guaido")
    assert page.text.startswith("Guaido\n\nWed 23 January 2019\n")
    assert page.text.index("Wed 23 January 2019") < page.text.index("Mon 4 February 2019")
    assert "“January 23” = Wed, 23 Jan 2019" in page.text
    assert page.text.count("TASS, 26 September 2019") == 1  # once, under what it says
    page = await reader.says("/timeline Peskov")
    texts = page.quoted()
    while "More" in page.buttons:
        page = (await page.press("More")).message
        texts += page.quoted()
    assert any(text.endswith("additional loans to Caracas had been discussed.") for text in texts)  # "He said ‘no’ …"
    assert (await page.press("Back")).message.quoted()


async def test_search_finds_words_without_a_question(server, seed):
    reader = server.user()
    found = await reader.says("/search Gwaido rally xylophone")
    assert found.text.startswith(
        "Gwaido rally xylophone\nRead “Gwaido” as “Guaido”.\nNothing here about xylophone.\n\n"
    )
    assert "at a rally in the country’s capital" in found.quoted()[0]
    page = await reader.says("/search dialogue")
    before = page.quoted()
    more = await page.press("More")
    assert more.edited
    assert not set(more.message.quoted()) & set(before)
    nothing = await reader.says("/search xylophone")
    assert nothing.text.endswith("The articles don't have that.")
    assert nothing.quoted() == []


async def test_long_words_are_remembered_for_their_buttons_until_a_restart(server, seed, tmp_path):
    reader = server.user()
    words = "dialogue " * 20
    page = await reader.says(f"/search {words}")
    data = page.buttons["More"]["callback_data"]
    assert len(data.encode()) <= 64
    assert (await page.press("More")).message.quoted()
    assert await seed.terminate() == 0
    async with BotProcess(server, SEEDS, tmp_path) as bot:
        await bot.awake()
        assert "no longer remember" in (await page.press("Back")).notice
        short = await reader.says("/search dialogue")
        assert await bot.terminate() == 0
    async with BotProcess(server, SEEDS, tmp_path) as bot:
        await bot.awake()
        assert (await short.press("More")).message.quoted()


async def test_without_words_it_says_how(server, running):
    reader = server.user()
    assert "/search harbour bridge" in (await reader.says("/search")).text
    assert "/timeline harbour bridge" in (await reader.says("/timeline")).text


async def test_in_a_topic_it_stays_there(server, running):
    forum = server.group(forum=True)
    for command in ("/latest", "/people", "/search bolts", "/timeline bridge"):
        reply = await server.user().says(command.replace(" ", "@dateline_bot ", 1), chat=forum, thread=44)
        assert reply.thread == 44


async def test_the_commands_are_in_the_menus_of_every_language(server, running):
    new = {"people", "timeline", "search"}
    await server.until(lambda: len(server.commands) >= 2 * 7 or None, 60, "the menus of seven languages")
    for commands in server.commands.values():
        assert new <= {one["command"] for one in commands}
    english = {one["description"] for one in server.commands["default", None, None, ""]}
    russian = {one["description"] for one in server.commands["default", None, None, "ru"] if one["command"] in new}
    assert not english & russian
