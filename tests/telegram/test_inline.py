"""Inline results as somebody sees them who types: over a real socket."""

import pytest

from tests.telegram.process import BotProcess
from tests.telegram.stories import COST, FERRY, REOPENED

ADMIN = 1001
MANY = 27
"""Articles that share a word: three pages of results."""


def harbour(number, *, said="broke"):
    return f"""\
id: harbour-{number}
headline: Storm number {number}
source: {{name: Northern Post}}
published: 2024-02-{number + 1:02}
language: en
text: |
  The breakwater of Aldmoor {said} in storm {number} when {number + 100} waves had passed over it. Nobody was hurt.
"""


@pytest.fixture
async def running(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.awake()
        yield bot


@pytest.fixture
async def stormy(server, articles, tmp_path):
    """The bot with many articles that one word finds."""
    for number in range(MANY):
        (articles / f"harbour-{number}.yaml").write_text(harbour(number), encoding="utf-8")
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.awake()
        yield bot


async def test_it_offers_from_the_first_letters(server, running):
    await server.user().types_inline_to_the_end("falk repai")  # so that all of it was read
    (first, *_) = await server.user().types_inline("falk repai")
    assert COST in first.text
    assert first.title == "Aldmoor's harbour bridge reopens after eleven weeks"
    assert first.description.startswith("5 March 2024 · ")
    assert "Mayor Ingrid Falk said" in first.description
    assert not {"thumbnail_url", "url"} & first.raw.keys()


async def test_an_empty_line_offers_the_latest_headlines(server, running, articles):
    (articles / "ferry.yaml").write_text(FERRY, encoding="utf-8")
    await server.user(id=ADMIN).says("/reload")
    await server.user().inline_pages("  ")  # on a slow machine what is not read yet comes on a later page
    pages = await server.user().inline_pages("  ")
    ferry, bridge = (one for page in pages for one in page)
    assert ferry.title == "Ferry to Tarn island doubles its sailings"
    assert bridge.title == "Aldmoor's harbour bridge reopens after eleven weeks"
    assert REOPENED in bridge.text
    assert {page.button for page in pages} == {None}


async def test_pages_go_on_and_nothing_comes_twice(server, stormy):
    pages = await server.user().inline_pages("breakwater aldm")
    assert len(pages) >= 3
    assert all(0 < len(page) <= 10 for page in pages)
    ids = [one.id for page in pages for one in page]
    assert len(ids) == len(set(ids)) == MANY
    assert all(len(page.next_offset.encode()) <= 64 for page in pages)
    again = await server.user(id=8).inline_pages("breakwater aldm")
    # What was read meanwhile may come before what took too long at first.
    assert sorted(one.id for page in again for one in page) == sorted(ids)


async def test_a_reload_in_between_repeats_and_skips_nothing(server, stormy, articles):
    before = [one.id for page in await server.user().inline_pages("breakwater") for one in page]

    async def reload():
        for number in range(40, 50):  # newer ones, which would come first
            text = harbour(number % 27, said="held").replace(f"harbour-{number % 27}", f"harbour-{number}")
            (articles / f"harbour-{number}.yaml").write_text(text.replace("2024-02", "2024-03"), encoding="utf-8")
        (articles / "harbour-3.yaml").write_text(harbour(3) + "status: withheld\n", encoding="utf-8")
        assert "10 added" in (await server.user(id=ADMIN).says("/reload", within=20)).text

    pages = await server.user().inline_pages("breakwater", reload)
    ids = [one.id for page in pages for one in page]
    withheld = next(one for one in before if one.endswith(".harbour-3"))
    shown = {one.id for one in pages[0]}
    assert sorted(ids) == sorted(one for one in before if one != withheld or one in shown)


async def test_a_page_after_a_restart_goes_on_at_its_place(server, stormy, articles, tmp_path):
    reader = server.user()
    await reader.types_inline_to_the_end("breakwater")  # so that all of it was read, and comes in the list's own order
    first = await reader.types_inline("breakwater")
    assert await stormy.terminate() == 0
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.awake()
        second = await reader.types_inline("breakwater", offset=first.next_offset)
    assert second
    assert not {one.id for one in first} & {one.id for one in second}


async def test_an_offset_of_nobodys_does_no_harm(server, running):
    for offset in ("x", "....", "abc.99999", "-1", "0" * 64):
        await server.user().types_inline("bridge", offset=offset)


async def test_a_chosen_result_is_taken_in_silence(server, running):
    reader = server.user()
    (first, *_) = await reader.types_inline("falk repairs")
    assert "chosen_inline_result" in server.updates.allowed
    greeted = await reader.says("/start")
    reader.chooses(first, "falk repairs")
    reader.chooses(type(first)("1.abcdef12.nowhere", "", "", "", [], {}), "falk")  # an article that is gone
    assert (await reader.says("/about")).id == greeted.id + 4  # two sent by their reader, a question and its answer
    assert "Traceback" not in running.output


async def test_where_nothing_answers_the_private_chat_asks_it_at_once(server, running):
    reader = server.user()
    typed = "Who won the chess championship in Havana?"
    found = await reader.types_inline(typed)
    assert list(found) == []
    assert found.button["text"] == "Ask in the private chat"
    answer = await reader.says(f"/start {found.button['start_parameter']}")
    assert answer.text.startswith("The articles don't answer that.")
    assert "Havana" in answer.text
    answerable = await reader.types_inline("repairs zzyzx qwfp")
    if answerable.button:  # asked in private, where what is known of it is said
        assert (await reader.says(f"/start {answerable.button['start_parameter']}")).text


async def test_a_forgotten_question_is_asked_for_again(server, running):
    said = await server.user().says("/start ask-zyxwvutsrqpo")
    assert said.text == "I no longer know what you typed. Just write your question here."
    assert "mention me" in (await server.user(id=8).says("/start")).text
    assert "mention me" in (await server.user(id=9).says("/start nonsense")).text


async def test_results_are_in_the_language_of_who_types_and_cached_for_them_alone(server, running):
    await server.user().types_inline_to_the_end("falk repairs")  # so that all of it was read
    german = await server.user(id=8, language_code="de").types_inline("falk repairs")
    english = await server.user().types_inline("falk repairs")
    assert german[0].description.startswith("5. März 2024 · ")
    assert english[0].description.startswith("5 March 2024 · ")
    assert german[0].id == english[0].id
    assert german.is_personal
    assert 0 < german.cache_time <= 60
