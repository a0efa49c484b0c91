"""The life of an article, as readers see it: what may be shown, and from when to when."""

import io
from datetime import timedelta

import pytest

from bot import console
from bot.handlers import inline
from bot.references import find_quote, quote_key
from bot.services import Services
from bot.settings import Settings
from knowledge.answering import quote
from knowledge.live import LiveLibrary
from tests.articles import NOW, write

QUESTION = "Who said the old mill in Harrow burnt down?"
SOON = (NOW + timedelta(hours=1)).isoformat()
BEFORE = (NOW - timedelta(hours=1)).isoformat()
HIDDEN = [
    {"status": "withheld"},
    {"status": "cancelled"},
    {"embargoed_until": SOON},
    {"expires_at": BEFORE},
]


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def talk(folder, *lines, clock=lambda: NOW):
    out = io.StringIO()
    console.run(Settings(articles=(folder,)), stdin=io.StringIO("\n".join(lines)), stdout=out, clock=clock)
    return out.getvalue()


@pytest.mark.parametrize("changed", HIDDEN)
def test_what_may_not_be_shown_is_in_no_reply(tmp_path, changed):
    write(tmp_path, **changed)
    text = talk(tmp_path, QUESTION, "/latest", "/about")
    assert "Fire destroys" not in text
    assert "burnt down on" not in text
    assert text.count("There are no articles yet.") == 2


@pytest.mark.parametrize("changed", HIDDEN)
async def test_what_may_not_be_shown_is_in_no_inline_result_and_behind_no_button(tmp_path, changed):
    write(tmp_path, **changed)
    live = LiveLibrary([tmp_path], now=NOW)
    shop = Services(live, lambda: NOW)
    assert await inline.offer(shop, "old mill Harrow burnt", "") == inline.Offer(())
    assert await inline.offer(shop, "", "") == inline.Offer(())
    (story,) = live.current.stories.values()
    assert find_quote(live.current, quote_key(quote(story, 0)), now=NOW) is None


async def test_the_set_age_reaches_inline_results(tmp_path):
    write(tmp_path, published="2026-11-14")
    live = LiveLibrary([tmp_path], now=NOW)
    for old_after, old in ((10, True), (11, False)):
        found = await inline.offer(Services(live, lambda: NOW, old_after=old_after), "", "")
        assert ("10 days old" in found.cards[0].html) is old


async def test_an_embargo_lifts_without_a_reload(tmp_path):
    write(tmp_path, embargoed_until=SOON)
    live = LiveLibrary([tmp_path], now=NOW)
    clock = Clock()
    shop = Services(live, clock)
    key = quote_key(quote(next(iter(live.current.stories.values())), 0))
    for passed, shown in ((0, False), (59, False), (60, True)):
        clock.now = NOW + timedelta(minutes=passed)
        found = await shop.ask(QUESTION)
        assert hasattr(found, "quotes") is shown
        assert bool((await inline.offer(shop, "old mill Harrow burnt", "")).cards) is shown
        assert bool((await inline.offer(shop, "", "")).cards) is shown
        assert bool(live.current.latest(clock.now, 5)) is shown
        assert (find_quote(live.current, key, now=clock.now) is not None) is shown


def test_a_button_under_a_quote_that_has_expired_shows_nothing_more(tmp_path):
    write(tmp_path, expires_at=SOON)
    # The clock is read to load and to answer; then two hours pass.
    times = iter([NOW] * 2)
    text = talk(tmp_path, QUESTION, "1", clock=lambda: next(times, NOW + timedelta(hours=2)))
    assert "burnt down on Tuesday night" in text
    assert "this quote is no longer in them" in text
    assert "Before it:" not in text
    assert "After it:" not in text


def test_a_press_release_and_a_correction_are_labelled_in_the_reply(tmp_path):
    correction = {"text": "The fire was on Monday.", "date": "2024-03-08"}
    write(tmp_path, type="press-release", status="corrected", correction=correction, updated="2024-03-08")
    text = talk(tmp_path, QUESTION)
    assert "Press release" in text
    assert "Corrected (8 March 2024): The fire was on Monday." in text
    assert "Northern Post, 6 March 2024, updated 8 March 2024" in text


async def test_inline_offers_a_wire_story_once(tmp_path):
    write(tmp_path, "a.json", id="a", source={"name": "Post"})
    write(tmp_path, "b.json", id="b", source={"name": "Gazette"}, published="2024-03-07")
    live = LiveLibrary([tmp_path], now=NOW)
    cards = (await inline.offer(Services(live, lambda: NOW), "old mill Harrow burnt", "")).cards
    assert len([card for card in cards if "burnt down on Tuesday night" in card.html.split("</blockquote>")[0]]) == 1
    burnt = next(card for card in cards if "burnt down on Tuesday night" in card.html)
    assert "Also reported by Post" in burnt.html
    assert len((await inline.offer(Services(live, lambda: NOW), "", "")).cards) == 1
