import pytest

from bot import offering
from bot.handlers import inline
from bot.services import Services
from knowledge.live import LiveLibrary
from tests.articles import NOW, write

LONG = "Nobody was hurt, Anna Berg said. " * 400 + "The breakwater of Aldmoor broke in storm {n}."
SHORT = "The breakwater of Aldmoor held in storm {n}, Vera Dahl said."


@pytest.fixture
def shop(tmp_path):
    """Three long articles that take much time to read, and two short ones."""
    for n in range(5):
        text = (LONG if n < 3 else SHORT).format(n=n)
        write(tmp_path, f"{n}.json", id=f"a{n}", text=text, headline=f"Storm {n}", published=f"2024-03-{9 - n:02}")
    return Services(LiveLibrary([tmp_path], now=NOW), lambda: NOW)


def ids(offered):
    return [card.id.rpartition(".")[2] for card in offered.cards]


async def test_what_takes_too_long_to_read_comes_later_and_everything_comes_once(shop, monkeypatch):
    monkeypatch.setattr(offering, "SECONDS", 1.0)
    monkeypatch.setattr(shop.ahead, "_cost", 0.01)  # four seconds for a long one
    first = await inline.offer(shop, "breakwater aldm", "")
    assert sorted(ids(first)) == ["a3", "a4"]
    assert sorted(story.article.id for story in shop.ahead._wanted) == ["a0", "a1", "a2"]
    found, page = ids(first), first
    while page.next_offset:
        page = await inline.offer(shop, "breakwater aldm", page.next_offset)
        assert page.cards  # at least one, however long it takes
        found += ids(page)
    assert sorted(found) == ["a0", "a1", "a2", "a3", "a4"]
    again = await inline.offer(shop, "breakwater aldm", "")  # all are read by now
    assert len(again.cards) == 5
    assert not again.next_offset


async def test_a_page_whose_time_is_over_has_one_and_the_next_goes_on_in_order(shop, monkeypatch):
    for story in shop.live.current.stories.values():
        story.speaker(len(story.bare) - 1)
    monkeypatch.setattr(offering, "SECONDS", 60.0)
    everything = await inline.offer(shop, "breakwater aldm", "")
    assert not everything.next_offset
    monkeypatch.setattr(offering, "SECONDS", -1.0)
    pages = [await inline.offer(shop, "breakwater aldm", "")]
    while pages[-1].next_offset:
        pages.append(await inline.offer(shop, "breakwater aldm", pages[-1].next_offset))
    assert [ids(page) for page in pages] == [[one] for one in ids(everything)]
    assert len(pages) == 5


async def test_an_offset_beyond_the_end_gives_nothing(shop):
    assert await inline.offer(shop, "breakwater aldm", "0123456789ab.999") == inline.Offer(())
