"""/add: what an admin sends becomes a draft, and a draft an article."""

import asyncio
import json

import pytest
from aiohttp import web

from tests.telegram import faults
from tests.telegram.inprocess import keeping
from tests.telegram.process import BotProcess
from tests.telegram.stories import ADMIN, FERRY, FERRY_QUESTION

SENTENCE = "The ferry company Solvang will sail to Tarn island eight times a day from June."
PAGE = f"""<!doctype html><html lang="en"><head><title>Ferry to Tarn island doubles its sailings</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Ferry to Tarn island doubles its sailings", "datePublished": "2024-03-07T08:00:00Z",
"publisher": {{"@type": "Organization", "name": "Northern Post"}}}}</script></head>
<body><article><h1>Ferry to Tarn island doubles its sailings</h1><p>{SENTENCE}</p>
<p>"We are glad," director Anna Berg said on Thursday.</p></article></body></html>"""
TEXT = f"Ferry to Tarn island doubles its sailings\n\n{SENTENCE}\n\nIt starts on Thursday, director Anna Berg said."


@pytest.fixture
def admin(server):
    return server.user(id=ADMIN)


@pytest.fixture
async def shop(server, articles, tmp_path, clock):
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN), fetch_allow="127.0.0.1") as shop:
        yield shop


@pytest.fixture
async def site():
    """A web site on loopback with one page; gives its address."""

    async def page(request):
        if request.path == "/huge":
            return web.Response(body=b"x" * 6_000_000, content_type="text/html")
        if request.path != "/ferry":
            return web.Response(status=404)
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def live(message):
    """The message that says that a draft is published, once it does."""
    async with asyncio.timeout(20):
        while message.text.startswith("Publishing"):  # noqa: ASYNC110 - the bot edits it
            await asyncio.sleep(0.02)
    return message


async def test_an_address_becomes_a_draft_and_the_draft_an_article(server, shop, admin, site, articles):
    reader = server.user()
    draft = await admin.says(f"/add {site}/ferry")
    assert draft.text.startswith("Draft 1\n")
    assert "Ferry to Tarn island doubles its sailings" in draft.text
    assert "Northern Post, 7 March 2024" in draft.text
    assert SENTENCE in draft.quoted()
    assert "— Anna Berg" in draft.text
    assert "“Thursday” = Thu, 7 Mar 2024" in draft.text
    assert "Still to be answered" not in draft.text
    assert list(draft.buttons) == ["Publish", "Edit", "Discard"]
    assert (await reader.says(FERRY_QUESTION)).quoted() == []

    published = await live((await draft.press("Publish")).message)
    assert published.id == draft.id
    assert published.text == "Live: Ferry to Tarn island doubles its sailings"
    assert SENTENCE in "".join((await reader.says(FERRY_QUESTION)).quoted())
    assert SENTENCE in (await published.press("Article")).message.text
    (file,) = articles.glob("ferry-*.yaml")
    assert "Solvang" in file.read_text(encoding="utf-8")
    assert [path.name for path in articles.iterdir() if path.name.startswith(".")] == []
    assert await shop.store.drafts.waiting() == 0
    assert [deed.action for deed in await shop.store.audit.latest()] == ["publish", "add"]
    assert (await draft_again(server, draft, admin)).startswith("This draft is gone")


async def draft_again(server, draft, admin):
    query = server.ask_callback(draft.raw, "draft:publish:1", admin)
    return (await server.until(lambda: query.get("answer"), 5, "an answer"))["text"]


async def test_what_a_text_does_not_say_is_asked_and_answered_by_lines(server, shop, admin):
    draft = await admin.says(f"/add {TEXT}")
    assert "Still to be answered" in draft.text
    assert "Publish" not in draft.buttons
    asked = {line.split(":")[0] for line in draft.text.splitlines() if line.startswith("• ")}
    assert {"• source", "• published"} <= asked
    wrong = await admin.says("publised: 2024-03-07", reply_to=draft)
    assert "did you mean `published`?" in wrong.text
    some = await admin.says("published: 2024-03-07", reply_to=draft)
    assert "Northern Post" not in some.text
    assert "Publish" not in some.buttons
    whole = await admin.says("source: Northern Post\nheadline: Ferry to Tarn island", reply_to=some)
    assert "Northern Post, 7 March 2024" in whole.text
    assert "Still to be answered" not in whole.text
    future = await admin.says("published: 2099-01-01", reply_to=whole)
    assert "lies in the future" in future.text
    assert "Publish" not in future.buttons
    mended = await admin.says("published: 2024-03-07", reply_to=future)
    assert (await live((await mended.press("Publish")).message)).text == "Live: Ferry to Tarn island"
    assert SENTENCE in "".join((await server.user().says(FERRY_QUESTION)).quoted())


async def test_a_reply_that_is_no_line_is_a_question(shop, admin):
    draft = await admin.says(f"/add {TEXT}")
    assert "The articles don't answer that." in (await admin.says("Who owns the ferry?", reply_to=draft)).text


async def test_a_draft_is_edited_as_a_file_that_comes_back(server, shop, admin):
    draft = await admin.uploads("ferry.md", f"# {TEXT}".encode(), caption="/add")
    pressed = await draft.press("Edit")
    document = pressed.message.raw["document"]
    assert document["file_name"] == "draft-1.yaml"
    _, data = server.files[document["file_id"]]
    text = data.decode()
    assert SENTENCE in text
    text = text.replace("source: null", "source: {name: Northern Post}").replace(
        "published: null", "published: 2024-03-07"
    )
    broken = await admin.uploads("draft-1.yaml", b"headline: [")
    assert "not valid YAML" in broken.text
    changed = await admin.uploads("draft-1 (2).yaml", text.encode())
    assert changed.text.startswith("Draft 1\n")
    assert "Northern Post, 7 March 2024" in changed.text
    assert next(iter(changed.buttons)) == "Publish"
    assert await shop.store.drafts.waiting() == 1
    by_reply = await admin.uploads("any.yaml", text.replace("2024-03-07", "2024-03-08").encode(), reply_to=changed)
    assert "8 March 2024" in by_reply.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ferry.txt", TEXT.encode()),
        ("ferry.html", PAGE.encode()),
        ("ferry.yaml", FERRY.encode()),
        (
            "ferry.json",
            json.dumps(
                {"id": "tarn", "headline": "Ferry to Tarn", "source": {"name": "Post"}, "published": "2024-03-07"}
                | {"language": "en", "text": SENTENCE}
            ).encode(),
        ),
    ],
)
async def test_documents_of_each_kind_are_read(shop, admin, name, data):
    draft = await admin.uploads(name, data)
    assert draft.text.startswith("Draft 1\n")
    assert SENTENCE in "\n".join(draft.quoted())


async def test_what_cannot_be_read_is_said_in_plain_words(server, shop, admin, site):
    def why(message):
        return message.text.removeprefix("No draft can be made of this: ")

    assert why(await admin.uploads("scan.pdf", b"%PDF-1.7 \x00\x01\x02")) != ""
    assert why(await admin.uploads("huge.txt", b"x", size=5_000_001)) == "it is larger than 5 MB"
    assert not server.called("getFile")[1:]  # what is too large is not even asked for
    assert why(await admin.uploads("odd.yaml", b"- 1\n- 2\n")).startswith("line 1: expected a mapping")
    assert why(await admin.uploads("many.json", b'{"a": 1}')).startswith("is JSON, but neither")
    assert why(await admin.says(f"/add {site}/nowhere")) == "the server answered 404"
    assert "larger than" in why(await admin.says(f"/add {site}/huge"))
    server.fail("getFile", faults.bad_request("Bad Request: file is temporarily unavailable"))
    assert why(await admin.uploads("a.txt", TEXT.encode())) == "Telegram did not give the file; send it again"
    assert "Put an address or a text behind /add" in (await admin.says("/add")).text
    assert await shop.store.drafts.waiting() == 0


async def test_a_draft_is_discarded(shop, admin, articles):
    before = sorted(articles.iterdir())
    draft = await admin.uploads("ferry.yaml", FERRY.encode())
    assert (await draft.press("Discard")).message.text == "Discarded: Ferry to Tarn island doubles its sailings"
    assert await shop.store.drafts.waiting() == 0
    assert sorted(articles.iterdir()) == before


async def test_an_id_that_is_taken_is_not_published_over(shop, admin, articles):
    before = {path: path.read_bytes() for path in articles.iterdir()}
    draft = await admin.uploads("ferry.yaml", FERRY.replace("tarn-ferry", "aldmoor-bridge").encode())
    assert "`aldmoor-bridge` is an article already" in draft.text
    assert "Publish" not in draft.buttons
    other = await admin.says("id: tarn-ferry", reply_to=draft)
    (articles / "tarn-ferry.yaml").write_text("id: other\n", encoding="utf-8")  # not loaded
    failed = await live((await other.press("Publish")).message)
    assert "tarn-ferry.yaml is there already" in failed.text
    (articles / "tarn-ferry.yaml").unlink()
    assert (await live((await failed.press("Publish")).message)).text.startswith("Live: ")
    assert {path: path.read_bytes() for path in before} == before


async def test_where_nothing_can_be_written_it_is_said(server, tmp_path, clock, admin, articles):
    async with keeping(server, articles / "bridge.yaml", tmp_path, clock, admins=str(ADMIN)):
        draft = await admin.uploads("ferry.yaml", FERRY.encode())
        assert "there is no folder for it: set DATELINE_ADDED" in draft.text
        assert list(draft.buttons) == ["Edit", "Discard"]
    async with keeping(server, articles / "bridge.yaml", tmp_path, clock, admins=str(ADMIN), added=tmp_path / "added"):
        published = await live((await (await admin.uploads("f.yaml", FERRY.encode())).press("Publish")).message)
        assert published.text.startswith("Live: ")
        assert [path.name for path in (tmp_path / "added").iterdir()] == ["tarn-ferry.yaml"]


async def test_an_embargoed_article_is_published_and_not_shown_yet(server, shop, admin):
    draft = await admin.uploads("ferry.yaml", (FERRY + "embargoed_until: 2090-01-01T00:00:00Z\n").encode())
    assert "Not shown before 1 January 2090" in draft.text
    published = await live((await draft.press("Publish")).message)
    assert published.text.startswith("Published, and not shown yet: ")
    assert (await server.user().says(FERRY_QUESTION)).quoted() == []


async def test_drafts_outlast_a_restart_and_so_does_what_was_published(server, articles, tmp_path, admin):
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        draft = await admin.uploads("ferry.yaml", FERRY.encode())
        await bot.kill()
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        later = await admin.says("published: 2024-03-08", reply_to=draft)
        assert "8 March 2024" in later.text
        await live((await later.press("Publish")).message)
        await bot.kill()
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        assert SENTENCE in "".join((await server.user().says(FERRY_QUESTION)).quoted())


async def test_a_second_press_while_it_is_published_publishes_once(server, shop, admin, articles, monkeypatch):
    draft = await admin.uploads("ferry.yaml", FERRY.encode())
    reload, go_on = shop.desk.reload, asyncio.Event()

    async def slow():
        await go_on.wait()
        return await reload()

    monkeypatch.setattr(shop.desk, "reload", slow)
    said = []
    for label in ("Publish", "Publish", "Discard"):
        query = server.ask_callback(draft.raw, f"draft:{label.lower()}:1", admin)
        said.append((await server.until(lambda query=query: query.get("answer"), 5, "an answer"))["text"])
    assert said == ["", "It is being published already.", "It is being published already."]
    go_on.set()
    assert (await live(draft)).text.startswith("Live: ")
    assert len(list(articles.glob("tarn-ferry*"))) == 1
    assert [deed.action for deed in await shop.store.audit.latest()] == ["publish", "add"]


async def test_publishing_that_was_cut_short_is_taken_up_again(server, articles, tmp_path, clock, admin, monkeypatch):
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN)) as shop:
        draft = await admin.uploads("ferry.yaml", FERRY.encode())

        async def cut_short():
            raise MemoryError

        monkeypatch.setattr(shop.desk, "reload", cut_short)
        await draft.press("Publish")
        await server.until(lambda: (articles / "tarn-ferry.yaml").exists() or None, 10, "the article's file")
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN)) as shop:  # which loads it
        assert draft.text.startswith("Publishing: ")
        server.ask_callback(draft.raw, draft.buttons["Publish"]["callback_data"], admin)
        await server.until(lambda: draft.text.startswith("Live: ") or None, 10, "the article")
        assert await shop.store.drafts.waiting() == 0
        assert len(list(articles.glob("tarn-ferry*"))) == 1


async def test_an_address_of_the_operators_network_is_not_fetched(server, articles, tmp_path, clock, admin, site):
    async with keeping(server, articles, tmp_path, clock, admins=str(ADMIN), fetch_http=True):
        refused = await admin.says(f"/add {site}/ferry")
    assert refused.text.startswith("No draft can be made of this: ")
    assert SENTENCE not in refused.text
