"""Readers of several languages, in private, in groups and inline, over a real socket."""

import pytest

from bot import introduction
from bot.localization import catalogues
from tests.telegram import judge
from tests.telegram.process import BotProcess
from tests.telegram.stories import COST, COST_QUESTION
from tests.telegram.stories import OFF_TOPIC as UNKNOWN


@pytest.fixture
async def running(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        yield bot


async def test_a_reply_is_in_the_language_of_its_readers_telegram(server, running):
    for number, (code, refusal, label) in enumerate(
        [
            ("ru", "В статьях нет ответа на этот вопрос.", "Статья"),
            ("de-AT", "Darauf antworten die Artikel nicht.", "Artikel"),
            ("zh-hans", "文章中没有这个问题的答案。", "文章"),
            ("pt-br", "The articles don't answer that.", "Article"),
        ]
    ):
        reader = server.user(id=20 + number, language_code=code)
        assert refusal in (await reader.says(UNKNOWN)).text
        reply = await reader.says(COST_QUESTION)
        assert reply.quoted() == [COST]
        assert label in reply.buttons


async def test_in_arabic_the_quote_is_as_it_stands_and_our_lines_keep_it_apart(server, running):
    reply = await server.user(language_code="ar").says(COST_QUESTION)
    assert reply.quoted() == [COST]
    assert "\u200f\u2068Northern Post\u2069، 5 مارس 2024 · منذ سنتين" in reply.text.splitlines()
    marks = [entity for entity in reply.entities if entity["type"] == "date_time"]
    assert [judge.utf16_slice(reply.text, mark["offset"], mark["length"]) for mark in marks] == ["5 مارس 2024"]


async def test_a_reader_chooses_a_language_and_takes_it_back(server, running):
    reader = server.user(language_code="ru")
    offer = await reader.says("/language")
    assert "✓ Как в Telegram" in offer.buttons
    chosen = await offer.press("Español")
    assert chosen.notice == "Mi idioma ahora: Español."
    await server.until(lambda: "✓ Español" in offer.buttons or None, 5, "the mark at the chosen language")
    assert offer.text == "¿En qué idioma debo hablar?"
    assert (await reader.says(UNKNOWN)).text.startswith("Los artículos no responden a eso.")
    assert (await server.user(id=8, language_code="fr").says(UNKNOWN)).text.startswith("Les articles ne répondent pas")
    await offer.press("Como en Telegram")
    assert (await reader.says(UNKNOWN)).text.startswith("В статьях нет ответа")


async def test_in_a_group_its_admins_choose_for_everybody(server, running):
    admin, reader = server.user(id=8, language_code="en"), server.user(id=9, language_code="ru")
    group = server.group(admins=[admin])
    assert "только администратор" in (await reader.says("/language", chat=group)).text
    assert (await reader.says(f"@dateline_bot {UNKNOWN}", chat=group)).text.startswith("В статьях нет ответа")
    offer = await admin.says("/language", chat=group)
    refused = await offer.press("Deutsch", by=reader)
    assert (refused.alert, refused.edited) == (True, False)
    await offer.press("Deutsch", by=admin)
    for asker in (admin, reader):
        assert (await asker.says(f"@dateline_bot {UNKNOWN}", chat=group)).text.startswith("Darauf antworten")
    assert (await reader.says(UNKNOWN)).text.startswith("В статьях нет ответа")


async def test_inline_results_are_in_the_typists_language_and_cached_for_them_alone(server, running):
    english, french = server.user(id=8), server.user(id=9, language_code="fr")
    await english.types_inline_to_the_end("bridge repairs cost")  # so that all of it was read
    ours, theirs = [await reader.types_inline("bridge repairs cost") for reader in (english, french)]
    assert ours.is_personal
    assert theirs.is_personal
    assert ours[0].id == theirs[0].id
    assert "5 March 2024" in ours[0].text
    assert "5 mars 2024" in theirs[0].text
    assert theirs[0].description.startswith("5 mars 2024 · ")
    assert (await french.types_inline("zzyzx qwfp")).button["text"] == "Demander en privé"


async def test_commands_and_descriptions_are_there_in_every_language_and_set_once(server, articles, tmp_path):
    codes = ["" if language == "en" else language for language in catalogues.languages()]

    def introduced():
        texts = [server.profile.get(("short_description", code)) for code in codes]
        commands = [server.commands.get(("chat", 1001, None, code)) for code in codes]
        return (texts, commands) if all((*texts, *commands)) else None

    server.user(id=1001).writes("/start")
    async with BotProcess(server, articles, tmp_path, admins=[1001]) as bot:
        await bot.ready()
        texts, commands = await server.until(introduced, 40, "every description")
    assert len(set(texts)) == len(codes)
    assert {tuple(one["command"] for one in listed) for listed in commands} == {
        (*introduction.PUBLIC, *introduction.FOR_ADMINS)
    }
    russian = {one["command"]: one["description"] for one in server.commands["all_private_chats", None, None, "ru"]}
    assert russian["help"] == "Как спрашивать"
    assert "\n\nL’article le plus récent date du " in server.profile["description", "fr"]
    before, asked = len(server.called("setMyCommands")), len(server.called("getMyShortDescription"))
    async with BotProcess(server, articles, tmp_path, admins=[1001]) as bot:
        await bot.ready()
        await server.until(
            lambda: len(server.called("getMyShortDescription")) == asked + len(codes) or None, 40, "the second look"
        )
        assert (await server.user().says("/help")).text
    assert len(server.called("setMyCommands")) == before


async def test_the_help_names_its_commands_so_that_they_can_be_tapped(server, running):
    for code in ("en", "ar"):
        reply = await server.user(language_code=code).says("/help")
        tapped = {
            judge.utf16_slice(reply.text, entity["offset"], entity["length"])
            for entity in [*reply.entities, *judge.detect(reply.text)]
            if entity["type"] in {"bot_command", "mention"}
        }
        assert {"/ask", "/latest", "/about", "/language", "/help", "@dateline_bot"} <= tapped
