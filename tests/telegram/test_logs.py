"""What the bot's log says of its readers: which update, and not a word of theirs, at whatever level."""

import json

import pytest

from tests.articles import write
from tests.telegram.process import BotProcess, by_webhook
from tests.telegram.stories import ADMIN, COST_QUESTION

PLANTED = ("quokka", "Timbuktu", "Zanzibara")


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_every_line_has_its_update_and_no_word_of_a_reader(server, articles, tmp_path, way):
    write(articles)
    how = by_webhook(server) if way == "webhook" else {}
    told = {"DATELINE_LOG_LEVEL": "debug", "DATELINE_LOG_FORMAT": "json", "DATELINE_KEEP_TEXTS": "true"}
    reader = server.user(first_name="Zanzibara", username="zanzibara")
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], **told, **how) as bot:
        await bot.ready()
        await reader.says("Who fed the quokkas in Timbuktu?")
        await reader.types_inline("quokka timbuktu")
        reply = await reader.says(COST_QUESTION)
        await reply.press("Helpful")
        await reader.edits(reader.writes("Where is Timbuktu?"), "Where is the quokka of Timbuktu?")
        await reader.says("/search quokka Timbuktu")
        await reader.says("/follow Timbuktu")
        assert await bot.terminate() == 0
    lines = [json.loads(line) for line in bot.stderr]
    for word in PLANTED:
        assert word.lower() not in bot.output.lower()
    assert COST_QUESTION not in bot.output
    said = [(line["request"], line["message"]) for line in lines if line["logger"] == "bot.services"]
    assert len(said) >= 3
    requests = [request for request, _ in said]
    assert all(request.isdecimal() for request in requests)
    assert len(set(requests)) == len(requests)
    assert [message.split(" in ")[0].split(",")[0] for _, message in said][:2] == ["refused", "answered"]
    assert {line["request"] for line in lines if line["message"].startswith("answering as")} == {"-"}
