"""Articles that come in by themselves, as readers and admins meet them: watched folders and feeds."""

from aiohttp import web

from tests.bot.web import serving
from tests.knowledge.feeds.written import RSS_TYPE, item, rss
from tests.telegram.process import BotProcess
from tests.telegram.stories import ADMIN, COST, COST_QUESTION, FERRY, FERRY_QUESTION


def told(server, what):
    """What the admin was told of something."""
    return [call.params["text"] for call in server.calls if what in call.params.get("text", "")]


async def test_a_changed_folder_is_loaded_by_itself_and_a_bad_file_is_told_once(server, articles, tmp_path):
    server.user(id=ADMIN).writes("/start")
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN], DATELINE_WATCH="true") as bot:
        await bot.awake()
        (articles / "broken.yaml").write_text("id: broken\nheadline: No body\n", encoding="utf-8")
        await server.until(lambda: told(server, "Not loaded:") or None, 30, "the admin being told")
        assert "broken.yaml" in told(server, "Not loaded:")[0]
        (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
        await server.until(lambda: "1 added (tarn-ferry)" in bot.output or None, 30, "the ferry")
        assert "eight times a day" in "".join((await server.user().says(FERRY_QUESTION)).quoted())
        (articles / "bridge.yaml").unlink()
        await server.until(lambda: "1 removed (aldmoor-bridge)" in bot.output or None, 30, "the bridge to go")
        assert (await server.user().says(COST_QUESTION)).quoted() == []
        assert len(told(server, "broken.yaml")) == 1
        assert await bot.terminate() == 0


async def test_a_feed_is_answered_from_and_its_end_is_told_once(server, articles, tmp_path):
    server.user(id=ADMIN).writes("/start")
    body = "The ferry company Solvang will sail to {name} island eight times a day from June, it said."
    gone = []

    async def handler(request):
        if request.path == "/gone":
            gone.append(request)
            return web.Response(status=410)
        return web.Response(body=rss(item("Tarn", body=body)), content_type=RSS_TYPE)

    async with serving(handler) as port:
        feeds = f"http://127.0.0.1:{port}/feed, http://127.0.0.1:{port}/gone"
        settings = {"DATELINE_FEEDS": feeds, "DATELINE_FETCH_ALLOW": "127.0.0.1", "DATELINE_FEEDS_PUBLISH": "at-once"}
        async with BotProcess(server, articles, tmp_path, admins=[ADMIN], **settings) as bot:
            await bot.awake()
            await server.until(lambda: "1 added (harbour-closed-in-tarn" in bot.output or None, 30, "the feed")
            reply = await server.user().says(FERRY_QUESTION)
            assert "sail to Tarn island eight times a day" in "".join(reply.quoted())
            assert COST in "".join((await server.user().says(COST_QUESTION)).quoted())
            await server.until(lambda: told(server, "gone for good") or None, 30, "the admin being told")
            assert await bot.terminate() == 0
        async with BotProcess(server, articles, tmp_path, admins=[ADMIN], **settings) as bot:  # the next day
            await bot.awake()
            assert (await server.user().says(FERRY_QUESTION)).quoted()
            await server.silence(1.0)
            assert (len(told(server, "gone for good")), len(gone)) == (1, 1)


async def test_a_bot_that_has_only_feeds_starts_without_an_article(server, tmp_path):
    (tmp_path / "empty").mkdir()
    body = "The ferry company Solvang will sail to {name} island eight times a day from June, it said."
    items = []

    async def handler(request):
        return web.Response(body=rss(*items), content_type=RSS_TYPE)

    async with serving(handler) as port:
        settings = {
            "DATELINE_FEEDS": f"http://127.0.0.1:{port}/feed",
            "DATELINE_FETCH_ALLOW": "127.0.0.1",
            "DATELINE_FEEDS_PUBLISH": "at-once",
        }
        async with BotProcess(server, tmp_path / "empty", tmp_path, **settings) as bot:
            await bot.ready()
            assert (await server.user().says(FERRY_QUESTION)).quoted() == []
            assert await bot.terminate() == 0
        items.append(item("Tarn", body=body))
        state = next((tmp_path / "state" / "feeds").glob("*.json"))
        state.unlink()  # so that it is asked at once
        async with BotProcess(server, tmp_path / "empty", tmp_path, **settings) as bot:
            await bot.ready()
            await server.until(lambda: "1 added (harbour-closed-in-tarn" in bot.output or None, 30, "the feed")
            assert (await server.user().says(FERRY_QUESTION, within=30)).quoted()
