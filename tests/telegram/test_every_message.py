"""TDLib takes every message that the bot may send, whatever articles, users' names, questions and languages there are.

Some 200 messages by default; DATELINE_FUZZ=100000 judges as many.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.localization import catalogues
from bot.localization.phrases import for_language
from bot.markup import Markup, join, named, text, utf16_length
from bot.references import article_link, quote_key
from bot.rendering.answers import render, render_whole
from bot.rendering.headlines import render_latest
from bot.rendering.messages import Rendered
from bot.rendering.overview import render_about
from bot.rendering.quotes import inline_card, render_quote
from bot.rendering.reading import render_article
from knowledge.answering import Answer, Correction, NoAnswer, Trace, quote
from knowledge.library import Library
from knowledge.reading import split, stored_text
from knowledge.retrieval.analysis import analyse
from knowledge.story import Story
from tests.articles import NOW, article, library
from tests.telegram import judge, strictness
from tests.telegram.entities import valid_url

MESSAGES = int(os.environ.get("DATELINE_FUZZ", "200"))
PER_ARTICLE = 16
"""About how many messages an example sends."""
VOCABULARY = library().index.vocabulary
"""Of one library for all: to index each would take most of the time."""

_WORDS = (
    "Mayor Ingrid Falk said on Friday that 312 rusted bolts cost €4.2 million because of “rust”. He added: 31 % of 58 "
    "years — is. But they, <b>bold</b> &amp; @someone #tag https://x.example/?a=b&c /help _under_ *star* ` ||spoiler||"
    " قال الوزير إن الجسر فُتح. שלום 北京。大桥 重新开放。 Мост открыт. 𝒳𝒴 👩‍👩‍👧 e\u0301 \u200f \u00a0 9 May 2019 Tarn"
).split(" ")
_CHAR = st.characters(exclude_categories=["Cs", "Cn", "Co", "Cc"])
_TEXT = st.lists(st.sampled_from(_WORDS) | st.text(_CHAR, max_size=8), min_size=1, max_size=60).map(" ".join)
_LINE = st.lists(st.sampled_from(_WORDS) | st.text(_CHAR, max_size=8), min_size=1, max_size=14).map(" ".join)
_LONG = st.sampled_from(["𝒳" * 1000, "word " * 190 + "end.", "<&>" * 300])
_BODY = st.lists(_TEXT | st.just("\n\n") | _LONG, min_size=1, max_size=5).map(" ".join)
_FIELDS = st.fixed_dictionaries(
    {
        "headline": _LINE | _LONG,
        "text": _BODY,
        "source": _LINE.map(lambda name: {"name": name}),
        "language": st.sampled_from(["en", "ar", "he", "zh", "ru", "de", "und"]),
        "published": st.sampled_from(["1890-05-01", "2024-03-08", "2024-03-08T23:30:00+03:00", None]),
        "updated": st.sampled_from([None, "2024-03-09"]),
        "type": st.sampled_from(["news", "opinion", "press-release"]),
        "correction": st.none() | (_LINE | _LONG).map(lambda said: {"text": said}),
        "url": st.sampled_from([None, "https://n.example/a-b?c=<d>#e", "https://n.example/" + "x" * 400]),
        "people": st.sampled_from([(), ({"name": "Ingrid Falk", "role": "Mayor"},)]),
    }
)
_ASKED = st.sampled_from(
    ["Who said that?", "When was it?", "How many bolts?", "How much did it cost?", "Why?", "Where was it?"]
)


class Judged:
    """How many messages were taken."""

    count = 0


def sent(told: Story, asked: str, name: str, say) -> Iterator[Rendered]:
    """All that is said of an article, to somebody called `name` who asks `asked`."""
    made, shelf = told.article, Library.of([told], now=NOW)
    analysis = analyse(f"{asked} {name}", VOCABULARY, "en")
    trace = Trace(language="en", analysis=analysis, corrections=(Correction(name, ((asked, 0.9),)),))
    yield Rendered.of(
        [join([text("— ") + named(name), say.phrase("Understood as: {question}", question=named(asked))])]
    )
    yield render_latest([made], page=0, more=True, say=say)
    yield render_about(shelf, now=NOW, say=say)
    yield render(NoAnswer(asked, (made,), (name, asked), 0.1, trace, (name,)), now=NOW, say=say)
    quotes = [quote(told, one.index) for one in told.bare if one.quotable]
    if not quotes:
        return
    outlets = tuple(made.model_copy(update={"id": f"o{n}"}) for n in range(4))
    first = replace(quotes[0], also_reported_by=outlets)
    several = Answer(asked, (first, *quotes[1:4]), 0.9, trace, sources_differ=len(quotes) > 1)
    yield render_whole(several, now=NOW)
    for screen in range(len(several.quotes)):
        yield render(several, now=NOW, understood=name, screen=screen, say=say)
    for one in (quotes[0], quotes[-1]):
        yield render_quote(one, now=NOW, say=say)
        yield Rendered((inline_card(one, now=NOW, say=say).html,))
        yield render_article(told, 0, now=NOW, quote=(one.sentence.index, quote_key(one)), say=say)
    assert len(f"a_{article_link(made.id)}") <= 64


@settings(
    max_examples=max(1, MESSAGES // PER_ARTICLE), deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(_FIELDS, _ASKED | _LINE, _LINE, st.permutations(catalogues.languages()))
def _taken(found, asked, name, languages):
    try:
        made = article(**found)
    except ValidationError:
        return
    stored = stored_text(made, None)
    told = Story(made, stored, split(made, stored))
    for rendered in (one for language in languages[:2] for one in sent(told, asked, name, for_language(language))):
        assert rendered.messages
        for message in rendered.messages:
            parsed = judge.check(message)
            assert utf16_length(parsed.text) <= judge.MAX_TEXT
            Judged.count += 1
        _buttons_are_taken(rendered)


def _buttons_are_taken(rendered: Rendered) -> None:
    for row in rendered.buttons:
        for button in row:
            named_as = {"data": "callback_data", "url": "url", "query": "switch_inline_query"}
            shape = {api: getattr(button, ours) for ours, api in named_as.items() if getattr(button, ours)}
            if button.copied:
                shape["copy_text"] = {"text": button.copied}
            notes: list[str] = []
            markup = {"inline_keyboard": [[{"text": button.label, **shape}]]}
            assert strictness.reply_markup(markup, notes=notes, valid_url=valid_url)
            assert not notes
            assert len(button.query) <= 256


def test_telegram_takes_every_message():
    _taken()
    assert Judged.count >= MESSAGES // 2
    print(f"\n{Judged.count} messages were taken")


def test_the_judge_is_asked():
    assert Markup("a", "<b>a").length == 1
    for wrong in ("<b>a", "x" * 4097, " "):
        try:
            judge.check(wrong)
        except judge.Refused:
            continue
        raise AssertionError(f"{wrong[:10]!r} was taken")
