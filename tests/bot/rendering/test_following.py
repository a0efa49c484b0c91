"""Notices and lists: one message each, taken by Telegram, and the quote whole."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.markup import MAX_MESSAGE, utf16_length
from bot.rendering.following import render_followed, render_following, render_notice
from bot.rendering.messages import Button
from knowledge.answering import quote
from knowledge.article import MAX_SENTENCE
from knowledge.store import Follow, Kind
from tests.articles import NOW, story
from tests.telegram import judge

FOLLOW = Follow(12, 7, 7, None, Kind.PERSON, "Olof Lind", None, NOW, None)
TOLD = story()


def notice(follow, quotes, **more):
    rendered = render_notice(follow, quotes, now=NOW, **more)
    (message,) = rendered.messages
    assert rendered.buttons[-1] == (Button("Stop telling me", data="unfollow:12"),)
    return judge.check(message).text


def test_a_notice_says_what_for_and_how_many_more():
    quotes = [quote(TOLD, index) for index in (1, 3)]
    text = notice(FOLLOW, quotes, more=4)
    assert text.startswith("New: Olof Lind\n\n")
    assert text.endswith("\n\n4 more in the articles.")
    assert all(one.passage in text for one in quotes)
    assert "more in the articles" not in notice(FOLLOW, quotes)
    question = notice(replace(FOLLOW, kind=Kind.QUESTION, text="Who will rebuild it?"), quotes)
    assert question.startswith("You wanted to know: Who will rebuild it?\n\n")


def test_what_does_not_fit_into_one_message_is_counted():
    long = [quote(story(id=f"a{n}", text=f"{'word ' * (MAX_SENTENCE // 5 - 10)}number {n}."), 0) for n in range(5)]
    text = notice(FOLLOW, long, more=2)
    shown = sum(one.sentence.text in text for one in long)
    assert 1 <= shown < 5
    assert text.endswith(f"{7 - shown} more in the articles.")
    assert utf16_length(text) <= MAX_MESSAGE


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1000), st.sampled_from(Kind))
def test_telegram_takes_whatever_is_followed(text, kind):
    follow = replace(FOLLOW, text=text, kind=kind)
    found = quote(TOLD, 1)
    assert found.sentence.text in notice(follow, [found])
    for rendered in (render_followed(follow, ()), render_following([follow] * 60)):
        assert len(rendered.messages) == 1
        assert judge.check(rendered.messages[0]).text
        assert sum(map(len, rendered.buttons)) <= 100


def test_a_list_of_the_longest_requests_is_one_message():
    rendered = render_following([replace(FOLLOW, text="𝒳 " * 500)] * 60)
    assert len(rendered.messages) == 1
    assert sum(map(len, rendered.buttons)) == 30
