"""The server's own strictness with files."""

import httpx
import pytest
from telegram.error import BadRequest

from bot.rendering.chart import draw
from tests.articles import NOW


@pytest.fixture
def picture():
    return draw([], NOW.date())


async def test_a_photo_is_a_picture_with_a_caption_of_bounded_length(bot, ada, picture):
    sent = await bot.send_photo(ada.id, picture, caption="<b>x</b>", parse_mode="HTML")
    assert (sent.caption, sent.caption_entities[0].type) == ("x", "bold")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(ada.id, picture, caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ada.id, b"no picture")


async def test_a_document_is_not_empty_and_keeps_its_name(bot, server, ada):
    sent = await bot.send_document(ada.id, b"id: mill", filename="draft-1.yaml")
    assert sent.document.file_name == "draft-1.yaml"
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(ada.id, b"", filename="a.yaml")


async def test_a_file_is_downloaded_with_the_token_and_only_where_there_is_one(bot, server, ada):
    message = ada.writes("", document={**(await upload(bot, ada)).document.to_dict()})
    file = await bot.get_file(message.raw["document"]["file_id"])
    path = file.file_path.split("/file/")[1].partition("/")[2]
    async with httpx.AsyncClient() as client:
        right = await client.get(f"{server.url}/file/bot{server.token}/{path}")
        assert (right.status_code, right.content) == (200, b"id: mill")
        assert (await client.get(f"{server.url}/file/bot{server.token}/documents/x/y")).status_code == 404
        assert (await client.get(f"{server.url}/file/bot1:wrong/{path}")).status_code == 404
    with pytest.raises(BadRequest, match="file_id"):
        await bot.get_file("nowhere")


async def upload(bot, ada):
    return await bot.send_document(ada.id, b"id: mill", filename="mill.yaml")


async def test_what_is_larger_than_a_bot_may_download_is_refused(bot, server):
    server.files["big"] = ("big.txt", b"x" * 20_000_001)
    with pytest.raises(BadRequest, match="too big"):
        await bot.get_file("big")
