from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.localization.phrases import ENGLISH, for_language
from bot.markup import text
from bot.rendering.finding import render_search, render_timeline
from bot.rendering.headlines import render_latest, render_sources
from bot.rendering.pages import Leaf, Window, render_page
from bot.rendering.people import render_people, render_statements
from bot.rendering.quotes import Asked
from bot.rendering.screen import SCREEN, lines
from knowledge.answering import quote
from knowledge.browsing.headlines import Outlet
from knowledge.browsing.people import Speaker
from knowledge.browsing.searching import Found
from knowledge.browsing.timeline import Entry, Timeline
from tests.articles import MILL, NOW, article, story
from tests.telegram import judge

ASKED = Asked(NOW, ENGLISH)
WORDS = st.text(max_size=300) | st.lists(st.sampled_from(["𝒳mill", "<b>&", "مرحبا", "harbour", "\u202e"])).map(" ".join)


def said(rendered):
    (message,) = rendered.messages
    return judge.check(message).text


def data(rendered):
    return {button.label: button.data for row in rendered.buttons for button in row}


def leaves(*stories, indexes=(0,)):
    return [Leaf(quote(one, index)) for one in stories for index in indexes]


def test_a_page_is_a_screen_and_the_rest_is_behind_more():
    told = leaves(*(story(id=f"a{n}") for n in range(5)))
    page = render_page([text("Head")], told, Window("x:{first}", 5, more=False), ASKED)
    shown = said(page).count("burnt down")
    assert 1 <= shown < 5
    assert lines(said(page)) <= SCREEN
    assert data(page) == {"Back": "x:0", "More": f"x:{5 + shown}"}
    last = render_page([text("Head")], told[:1], Window("x:{first}", 0, more=False), ASKED)
    assert data(last) == {}


def test_sentences_of_one_article_have_its_lines_once():
    page = said(render_page([text("Head")], leaves(story(), indexes=(0, 3)), Window("x:{first}", 0, more=False), ASKED))
    assert page.count("Northern Post") == 1


def test_one_quote_that_is_longer_than_a_screen_comes_all_the_same():
    long = story(text="word " * 200 + "end.", headline="H" * 900)
    page = render_page([text("Head")], leaves(long, long), Window("x:{first}", 0, more=False), ASKED)
    assert long.bare[0].text in said(page)
    assert data(page) == {"More": "x:1"}


def test_a_day_stands_once_above_what_was_on_it():
    told = story()
    days = Timeline(tuple(Entry(told, index, date(2024, 3, 5), named=False) for index in (0, 3)))
    page = said(
        render_timeline("mill", days, [quote(told, 0), quote(told, 3)], Window("x:{first}", 0, more=False), ASKED)
    )
    assert page.count("Tue 5 March 2024\n") == 1


def test_who_speaks_is_said_by_the_page_and_our_reading_by_each_quote():
    told = story()
    berg = Speaker("0" * 12, "Anna Berg", "fire chief", 3)
    rendered = render_statements(
        berg, leaves(told, indexes=(0, 2)), first=0, more=False, read=1, articles=2, asked=ASKED
    )
    page = said(rendered)
    assert page.startswith("Anna Berg, fire chief\nFrom the newest 1 of 2 articles.\n\n")
    assert "— Anna Berg" not in page
    assert "“She” is Anna Berg, fire chief (our reading)" in page
    assert data(rendered) == {"Everybody": "people:0"}


@settings(max_examples=60)
@given(WORDS, st.sampled_from(["en", "ar", "zh"]))
def test_whatever_is_looked_for_every_message_is_taken(words, language):
    asked = Asked(NOW, for_language(language))
    told = story(headline="𝒳 & <b>" * 60, source={"name": "مرحبا & <i>"})
    somebody = Speaker("0" * 12, "𝒳<b> " * 40, "مرحبا & " * 40, 10**6)
    window = Window("x:{first}", 3, more=True)
    found = Found(unknown=(words or "x",) * 5, all_words=False)
    entries = Timeline((Entry(told, 0, date(2024, 3, 5), named=True),), unknown=(words or "x",), more=True)
    name = words.strip() or "x"
    for rendered in (
        render_search(words, found, leaves(told), window, asked),
        render_search(words, found, [], window, asked),
        render_timeline(words, entries, [quote(told, 0)], Window("x:{first}", 0, more=True), asked),
        render_people([somebody], first=8, more=True, read=1, articles=2, unknown=name, say=asked.say),
        render_statements(somebody, leaves(told), first=0, more=True, read=1, articles=2, asked=asked),
        render_latest([article(headline="𝒳 & <b>" * 60)], page=1, more=True, source=name, say=asked.say),
        render_sources([("s", Outlet(name, 3))], first=8, more=True, unknown=name, say=asked.say),
    ):
        (message,) = rendered.messages
        assert judge.check(message).text


def test_every_statement_of_the_mill_is_quoted_as_it_stands():
    told = story()
    page = said(render_page([text("Head")], leaves(told), Window("x:{first}", 0, more=False), ASKED))
    assert MILL.split("\n")[0] in page
