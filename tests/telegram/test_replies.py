"""The reply and its buttons, as a reader has them on a phone, over a real socket."""

import pytest

from bot.references import article_link
from bot.rendering.screen import SCREEN, lines
from tests.telegram import judge
from tests.telegram.process import ROOT, BotProcess

FERRY = """\
id: {id}
headline: Ferry to Tarn island doubles its sailings
source: {{name: {outlet}, url: https://northern-post.example/}}
published: 2024-03-07
language: {language}
url: https://northern-post.example/tarn?ferry=1
text: |
  {text}
"""
SAILINGS = "The ferry company will sail to Tarn island eight times a day from June, captain Lise Aune said on Monday."
CREW = "She said the crew had grown to 42 sailors."
FARES = "The fares stay as they are."
FERRY_QUESTION = "Who said that the ferry company will sail to Tarn island?"
CREW_QUESTION = "How many sailors has the crew grown to?"

LONG_ID = "tarn.ferry:doubles.its.sailings.from.june"
OPINION = """\
id: lighthouse
headline: The lighthouse of Brenn deserves its paint
source: {name: Western Gazette}
published: 2021-02-01
language: en
type: opinion
correction: {text: "The lighthouse has 88 steps; we wrote 80. We are sorry.", date: 2021-02-03}
text: |
  The lighthouse of Brenn has 88 steps and deserves its red paint.
"""

WITHHELD = OPINION.replace("id: lighthouse", "id: strike").replace("type: opinion", "status: withheld")


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    fields = {"id": LONG_ID, "outlet": "Northern Post", "language": "en"}
    (folder / "ferry.yaml").write_text(FERRY.format(**fields, text=f"{SAILINGS} {CREW} {FARES}"), encoding="utf-8")
    fields = {"id": "tarn-ferry-too", "outlet": "Tarn Herald", "language": "en"}
    (folder / "herald.yaml").write_text(FERRY.format(**fields, text=SAILINGS), encoding="utf-8")
    (folder / "opinion.yaml").write_text(OPINION, encoding="utf-8")
    (folder / "withheld.yaml").write_text(WITHHELD, encoding="utf-8")
    return folder


@pytest.fixture
async def running(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        yield bot


@pytest.fixture
async def on_seed(server, tmp_path):
    async with BotProcess(server, ROOT / "seeds", tmp_path) as bot:
        await bot.ready()
        yield bot


def marked(message, kind):
    return [
        judge.utf16_slice(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] == kind
    ]


async def test_the_answering_words_are_bold_and_the_quote_is_verbatim(server, running):
    reply = await server.user().says(CREW_QUESTION)
    (quoted,) = reply.quoted()
    assert quoted == f"{SAILINGS} {CREW}"
    assert marked(reply, "bold")[0] == "42 sailors"
    who = await server.user().says(FERRY_QUESTION)
    assert marked(who, "bold")[0] == "Lise Aune"


async def test_speaker_dates_headline_and_outlet_stand_under_the_quote(server, running):
    reply = await server.user().says(FERRY_QUESTION)
    assert reply.text.splitlines()[1:5] == [
        "— Lise Aune, captain",
        "“June” = June 2024 · “Monday” = Mon, 4 Mar 2024",
        "Ferry to Tarn island doubles its sailings",
        "Northern Post, 7 March 2024 · 2 years old · Also reported by Tarn Herald",
    ]
    assert marked(reply, "date_time") == ["June 2024", "Mon, 4 Mar 2024", "7 March 2024"]


async def test_a_pronoun_is_read_and_marked_as_our_reading(server, running):
    reply = await server.user().says(CREW_QUESTION)
    assert "“She” is Lise Aune, captain (our reading)" in reply.text.splitlines()


async def test_the_sentences_around_are_folded_in_the_reply_itself(server, running):
    reply = await server.user().says(CREW_QUESTION)
    assert marked(reply, "expandable_blockquote") == [f"[the quote]\n{FARES}"]


async def test_notices_are_one_line_and_the_correction_is_whole(server, running):
    reply = await server.user().says("How many steps has the lighthouse of Brenn?")
    said = reply.text.splitlines()
    assert "Western Gazette, 1 February 2021 · Opinion · 5 years old" in said
    assert "Corrected (3 February 2021): The lighthouse has 88 steps; we wrote 80. We are sorry." in said


async def test_the_first_screen_is_the_best_quote_and_more_are_a_button_away(server, on_seed):
    reply = await server.user().says("What did Peskov say about loans?")
    assert len(reply.quoted()) == 1
    assert shown_lines(reply) <= SCREEN
    first = reply.text
    more = await reply.press("More quotes")
    assert (more.edited, more.message.id) == (True, reply.id)
    assert "He said ‘no’ in reply to the query" in "".join(reply.quoted())
    back = await reply.press("Back")
    assert back.edited
    assert reply.text == first


def shown_lines(message):
    folded = marked(message, "expandable_blockquote")
    return lines(message.text) - sum(max(0, lines(block) - 3) for block in folded)


async def test_the_articles_own_lines_stand_once_for_several_quotes_of_it(server, on_seed):
    reply = await server.user().says("What did Putin and Peskov say about dialogue with the opposition?")
    assert reply.text.count("TASS, 26 September 2019") == 1


async def test_after_a_restart_the_question_is_forgotten_and_the_quote_is_not(server, tmp_path):
    server.query_lifetime = 600  # a press may wait for the bot to start
    ada, ben = server.user(), server.user(id=8)
    async with BotProcess(server, ROOT / "seeds", tmp_path) as bot:
        await bot.ready()
        reply = await ada.says("What did Peskov say about loans?")
        article = (await (await ben.says("What did Peskov say about loans?")).press("Article")).message
    async with BotProcess(server, ROOT / "seeds", tmp_path) as bot:
        await bot.ready()
        assert "no longer remember" in (await reply.press("More quotes", within=20)).notice
        assert len((await article.press("Back to the quote", within=20)).message.quoted()) == 1


async def test_the_article_opens_at_the_quote_and_is_read_page_by_page(server, on_seed):
    reply = await server.user().says("Who declared himself interim president?")
    answer = reply.text
    page = (await reply.press("Article")).message
    assert page.id == reply.id
    (quote,) = marked(page, "underline")
    assert quote.startswith("On January 23, Juan Guaido")
    assert "Crisis in Venezuela" in marked(page, "bold")
    assert "Page 2 of 3" in page.text
    before = (await page.press("Page 1")).message
    assert before.text.count("At their Kremlin talks") == 1
    assert marked(before, "underline") == []
    last = (await (await before.press("Page 2")).message.press("Page 3")).message
    assert "Page 3 of 3" in last.text
    assert (await last.press("Back to the quote")).message.text == answer


async def test_an_article_is_opened_by_link_and_by_id(server, running, articles):
    reader = server.user()
    by_link = await reader.says(f"/start a_{article_link(LONG_ID)}")
    by_id = await reader.says(f"/article {LONG_ID}")
    for opened in (by_link, by_id):
        assert f"{SAILINGS} {CREW} {FARES}" in opened.text
        assert "Source" in opened.buttons
        assert "Back to the quote" not in opened.buttons
    for nobody in ("/article nothing", "/start a_nothing", "/start a_-0000000000000000"):
        assert (await reader.says(nobody)).text == "That article is not here, or no longer."
    assert "/article ID" in (await reader.says("/article")).text


async def test_a_withheld_article_is_not_read(server, running):
    for link in ("/article strike", "/start a_strike"):
        assert (await server.user().says(link)).text == "That article is not here, or no longer."


async def test_the_source_is_opened_at_the_sentence(server, running):
    reply = await server.user().says(CREW_QUESTION)
    assert reply.buttons["Source"]["url"] == (
        "https://northern-post.example/tarn?ferry=1#:~:text=She%20said%20the%20crew%20had%20grown%20to%2042%20sailors."
    )
    assert "Source" not in (await server.user().says("How many steps has the lighthouse of Brenn?")).buttons


async def test_a_shared_quote_is_found_by_the_inline_query_that_the_button_types(server, running):
    reader = server.user()
    reply = await reader.says(CREW_QUESTION)
    query = reply.buttons["Share"]["switch_inline_query"]
    (result,) = await reader.types_inline(query)
    assert CREW in result.text
    assert result.title == "Ferry to Tarn island doubles its sailings"
    assert list(await reader.types_inline("quote:1.00000000.nothing")) == []


async def test_a_citation_is_copied_whole(server, running):
    reply = await server.user().says(CREW_QUESTION)
    cited = reply.buttons["Copy citation"]["copy_text"]["text"]
    assert cited == (
        f"“{CREW}” — Lise Aune (our reading), Ferry to Tarn island doubles its sailings, Northern Post, 7 March 2024, "
        "https://northern-post.example/tarn?ferry=1"
    )


async def test_a_rating_is_thanked_for_and_changed(server, running):
    reply = await server.user().says(CREW_QUESTION)
    helpful = await reply.press("👍 Helpful")
    assert (helpful.notice, helpful.alert, helpful.edited) == ("Noted as helpful. Thank you.", False, False)
    assert (await reply.press("👍 Helpful")).notice == "You said so already. Thank you."
    assert (await reply.press("👎 Not helpful")).notice == "Noted as not helpful. Thank you."


async def test_a_follow_up_keeps_its_line_and_its_button_over_every_screen(server, on_seed):
    reader = server.user()
    await reader.says("What did Putin say about loans?")
    reply = await reader.says("And Peskov?")
    assert reply.text.startswith("Understood as: What did Peskov say about loans?")
    more = (await reply.press("More quotes")).message
    assert more.text.startswith("Understood as: What did Peskov say about loans?")
    plain = await more.press("Not what I meant")
    assert "Understood as" not in plain.message.text


async def test_in_a_group_the_buttons_work_for_everybody(server, running):
    ada, ben, group = server.user(), server.user(id=8), server.group()
    reply = await ada.says(f"@dateline_bot {CREW_QUESTION}", chat=group)
    page = await reply.press("Article", by=ben)
    assert FARES in page.message.text
    assert (await page.message.press("Back to the quote", by=ada)).message.quoted() == [f"{SAILINGS} {CREW}"]


async def test_a_button_pressed_on_a_slow_day_still_does_what_it_says(server, running):
    reply = await server.user().says(CREW_QUESTION)
    server.query_lifetime = 0
    server.ask_callback(reply.raw, reply.buttons["Article"]["callback_data"], server.users[reply.chat_id])
    await server.until(lambda: FARES in reply.text or None, 5, "the article, though the press can't be answered")


async def test_a_button_of_an_earlier_version_still_does_something(server, running):
    reader = server.user()
    reply = await reader.says(CREW_QUESTION)
    key = reply.buttons["Article"]["callback_data"].split(":", 2)[2]
    old = server.messages[reply.chat_id, reply.id]
    old["reply_markup"] = {"inline_keyboard": [[{"text": "Context", "callback_data": f"ctx:{key}"}]]}
    assert FARES in (await reply.press("Context")).message.text
