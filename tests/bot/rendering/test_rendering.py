from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot import markup
from bot.localization.phrases import ENGLISH
from bot.references import find_quote, quote_key
from bot.rendering.answers import render, render_whole
from bot.rendering.headlines import render_latest
from bot.rendering.messages import Button
from bot.rendering.overview import render_about, render_diff
from bot.rendering.quotes import inline_card, render_quote
from bot.rendering.reading import render_article
from bot.rendering.screen import SCREEN, lines
from bot.rendering.status import render_status
from bot.wording import age_of, interval_in_words, when_in_words
from knowledge.answering import Answer, NoAnswer, Trace, ask, quote
from knowledge.files import Fault
from knowledge.library import Diff, Library
from knowledge.reading import split, stored_text
from knowledge.retrieval.analysis import analyse
from knowledge.story import Story
from tests.articles import NOW, SEEDS, article, library, story
from tests.telegram import judge


def seen(rendered):
    return [judge.check(message) for message in rendered.messages]


def said(rendered):
    return "\n".join(parsed.text for parsed in seen(rendered))


def answered(*quotes):
    return Answer("q", quotes, 0.9, Trace())


@pytest.fixture(scope="module")
def seed():
    return Library.load([SEEDS], now=NOW)


@pytest.fixture(scope="module")
def mill():
    return library()


def test_the_seeds_answer_on_loans_says_who_he_is_and_when_thursday_was(seed):
    answer = ask("What did Peskov say about loans?", seed, now=NOW)
    first, more = (said(render(answer, now=NOW, screen=screen)).splitlines() for screen in (0, 1))
    assert "“September 25” = Wed, 25 Sept 2019 · “Thursday” = Thu, 26 Sept 2019" in first
    assert any(line.startswith("He said ‘no’ in reply to the query") for line in more)
    assert "“He” is Dmitry Peskov, Kremlin Spokesman (our reading)" in more
    for text in (first, more):
        assert "TASS, 26 September 2019 · 7 years old" in text


def test_a_quote_stands_in_a_blockquote_with_what_it_leans_on(mill):
    (found,) = mill.stories.values()
    leaning = next(s for s in found.sentences if s.text.startswith("But its new owner"))
    (parsed,) = seen(render_quote(quote(found, leaning.index), now=NOW))
    (block,) = [e for e in parsed.entities if e["type"] == "blockquote"]
    quoted = judge.utf16_slice(parsed.text, block["offset"], block["length"])
    assert quoted == found.text[found.sentences[leaning.index - 1].start : leaning.end]


def test_a_named_speaker_is_named_and_the_outlet_names_nobody(mill):
    (found,) = mill.stories.values()
    assert "— Anna Berg, fire chief" in said(render_quote(quote(found, 0), now=NOW))
    built = next(s.index for s in found.sentences if s.text.startswith("The mill, built"))
    text = said(render_quote(quote(found, built), now=NOW))
    assert "—" not in text
    assert "our reading" not in text


def test_dates_are_entities_and_an_unknown_one_is_said():
    dated = render_quote(quote(story(), 0), now=NOW)
    marks = [e for e in seen(dated)[0].entities if e["type"] == "date_time"]
    assert {datetime.fromtimestamp(e["unix_time"], UTC).date() for e in marks} == {date(2024, 3, 5), date(2024, 3, 6)}
    assert "Northern Post, date not known" in said(render_quote(quote(story(published=None), 0), now=NOW))
    timed = story(published="2024-03-06T23:30:00+03:00")
    assert "6 March 2024, 23:30 UTC+03:00" in said(render_quote(quote(timed, 0), now=NOW))


def test_labels_stand_where_they_apply():
    labelled = story(type="opinion", status="corrected", correction={"text": "It was Wednesday."})
    text = said(render_quote(quote(labelled, 0), now=NOW))
    assert "Opinion" in text
    assert "Corrected: It was Wednesday." in text
    assert "2 years old" in text
    assert "years old" not in said(render_quote(quote(story(), 0), now=datetime(2024, 3, 7, tzinfo=UTC)))
    assert "8 days old" in said(render_quote(quote(story(), 0), now=datetime(2024, 3, 14, tzinfo=UTC), old_after=7))


def test_an_answer_is_old_from_a_set_age_on(mill):
    one = answered(quote(story(), 0))  # of 6 March 2024
    for day, old_after, said_so in ((4, 30, False), (5, 30, True), (5, 365, False)):
        now = datetime(2024, 4, day, tzinfo=UTC)
        rendered = said(render(one, now=now, old_after=old_after))
        assert ("· 30 days old" in rendered) is said_so


def test_sources_that_differ_are_said_to_once():
    two = answered(quote(story(), 0), quote(story(id="other"), 0))
    assert "Sources differ." not in said(render(two, now=NOW))
    text = said(render(replace(two, sources_differ=True), now=NOW))
    assert text.count("Sources differ.") == 1
    assert text.index("Sources differ.") < text.index("The old mill")


def test_a_correction_is_shown_whole_and_dated_whatever_the_status_and_in_every_list():
    long = "It was Wednesday. " + "The fire chief had the day wrong. " * 20 + "END"
    corrected = story(correction={"text": long, "date": "2024-03-08"})
    one = quote(corrected, 0)
    for text in (
        said(render_quote(one, now=NOW)),
        judge.check(inline_card(one, now=NOW).html).text,
        said(render_article(corrected, 0, now=NOW, quote=(0, "key"))),
    ):
        assert f"Corrected (8 March 2024): {long}" in text
    assert "Northern Post, 6 March 2024 · Corrected" in said(render_latest([corrected.article], page=0, more=False))


def test_an_update_is_shown_beside_the_day_of_publication():
    shown = said(render_quote(quote(story(updated="2024-03-07T08:05:00+01:00"), 0), now=NOW))
    assert "Northern Post, 6 March 2024, updated 7 March 2024, 08:05 UTC+01:00" in shown
    assert "updated" not in said(render_quote(quote(story(updated="2024-03-06"), 0), now=NOW))


@pytest.mark.parametrize(
    ("kind", "label"), [("opinion", "Opinion"), ("analysis", "Analysis"), ("press-release", "Press release")]
)
def test_what_is_no_plain_report_is_labelled_wherever_it_is_named(kind, label):
    labelled = story(type=kind)
    refusal = NoAnswer("q", (labelled.article,), (), 0.1, Trace())
    assert f"6 March 2024 · {label}" in said(render(refusal, now=NOW))
    assert f"6 March 2024 · {label}" in said(render_latest([labelled.article], page=0, more=False))
    assert inline_card(quote(labelled, 0), now=NOW).description.startswith(f"{label} · 6 March 2024 · The old mill")
    assert (
        f"Northern Post, 6 March 2024 · {label} · 2 years old"
        in said(render_quote(quote(labelled, 0), now=NOW)).splitlines()
    )
    assert label not in said(render_quote(quote(story(), 0), now=NOW))


def test_other_outlets_that_have_it_stand_on_one_line():
    outlets = tuple(
        article(id=f"w{n}", source={"name": f"Outlet {n}"}, url=f"https://{n}.example/" if n else None)
        for n in range(5)
    )
    one = replace(quote(story(), 0), also_reported_by=outlets[:2])
    (parsed,) = seen(render_quote(one, now=NOW))
    assert "Northern Post, 6 March 2024 · 2 years old · Also reported by Outlet 0, Outlet 1" in parsed.text.splitlines()
    assert [e["url"] for e in parsed.entities if e["type"] == "text_link"] == ["https://1.example/"]
    assert "Also reported by Outlet 0, Outlet 1, Outlet 2 and 2 more" in said(
        render_quote(replace(one, also_reported_by=outlets), now=NOW)
    )


def test_what_surrounds_a_quote_gives_way_before_the_source_and_the_labels_do():
    sentence = "𝔗" * 1000 + "."
    long = story(
        text=f"{sentence}\n\n{sentence}\n\n{sentence}",
        type="opinion",
        correction={"text": "𝔚" * 1020},
        url="https://n.example/",
    )
    one = quote(long, 1)
    shown = (
        said(render_quote(one, now=NOW)),
        judge.check(inline_card(one, now=NOW).html).text,
        said(render_article(long, 0, now=NOW, quote=(1, "key"))),
    )
    for text in shown:
        assert sentence in text
        assert "Corrected: 𝔚𝔚" in text
    for part in ("Northern Post, 6 March 2024", "Opinion"):
        assert part in shown[0]


def test_a_headline_links_to_the_sentence_in_the_article():
    linked = story(url="https://news.example/harrow-mill?x=1#top")
    (parsed,) = seen(render_quote(quote(linked, 0), now=NOW))
    (link,) = [e["url"] for e in parsed.entities if e["type"] == "text_link"]
    assert link.startswith("https://news.example/harrow-mill?x=1#:~:text=The%20old%20mill%20in%20Harrow%20burnt,")
    assert markup.text_fragment("https://n.example/", "well-known").endswith("#:~:text=well%2Dknown")


def test_a_refusal_says_what_nothing_covers_and_the_nearest_headlines(mill):
    (found,) = mill.stories.values()
    text = said(render(NoAnswer("q", (found.article,), ("Cuba", "<b>", "x", "y"), 0.1, Trace()), now=NOW))
    assert "The articles don't answer that." in text
    assert "Nothing here about Cuba, <b> or x." in text
    assert "mention" not in text
    assert "• Fire destroys Harrow's old mill — Northern Post, 6 March 2024" in text


@pytest.mark.parametrize(
    ("uncovered", "apart", "articles", "sentences"),
    [
        (("Cuba",), (), 1, ["Nothing here about Cuba."]),
        (("Cuba", "Peru"), ("14 May",), 1, ["Nothing here about Cuba or Peru.", "article doesn't mention 14 May."]),
        ((), ("Peru", "Oslo"), 2, ["The nearest articles don't mention Peru or Oslo."]),
        ((), ("Peru",), 0, []),
        ((), (), 2, []),
    ],
)
def test_a_refusal_counts_words_and_articles(uncovered, apart, articles, sentences):
    near = tuple(article(id=f"a{n}") for n in range(articles))
    text = said(render(NoAnswer("q", near, uncovered, 0.1, Trace(), apart), now=NOW))
    assert all(sentence in text for sentence in sentences)
    assert (("Nothing here" in text), ("mention" in text)) == (bool(uncovered), bool(apart and near))


def test_what_was_corrected_is_said(seed):
    answer = ask("Did Gwaido declare himself presidnet?", seed, now=NOW, threshold=0.0)
    assert said(render(answer, now=NOW)).startswith("Read “Gwaido” as “Guaido”.\nRead “presidnet” as “president”.")


def test_an_article_in_another_language_says_so():
    held = library(story(language="ru", text="Мэр Дуарте открыла мост в Тарне. Мост стоил 40 миллионов."))
    found = ask("Who is Duarte?", held, now=NOW, threshold=0.0)
    assert "Northern Post, 6 March 2024 · 2 years old · In Russian" in said(render(found, now=NOW)).splitlines()
    found = ask("Кто открыл мост?", held, now=NOW, threshold=0.0)
    assert "In Russian" not in said(render(found, now=NOW))


def around(rendered):
    (parsed,) = seen(rendered)
    return [
        judge.utf16_slice(parsed.text, e["offset"], e["length"])
        for e in parsed.entities
        if e["type"] == "expandable_blockquote"
    ]


def test_the_sentences_around_a_quote_are_folded_under_it_with_its_place(mill):
    (found,) = mill.stories.values()
    shown = quote(found, 1)
    (block,) = around(render_quote(shown, now=NOW))
    before, after = block.split("\n[the quote]\n")
    assert before == shown.before
    assert after == shown.after.replace("\n\n", "\n")
    assert around(render_quote(quote(story(text="It burnt down."), 0), now=NOW)) == []


def test_what_stands_in_the_quotation_already_is_not_around_it(mill):
    (found,) = mill.stories.values()
    leaning = next(s.index for s in found.sentences if s.text.startswith("But its new owner"))
    shown = quote(found, leaning)
    assert shown.leaning[0].text in shown.before
    (block,) = around(render_quote(shown, now=NOW))
    assert shown.leaning[0].text not in block
    assert "nobody had been hurt" in block


def test_where_a_screen_does_not_hold_the_sentences_around_they_are_left_to_the_article():
    long = " ".join(f"word{n}" for n in range(100)) + "."
    assert around(render_quote(quote(story(text=f"{long}\n\n{long}\n\n{long}"), 1), now=NOW)) == []


def several(question, *stories, **changed):
    shelf = library(*stories)
    analysis = analyse(question, shelf.index.vocabulary, "en")
    quotes = tuple(quote(one, 0) for one in stories)
    return Answer(question, quotes, 0.9, Trace(analysis=analysis), **changed)


def test_what_belongs_together_stands_on_one_screen_and_the_rest_on_others():
    told = [story(id=f"s{n}", text=f"Harrow lost {n} mills.") for n in (1, 2, 3)]
    plain = render(several("What did Harrow lose?", *told), now=NOW)
    assert "lost 1" in said(plain)
    assert "lost 2" not in said(plain)
    more = said(render(several("What did Harrow lose?", *told), now=NOW, screen=1))
    assert "lost 2" in more
    assert "lost 3" in more
    differing = said(render(several("How many mills?", *told, sources_differ=True), now=NOW))
    assert "lost 1" in differing
    assert "lost 2" in differing
    assert "lost 3" not in differing
    listed = said(render(several("Which towns lost mills?", *told), now=NOW))
    assert all(f"lost {n}" in listed for n in (1, 2, 3))


def test_no_screen_is_longer_than_a_phones_but_for_a_quote_that_is():
    long = " ".join(f"word{n}" for n in range(60)) + "."
    answer = several("Which towns lost mills?", *(story(id=f"s{n}", text=f"{n} {long}") for n in range(6)))
    for screen in range(6):
        assert lines(said(render(answer, now=NOW, screen=screen))) <= SCREEN
    assert said(render(answer, now=NOW, screen=99)) == said(render(answer, now=NOW, screen=5))


def test_an_articles_own_lines_stand_once_under_all_quotes_of_it(mill):
    (found,) = mill.stories.values()
    two = replace(several("Which towns?", found), quotes=(quote(found, 0), quote(found, 4)))
    text = said(render(two, now=NOW))
    assert text.count("Northern Post, 6 March 2024") == 1
    assert text.index("The mill, built in 1871") < text.index("Northern Post")


@given(st.data())
def test_bold_words_leave_the_quotation_verbatim(data):
    """Whichever words are in bold, the blockquote is the passage, character by character."""
    (found,) = library().stories.values()
    index = data.draw(st.sampled_from([s.index for s in found.bare if s.quotable]))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(found.bare[index].text)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    piece = markup.tag("blockquote", markup.marked(found.bare[index].text, spans))
    parsed = judge.check(piece.html)
    assert parsed.text == piece.plain == found.bare[index].text
    bold = "".join(
        judge.utf16_slice(parsed.text, e["offset"], e["length"]) for e in parsed.entities if e["type"] == "bold"
    )
    assert bold.split() == "".join(found.bare[index].text[start:end] for start, end in spans).split()


def test_several_quotes_are_split_only_between_quotes():
    long = " ".join(f"word{n}" for n in range(140)) + "."
    stories = [story(id=f"s{n}", text=f"{n} {long}") for n in range(8)]
    quotes = tuple(quote(one, 0) for one in stories)
    rendered = render_whole(answered(*quotes), now=NOW)
    assert len(rendered.messages) > 1
    text = [parsed.text for parsed in seen(rendered)]
    for one in quotes:
        assert any(one.sentence.text in message for message in text)


def test_the_longest_sentences_that_lean_on_each_other_still_fit():
    long = "𝒳 " * 500
    told = story(text=f"{long}one. But {long}two. And {long}three.", headline="𝒳" * 1000)
    shown = quote(told, 2)
    assert [s.index for s in shown.leaning] == [0, 1]
    for rendered in (render_quote(shown, now=NOW), render_whole(answered(shown, shown), now=NOW)):
        text = said(rendered)
        assert all(sentence.text in text for sentence in (*shown.leaning, shown.sentence))
    assert len(render_article(told, 0, now=NOW, quote=(2, "key")).messages) == 1
    assert shown.sentence.text in judge.check(inline_card(shown, now=NOW).html).text


def test_every_key_fits_a_button_and_finds_its_quote():
    long_id = "x" * 128
    found = library(story(id=long_id), story(id="short"))
    for one in found.stories.values():
        for sentence in one.bare:
            shown = quote(one, sentence.index)
            key = quote_key(shown)
            assert len(f"quote:{key}".encode()) <= 64
            assert find_quote(found, key, now=NOW) == shown


def test_a_key_whose_sentence_changed_finds_nothing():
    key = quote_key(quote(story(), 0))
    changed = library(story(text="Something else entirely stands here now."))
    assert find_quote(changed, key, now=NOW) is None
    assert find_quote(library(story(id="other")), key, now=NOW) is None
    for nonsense in ("", "x", "1.2.3", "99999999999.a.b", "²." + key):
        assert find_quote(library(), nonsense, now=NOW) is None


def test_pages_of_headlines():
    articles = [article(id=f"a{n}", headline=f"Headline {n} & <more>") for n in range(3)]
    page = render_latest(articles, page=1, more=True)
    assert "Headline 2 & <more>" in said(page)
    buttons = Button("Newer", data="latest:0"), Button("Older", data="latest:2"), Button("By source", data="sources:0")
    assert page.buttons == (buttons,)
    assert "no articles" in said(render_latest([], page=0, more=False))


def test_about_and_status_say_what_there_is(mill):
    assert "1 article." in said(render_about(mill, now=NOW))
    assert "The newest is 2 years old." in said(render_about(mill, now=NOW))
    faulty = replace(mill, faults=(Fault("a.yaml", 3, "id", "is <missing>"),))
    text = said(render_status(faulty, now=NOW))
    assert "1 fault:" in text
    assert "a.yaml:3: id: is <missing>" in text


def test_a_diff_lists_every_fault_however_many():
    faults = tuple(Fault(f"{n}.yaml", n, "id", "x" * 2000) for n in range(40))
    text = said(render_diff(Diff(added=tuple(f"id{n}" for n in range(30)), refused=faults)))
    assert "30 added, 0 changed, 0 removed, 40 refused." in text
    assert "and 10 more" in text
    assert all(f"{n}.yaml:{n}: id: " in text for n in range(40))
    assert "stay" in said(render_diff(Diff(kept=True)))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2019-09-26", "2019-09-26", "Thu 26 September 2019"),
        ("2019-09-01", "2019-09-30", "September 2019"),
        ("2019-01-01", "2019-12-31", "2019"),
        ("1990-01-01", "1999-12-31", "1990 to 1999"),
        ("2019-09-23", "2019-09-29", "23 September 2019 to 29 September 2019"),
    ],
)
def test_intervals_in_words(start, end, words):
    assert interval_in_words(date.fromisoformat(start), date.fromisoformat(end), ENGLISH) == words


def test_ages_count_birthdays():
    assert age_of(date(2024, 11, 25), NOW, ENGLISH) == "1 year"
    assert age_of(date(2025, 11, 25), NOW, ENGLISH) is None
    assert age_of(date(2026, 11, 22), NOW, ENGLISH, days=True) == "2 days"
    assert when_in_words(date(2019, 9, 26), ENGLISH) == "26 September 2019"


def test_right_to_left_names_are_isolated_and_quotes_are_not():
    arabic = story(text="قال الوزير إن الجسر فُتح.", language="ar", headline="افتتاح الجسر")
    (parsed,) = seen(render_quote(quote(arabic, 0), now=NOW))
    assert "\u2068افتتاح الجسر\u2069" in parsed.text
    (block,) = [e for e in parsed.entities if e["type"] == "blockquote"]
    assert judge.utf16_slice(parsed.text, block["offset"], block["length"]) == arabic.text


# Whatever an article may hold, Telegram takes it and readers see it as it stands.
_ANY = st.characters(exclude_categories=["Cs", "Cn", "Co", "Cc"], include_characters="\n\t")
_LINE = st.text(_ANY, min_size=1, max_size=300).filter(str.strip)
_BODY = st.lists(
    st.text(_ANY, min_size=1, max_size=1100)
    | st.sampled_from(["He said “yes”.", "But on Friday, Anna Berg said: <b>&amp;", "In 2018 it rained.", "\n\n"]),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(_BODY, _LINE, _LINE, st.sampled_from(["en", "ar", "zh", "de"]))
def test_every_quote_is_verbatim_and_every_message_is_taken(body, headline, question, language):
    try:
        found = article(text=body, headline=headline, language=language, url="https://n.example/a-b?c=<d>")
    except ValidationError:
        return
    text = stored_text(found, None)
    told = Story(found, text, split(found, text))
    quotes = [quote(told, s.index) for s in told.bare if s.quotable]
    for one in quotes:
        assert text[one.sentence.start : one.sentence.end] == one.sentence.text
        assert one.passage in text
        assert one.before in text
        assert one.after in text
        assert one.sentence.text in said(render_quote(one, now=NOW))
        (opened,) = seen(render_article(told, 0, now=NOW, quote=(one.sentence.index, quote_key(one))))
        assert one.sentence.text in [
            judge.utf16_slice(opened.text, e["offset"], e["length"])
            for e in opened.entities
            if e["type"] == "underline"
        ]
        card = inline_card(one, now=NOW)
        assert one.sentence.text in judge.check(card.html).text
        assert len(card.id.encode()) <= 64
    if quotes:
        assert all(one.sentence.text in said(render_whole(answered(*quotes), now=NOW)) for one in quotes)
        every = [said(render(answered(*quotes), now=NOW, screen=n)) for n in range(len(quotes))]
        assert all(any(one.sentence.text in text for text in every) for one in quotes)
    shelf = Library.of([told], now=NOW)
    for rendered in (
        render(ask(question, shelf, now=NOW), now=NOW),
        render_latest([found], page=0, more=False),
        render_about(shelf, now=NOW),
    ):
        assert seen(rendered)


@given(st.text(min_size=1, max_size=5000))
def test_how_a_follow_up_was_understood_stands_first_and_can_be_taken_back(understood):
    refused = NoAnswer("q", (), (), 0.1, Trace())
    for found in (answered(quote(story(), 0)), refused):
        rendered = render(found, now=NOW, understood=understood)
        assert rendered.buttons[-1] == (Button("Not what I meant", data="plain"),)
        assert said(rendered).startswith("Understood as: ")
        rows = render(found, now=NOW).buttons
        assert not any(button.label == "Not what I meant" for row in rows for button in row)
