"""Replies in every language: taken by Telegram, verbatim where they quote, and nothing left in English."""

import ast
import gettext
import inspect
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import bot.handlers
from bot.localization import catalogues
from bot.localization.phrases import for_language
from bot.rendering import (
    alarms,
    answers,
    articles,
    deeds,
    drafts,
    finding,
    following,
    headlines,
    languages,
    overview,
    pages,
    people,
    preferences,
    privacy,
    quotes,
    reading,
    rulings,
    stats,
    status,
    unanswered,
)
from bot.rendering.alarms import render_alarm
from bot.rendering.answers import render
from bot.rendering.deeds import render_deeds
from bot.rendering.drafts import (
    render_discarded,
    render_draft,
    render_how_to_add,
    render_no_draft,
    render_published,
    render_publishing,
    render_unchanged,
)
from bot.rendering.finding import render_search, render_timeline
from bot.rendering.following import offering, render_followed, render_following, render_notice
from bot.rendering.headlines import render_latest, render_sources
from bot.rendering.languages import render_languages
from bot.rendering.messages import Button
from bot.rendering.overview import render_about, render_diff
from bot.rendering.pages import Leaf, Window
from bot.rendering.people import render_people, render_statements
from bot.rendering.preferences import render_languages_page, render_quiet, render_settings, render_zones
from bot.rendering.privacy import render_forget, render_forgotten, render_privacy
from bot.rendering.quotes import Asked, inline_card, render_quote
from bot.rendering.reading import render_article
from bot.rendering.rulings import (
    USAGE,
    render_bad_correction,
    render_corrected,
    render_no_article,
    render_restored,
    render_usage,
    render_withdrawn,
)
from bot.rendering.stats import render_stats
from bot.rendering.status import Figures, render_status
from bot.rendering.unanswered import render_clear, render_reasons, render_unanswered
from knowledge.answering import Answer, Correction, NoAnswer, Trace, ask, quote
from knowledge.browsing.headlines import Outlet
from knowledge.browsing.people import Speaker
from knowledge.browsing.searching import Found
from knowledge.browsing.timeline import Entry, Timeline
from knowledge.drafts import DraftReading
from knowledge.files import Fault
from knowledge.following import Suggestion
from knowledge.library import Diff, Library
from knowledge.reading import split, stored_text
from knowledge.store import Day, Deed, Follow, Kept, Kind, Preferences, Refusal, UnansweredQuestion
from knowledge.story import Story
from tests.articles import NOW, SEEDS, article, story
from tests.telegram import judge

LANGUAGES = [for_language(one) for one in catalogues.languages()]
TRANSLATED = [say for say in LANGUAGES if say.language != "en"]
by_language = pytest.mark.parametrize("say", TRANSLATED, ids=[say.language for say in TRANSLATED])


def text_of(rendered):
    return "\n".join(judge.check(message).text for message in rendered.messages)


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


def test_a_reply_in_arabic_runs_from_right_to_left_around_what_does_not(seed):
    answer = ask("What did Peskov say about loans?", seed, now=NOW)
    both = [render(answer, now=NOW, screen=screen, say=for_language("ar")) for screen in (0, 1)]
    lines = [line for rendered in both for line in text_of(rendered).splitlines()]
    assert "\u200f\u2068— \u2068Dmitry" not in lines
    assert (
        "يشير «\u2068He\u2069» إلى \u200f\u2068Dmitry Peskov\u2069، \u2068Kremlin Spokesman\u2069 (بحسب قراءتنا)"
        in [line.replace("\u2068\u200f", "\u200f") for line in lines]
    )
    days = ("September 25", "الأربعاء، 25 سبتمبر 2019"), ("Thursday", "الخميس، 26 سبتمبر 2019")
    assert " · ".join(f"\u200f«\u2068{word}\u2069»: {date}" for word, date in days) in lines
    assert "\u200f\u2068TASS\u2069، 26 سبتمبر 2019 · منذ 7 سنوات" in lines
    headline = "Armaments cooperation discussed at Putin-Maduro talks, loans not on agenda — Kremlin"
    assert f"\u2068{headline}\u2069" in lines
    for message in (both[0].messages[0], both[1].messages[0]):
        parsed = judge.check(message)
        for entity in parsed.entities:
            if entity["type"] == "blockquote":
                quoted = judge.utf16_slice(parsed.text, entity["offset"], entity["length"])
                assert not regex.search(r"[\u2066-\u2069\u200e\u200f]", quoted)
                assert any(quoted in one.text for one in seed.stories.values())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "«He» — это Dmitry Peskov, Kremlin Spokesman (наше прочтение)"),
        ("es", "«He» es Dmitry Peskov, Kremlin Spokesman (según nuestra lectura)"),
        ("de", "„He“ ist Dmitry Peskov, Kremlin Spokesman (unsere Lesart)"),
        ("fr", "«\xa0He\xa0» désigne Dmitry Peskov, Kremlin Spokesman (notre lecture)"),
        ("zh", "“He”指Dmitry Peskov，Kremlin Spokesman（我们的理解）"),
    ],
)
def test_a_reply_in_each_language(seed, language, line):
    answer = ask("What did Peskov say about loans?", seed, now=NOW)
    assert line in text_of(render(answer, now=NOW, screen=1, say=for_language(language))).splitlines()


def replies(say):
    """One of everything that can be said, from an article without a letter in it."""
    mark = {"headline": "7", "source": {"name": "8"}, "text": "1 2 3. 4 5 6. 7 8 9.", "language": "und"}
    told = story(**mark, type="opinion", status="corrected", correction={"text": "5", "date": "2024-03-08"})
    shown = quote(told, 1)
    outlets = tuple(article(**mark | {"id": f"1{n}", "source": {"name": str(n)}}) for n in range(5))
    many = replace(shown, also_reported_by=outlets)
    trace = Trace(language="", corrections=(Correction("1", (("2", 0.9),)),))
    near = (told.article, article(**mark | {"id": "2"}, type="press-release"))
    shelf = Library.of([told], now=NOW)
    faulty = replace(shelf, faults=(Fault("1", 2, "3", "4"),) * 2)
    differing = Answer("1", (many, shown, quote(told, 2)), 0.9, trace, sources_differ=True)
    yield render(differing, now=NOW, understood="2", say=say)
    yield render(differing, now=NOW, understood="2", screen=1, say=say)
    yield render(NoAnswer("1", near, ("1", "2"), 0.1, trace, ("3",)), now=NOW, say=say)
    yield render_article(told, 0, now=NOW, quote=(1, "key"), say=say)
    yield render_article(story(**mark | {"text": "1 2 3.\n\n" * 300}), 2, now=NOW, say=say)
    summary = [{"sentences": [{"text": "1 2 3."}, {"text": "4.", "kind": "summary"}]}]
    yield render_article(story(**mark | {"text": None, "sections": summary}), 1, now=NOW, say=say)
    yield render_quote(quote(story(**mark, published=None), 0), now=NOW, say=say)
    yield render_latest(near, page=1, more=True, say=say)
    yield render_latest([], page=0, more=False, say=say)
    yield render_latest(near, page=0, more=False, source="1", say=say)
    yield render_latest([], page=0, more=False, days=(date(2024, 3, 5), date(2024, 3, 5)), say=say)
    yield render_sources([("s", Outlet("1", 2))], first=8, more=True, unknown="3", say=say)
    somebody = Speaker("0", "1", "2", 3)
    yield render_people([somebody], first=8, more=True, read=1, articles=2, unknown="3", say=say)
    yield render_people([], first=0, more=False, read=1, articles=1, say=say)
    leaves, window, asked = [Leaf(shown)], Window("{first}", 3, more=True), Asked(NOW, say)
    yield render_statements(somebody, leaves, first=3, more=True, read=1, articles=2, asked=asked)
    found = Found(corrections=trace.corrections, unknown=("3",), all_words=False)
    yield render_search("1", found, leaves, window, asked)
    yield render_search("1", found, [], window, asked)
    undated = Timeline((Entry(told, 1, None, named=False),), more=True)  # days are written by CLDR
    yield render_timeline("1", undated, [shown], replace(window, first=0), asked)
    yield render_timeline("1", Timeline(), [], window, asked)
    yield render_about(shelf, now=NOW, say=say)
    yield render_status(faulty, now=NOW, say=say)
    yield render_status(shelf, now=NOW, say=say)
    yield render_diff(Diff(added=("1",) * 30, changed=("2",), removed=("3",)), say=say)
    yield render_diff(Diff(kept=True), say=say)
    yield render_languages([], None, say=say)
    yield render_languages([], "1", group=True, say=say)
    yield from about_what_is_kept(shown, say)
    yield from for_admins(told, faulty, say)


def for_admins(told, faulty, say):
    today = Day(NOW.date(), 1, {Refusal.NO_WORDS: 2, Refusal.NOTHING_ALIKE: 3, Refusal.UNSURE: 4, "5": 6})
    known = Figures(2**29, today, (today,), (1.0, 2.0), 3, 4, 5, 6, 7)
    yield render_status(replace(faulty, faults=faulty.faults * 4), known, now=NOW, say=say)
    yield render_status(faulty, Figures(), now=NOW, say=say)
    yield render_stats([today], until=today.day, days_back=30, say=say)
    yield render_stats([], until=today.day, days_back=1, say=say)
    yield render_deeds([], say=say)
    yield render_deeds([Deed(1, "2", "3", NOW)], say=say)
    questions = [UnansweredQuestion("1", 2, "3", None, NOW, NOW)]
    yield render_unanswered([], first=0, number=0, say=say)
    yield render_unanswered(questions, first=8, number=20, say=say)
    yield render_reasons([today], days_back=30, say=say)
    yield render_clear(2, say=say)
    yield render_alarm("1", "2", 1, NOW, say=say)
    yield render_alarm("1", "2", 3, NOW, say=say)
    for command in USAGE:
        yield render_usage(command, say=say)
    yield render_no_article("1", (), say=say)
    yield render_no_article("1", ("2", "3"), say=say)
    yield render_withdrawn("1", "2", say=say)
    yield render_withdrawn("1", "2", again=True, kept=False, say=say)
    for ways in ((True, False), (False, True), (False, False)):
        yield render_restored("1", was_withheld=ways[0], was_corrected=ways[1], by_file=ways[0], say=say)
    yield render_corrected("1", "2", "3", say=say)
    yield render_bad_correction("1", say=say)
    whole = replace(told, article=told.article.model_copy(update={"embargoed_until": NOW.replace(year=2090)}))
    lacking = DraftReading(whole, (("1", "2"),) * 9, faulty.faults)
    for draft in (DraftReading(whole), lacking, DraftReading(None)):
        yield render_draft(1, draft, now=NOW, notes=("2",), why_not="3" if draft is lacking else "", say=say)
    yield render_how_to_add(say=say)
    yield render_no_draft("1", say=say)
    yield render_unchanged("1", say=say)
    yield render_published(told.article, live=True, say=say)
    yield render_published(told.article, live=False, say=say)
    yield render_publishing(1, "1", say=say)
    yield render_discarded("1", say=say)


def about_what_is_kept(shown, say):
    follows = [Follow(n, 1, 1, None, kind, f"{n}", None, NOW, None) for n, kind in enumerate(Kind, 1)]
    for follow in follows:
        yield render_followed(follow, (Suggestion("1", "2"),), say=say)
        yield render_notice(follow, (shown,), more=3, now=NOW, say=say)
    yield offering(render_following([], say=say), say=say)
    yield render_following(follows, say=say)
    silent = Preferences(language="zh", quotes=1, context=False, notices=False, quiet_from=22, quiet_until=7)
    for held in (Preferences(), silent):
        yield render_settings(held, group=held is silent, say=say)
        yield render_languages_page(held, [], group=held is silent, say=say)
        yield render_quiet(held, now=NOW, say=say)
        yield render_zones(held, now=NOW, say=say)
    for kept in (Kept(0, 0, 0, 0, 0, 0), Kept(1, 2, 3, 4, 1, 6), None):
        yield render_privacy(kept, keep_texts=kept is None, days=30, say=say)
    yield render_forget(Kept(0, 0, 0, 0, 0, 0), say=say)
    yield render_forget(Kept(1, 2, 3, 4, 1, 6), say=say)
    yield render_forgotten(True, say=say)
    yield render_forgotten(False, say=say)


class Marked(gettext.NullTranslations):
    """A language that says everything in brackets, so that what never was a message shows."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def pgettext(self, context, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, count):
        return f"⟦{many}⟧"


_MARKED = regex.compile(r"⟦(?:[^⟦⟧]|(?R))*⟧")


def test_nothing_is_said_that_is_no_message():
    say = replace(for_language("zh"), _messages=Marked())
    for rendered in replies(say):
        for part in (text_of(rendered), *(button.label for row in rendered.buttons for button in row)):
            assert "⟦" in part or not regex.search(r"\p{L}", part.replace("UTC", "")), part  # an hour says itself
            assert not regex.search(r"\p{L}", _MARKED.sub("", part).replace("UTC", "")), part


@by_language
def test_every_reply_has_the_layout_of_the_english_one(say):
    """As many messages, lines and buttons: a translation loses no line and adds none."""
    for rendered, english in zip(replies(say), replies(for_language("en")), strict=True):
        assert len(text_of(rendered).splitlines()) == len(text_of(english).splitlines())
        ours, theirs = ([button for row in one.buttons for button in row] for one in (rendered, english))
        assert [(one.data, one.url, one.query) for one in ours] == [(one.data, one.url, one.query) for one in theirs]
        assert all(0 < len(button.label) <= 40 for button in ours)


def test_languages_are_offered_by_their_own_names_and_the_chosen_one_is_marked():
    rendered = render_languages([for_language("en"), for_language("ru")], "ru", say=for_language("ru"))
    assert rendered.buttons == (
        (Button("English", data="language:en"), Button("✓ Русский", data="language:ru")),
        (Button("Как в Telegram", data="language:"),),
    )
    assert render_languages([], None).buttons == ((Button("✓ As in Telegram", data="language:"),),)
    assert "this group" in text_of(render_languages([], None, group=True))


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co", "Cc"]), min_size=1, max_size=400).filter(str.strip)
_ARTICLE = st.fixed_dictionaries(
    {
        "text": st.lists(
            _TEXT
            | st.sampled_from(["He said “yes”.", "On Friday Anna Berg spoke.", "قال الوزير إن الجسر فُتح.", "\n\n"]),
            min_size=1,
            max_size=5,
        ).map(" ".join),
        "headline": _TEXT,
        "source": _TEXT.map(lambda name: {"name": name}),
        "language": st.sampled_from(["en", "ar", "he", "zh", "xx"]),
        "published": st.dates(date(1890, 1, 1), date(2026, 11, 24)).map(str) | st.none(),
        "correction": _TEXT.map(lambda said: {"text": said}) | st.none(),
        "type": st.sampled_from(["news", *articles.LABELS]),
    }
)


@given(_ARTICLE, _TEXT, st.sampled_from(LANGUAGES))
def test_telegram_takes_every_reply_in_every_language(fields, asked, say):
    try:
        found = article(**fields, url="https://n.example/a-b?c=<d>")
    except ValidationError:
        return
    text = stored_text(found, None)
    told = Story(found, text, split(found, text))
    shown = [quote(told, s.index) for s in told.bare if s.quotable]
    for one in shown:
        twice = replace(one, also_reported_by=(found,) * 4)
        page = render_article(told, 0, now=NOW, quote=(one.sentence.index, "key"), say=say)
        for rendered in (render_quote(twice, now=NOW, say=say), page):
            assert one.sentence.text in text_of(rendered)
        card = inline_card(one, now=NOW, say=say)
        assert one.sentence.text in judge.check(card.html).text
        assert card.title
        assert card.description
    shelf = Library.of([told], now=NOW)
    if shown:
        assert text_of(render(Answer(asked, tuple(shown), 0.9, Trace()), now=NOW, understood=asked, say=say))
    refused = NoAnswer(asked, (found,), (asked, asked), 0.1, Trace(), (asked,))
    for rendered in (
        render(ask(asked, shelf, now=NOW), now=NOW, understood=asked, say=say),
        render(refused, now=NOW, say=say),
        render_latest([found], page=0, more=False, say=say),
        render_about(shelf, now=NOW, say=say),
        render_status(shelf, now=NOW, say=say),
        render_diff(Diff(added=(asked,) * 30), say=say),
        render_draft(1, DraftReading(told, ((asked, asked),) * 9), now=NOW, notes=(asked,) * 9, failed=asked, say=say),
        render_draft(1, DraftReading(told), now=NOW, say=say),
        render_published(found, live=True, say=say),
        render_withdrawn(found.headline, found.id, say=say),
        render_corrected(found.headline, " ".join(asked.split()), found.id, kept=False, say=say),
        render_no_article(asked, (found.id,), say=say),
        render_no_draft(asked, say=say),
        render_unanswered([UnansweredQuestion(asked, 2, asked, None, NOW, NOW)] * 8, first=0, number=8, say=say),
        render_deeds([Deed(1, "withdraw", asked, NOW)] * 20, say=say),
        render_alarm(asked, asked, 3, NOW, say=say),
    ):
        assert len(rendered.messages) == 1 or rendered.buttons == ()
        assert text_of(rendered)


def rendering():
    """What renders and takes a language, by name."""
    return {
        name
        for module in (
            *(answers, articles, finding, following, headlines, languages, overview),
            *(pages, people, preferences, privacy, quotes, reading),
            *(alarms, deeds, drafts, rulings, stats, status, unanswered),
        )
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if "say" in inspect.signature(found).parameters
    }


def test_every_handler_says_in_which_language():
    """The renderers speak English by default; a handler that forgot its reader's language is found here."""
    takes, forgotten = rendering() | {"offer"}, []
    for path in Path(bot.handlers.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        shown = {
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and takes & {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
            for target in node.targets
            if isinstance(target, ast.Name)
        }  # `show = render_context if … else render_quote`
        for node in ast.walk(tree):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in takes | shown and not any(given.arg == "say" for given in node.keywords):
                forgotten.append(f"{path.name}:{node.lineno}: {called}")
    assert {"render", "render_latest", "inline_card"} <= takes
    assert not forgotten
