"""/settings: a reader's own, or a group's by its admins; they hold from the next answer on."""

import pytest

from tests.telegram.inprocess import Clock, keeping
from tests.telegram.stories import BRIDGE

MANY = "\n\n".join(
    f"  Mayor Ingrid Falk said that the {which} bridge would be painted."
    for which in ("old", "iron", "northern", "narrow", "long")
)
QUESTION = "What did Mayor Ingrid Falk say about bridges?"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    narrow = BRIDGE.partition("text:")[0].replace("aldmoor-bridge", "narrow") + f"text: |\n{MANY}\n"
    (folder / "narrow.yaml").write_text(narrow, encoding="utf-8")
    return folder


@pytest.fixture
async def shop(server, articles, tmp_path):
    async with keeping(server, articles, tmp_path, Clock()) as shop:
        yield shop


async def how_many(reader, chat=None):
    """How many quotes an answer has, over all of its screens."""
    reply = await reader.says(QUESTION if chat is None else f"@dateline_bot {QUESTION}", chat=chat)
    quoted = set(reply.quoted())
    while "More quotes" in reply.buttons:
        await reply.press("More quotes", by=reader)
        quoted |= set(reply.quoted())
    return len(quoted)


def pages(menu):
    return list(menu.buttons)


async def test_how_many_quotes_an_answer_has(server, shop):
    reader = server.user()
    assert await how_many(reader) == 3
    menu = await reader.says("/settings")
    for number in (4, 5, 1):
        pressed = await menu.press("Quotes in an answer")
        assert (pressed.edited, pressed.message.id) == (True, menu.id)
        assert f"Quotes in an answer: {number}" in pages(menu)
        assert await how_many(reader) == number
    assert await how_many(server.user(id=8)) == 3


async def test_what_stands_around_a_quote(server, shop):
    reader = server.user()
    shown = await reader.says("How many bolts were replaced?")
    assert "Cyclists may use" in "".join(shown.quoted("expandable_blockquote"))
    menu = await reader.says("/settings")
    await menu.press("Sentences around a quote: on")
    assert "Sentences around a quote: off" in pages(menu)
    hidden = await reader.says("How many bolts were replaced?")
    assert "312 rusted bolts" in "".join(hidden.quoted())
    assert hidden.quoted("expandable_blockquote") == []


async def test_the_language_and_back(server, shop):
    reader = server.user(language_code="fr")
    menu = await reader.says("/settings")
    assert menu.text.startswith("Vos réglages")
    await menu.press("Langue")
    await menu.press("Deutsch")
    assert "Sprache: Deutsch" in pages(menu)
    assert menu.text.startswith("Ihre Einstellungen")
    assert "Artikel" in (await reader.says("Who won the chess championship?")).text
    await menu.press("Sprache")
    assert "✓ Deutsch" in pages(menu)
    await menu.press("Wie in Telegram")
    assert menu.text.startswith("Vos réglages")


async def test_the_language_of_language_and_of_settings_is_one(server, shop):
    reader = server.user()
    await (await reader.says("/language")).press("Español")
    assert (await reader.says("/settings")).text.startswith("Sus ajustes")


async def test_quiet_hours_and_the_time_zone(server, shop):
    reader = server.user()
    menu = await reader.says("/settings")
    await menu.press("Quiet hours: none")
    assert "✓ No quiet hours" in pages(menu)
    await menu.press("22:00–07:00")
    assert "Quiet hours: 22:00–07:00" in pages(menu)
    await menu.press("Quiet hours")
    assert "✓ 22:00–07:00" in pages(menu)
    await menu.press("It is")
    (five,) = [label for label in pages(menu) if label.endswith(" UTC+5:30")]
    await menu.press(five)
    assert f"It is {five} here" in pages(menu)
    held = await shop.keeping.preferences.of(reader.id)
    assert (held.quiet_from, held.quiet_until, held.zone) == (22, 7, "UTC+5:30")
    await menu.press("No quiet hours")
    assert "Quiet hours: none" in pages(menu)


async def test_what_is_set_outlives_a_restart(server, articles, tmp_path):
    reader = server.user()
    for expected in ("off", "on"):
        async with keeping(server, articles, tmp_path, Clock()):
            menu = await reader.says("/settings")
            await menu.press("Notices of what is followed")
            assert f"Notices of what is followed: {expected}" in pages(menu)


async def test_a_group_is_set_by_its_admins_only(server, shop):
    member, chief = server.user(), server.user(id=9)
    group = server.group(admins=[chief])
    said = await member.says("/settings@dateline_bot", chat=group)
    assert said.text == "Only an admin of this group can change its settings."
    assert said.buttons == {}
    menu = await chief.says("/settings@dateline_bot", chat=group)
    assert menu.text.startswith("Settings of this group")
    pressed = await menu.press("Quotes in an answer", by=member)
    assert (pressed.alert, "Only an admin" in pressed.notice) == (True, True)
    assert "Quotes in an answer: 3" in pages(menu)
    for _ in range(3):
        await menu.press("Quotes in an answer", by=chief)
    assert await how_many(member, group) == 1
    assert await how_many(member) == 3  # the private chat has its own


async def test_a_forged_button_sets_nothing(server, shop):
    reader = server.user()
    menu = await reader.says("/settings")
    before = await shop.keeping.preferences.of(reader.id)
    for forged in ("quotes=99", "zone=Mars", "language=tlh", "quiet=25-99", "nothing=1", "context="):
        query = server.ask_callback(menu.raw, f"set:{forged}", reader)
        await server.until(lambda query=query: query.get("answer"), 5, "an answer")
    assert await shop.keeping.preferences.of(reader.id) == before
