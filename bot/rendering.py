"""Answers, and everything else that the bot says, as messages. Pure: no clock, no network, no telegram."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.markup import MAX_MESSAGE, Markup, join, link, moment, named, pack, tag, text, text_fragment, utf16_length
from bot.references import quote_key
from bot.wording import age_of, day_in_words, interval_in_words, other_language, plural, when_in_words
from knowledge.answering import Answer, NoAnswer, Quote
from knowledge.article import MAX_SENTENCE, Article, day, shown_exactly
from knowledge.library import Diff, Library

Button = tuple[str, str]
"""A label and the callback data it sends."""

PLAIN: Button = ("Not what I meant", "plain")
"""Asks a follow-up as it was written."""

MAX_DATES = 4
MAX_UNCOVERED = 3
MAX_AROUND = 1200
"""UTF-16 units of the text on either side of a quote."""
PAGE = 5
_FOUR_DIGITS = re.compile(r"\d{4}")  # a year: "2019", "the 1990s", "2019-01-23"
MAX_OUTLETS = 3
_LABELS = {
    "opinion": "Opinion",
    "analysis": "Analysis",
    "press-release": "Press release",
    "review": "Review",
    "interview": "Interview",
    "factcheck": "Fact check",
}
"""What is not plain reporting is said beside it, wherever an article is named."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Messages in HTML, in order; `buttons` stand under the last one, a row each."""

    messages: tuple[str, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class InlineCard:
    """One inline result."""

    id: str
    title: str
    description: str
    html: str


def render(answer: Answer | NoAnswer, *, now: datetime, understood: str = "") -> Rendered:
    """An answer, or why there is none, with a button for the text around each quote.

    `understood` is the question that a follow-up was taken for; it is said, with a button that takes it back.
    """
    taken = [tag("i", text("Understood as: ") + named(understood, 300))] if understood else []
    back = (PLAIN,) if understood else ()
    if isinstance(answer, NoAnswer):
        return _messages([*taken, _no_answer(answer)], back)
    blocks = [block for one in answer.quotes for block in _quote_blocks(one, now, asked_in=answer.trace.language)]
    corrected = join(_corrected(word, readings[0][0]) for word, readings in _read_as(answer))
    several = len(answer.quotes) > 1
    buttons = tuple(
        (f"Context {number}" if several else "Context", f"ctx:{quote_key(quote)}")
        for number, quote in enumerate(answer.quotes, 1)
    )
    return _messages([*taken, *([corrected] if corrected else []), *blocks], (*buttons, *back))


def render_quote(quote: Quote, *, now: datetime) -> Rendered:
    """One quote by itself."""
    return _messages(_quote_blocks(quote, now), (("Context", f"ctx:{quote_key(quote)}"),))


def render_context(quote: Quote, *, now: datetime) -> Rendered:
    """A quote with the article's text around it, to be opened."""
    blocks = _quote_blocks(quote, now)
    if not quote.before and not quote.after:
        return _messages([*blocks, text("The article has no more text around it.")])
    buttons = (("Back", f"quote:{quote_key(quote)}"),)
    for limit in (MAX_AROUND, MAX_AROUND // 4):
        parts = [
            join([text(said), _expandable(around, limit)])
            for said, around in (("Before it:", quote.before), ("After it:", quote.after))
            if around
        ]
        # An edited message has to stay one message.
        whole = join([*blocks, *parts], "\n\n")
        if whole.length <= MAX_MESSAGE:
            return _messages([whole], buttons)
    return _messages(_one_message(quote, now), buttons)


def render_latest(articles: Sequence[Article], *, page: int, more: bool, now: datetime) -> Rendered:
    """A page of headlines, newest first."""
    if not articles:
        return _messages([text("There are no articles yet.")])
    lines = [join([_headline(article), _listed(article)]) for article in articles]
    buttons = [("Older", f"latest:{page + 1}")] if more else []
    if page:
        buttons.insert(0, ("Newer", f"latest:{page - 1}"))
    return _messages([join([tag("b", text("Latest articles")), *lines], "\n\n")], tuple(buttons))


def render_about(library: Library, *, now: datetime) -> Rendered:
    """What the bot answers from: how many articles, from when to when."""
    said = [
        text("I answer questions about the news only in the news's own words: quoted sentences, with who said them"),
        text(" and when. Where no article answers, I say so."),
    ]
    return _messages([join([Markup.__add__(*said), *_extent(library, now)], "\n\n")])


def render_status(library: Library, *, now: datetime) -> Rendered:
    """What an admin wants to know at a glance."""
    faults = [text(_short(str(fault), 300)) for fault in library.faults]
    lines = [
        *_extent(library, now),
        text(f"Loaded {when_in_words(library.loaded_at)}."),
        text(f"{plural(len(faults), 'fault')}{':' if faults else '.'}"),
        *faults,
    ]
    return Rendered(tuple(m.html for m in pack(lines, "\n")))


def render_diff(diff: Diff) -> Rendered:
    """What a reload changed, with every fault."""
    if diff.kept:
        first = text("The articles were not reloaded: nothing usable was found, so the ones in use stay.")
    else:
        counts = (
            f"{len(diff.added)} added, {len(diff.changed)} changed, {len(diff.removed)} removed, "
            f"{len(diff.refused)} refused."
        )
        first = text(f"Reloaded: {counts}")
    lines = [first]
    for name, ids in (("Added", diff.added), ("Changed", diff.changed), ("Removed", diff.removed)):
        if ids:
            shown = ", ".join(ids[:20]) + (f" and {len(ids) - 20} more" if len(ids) > 20 else "")
            lines.append(text(_short(f"{name}: {shown}", 2000)))
    lines += [text(_short(str(fault), 1000)) for fault in diff.refused]
    return Rendered(tuple(m.html for m in pack(lines, "\n")))


def inline_card(quote: Quote, *, now: datetime) -> InlineCard:
    """A quote as an inline result; its id stays the same as long as the sentence does."""
    article = quote.article
    dated = day_in_words(day(article.published)) if article.published else "date not known"
    return InlineCard(
        id=quote_key(quote),
        title=_short(article.headline, 120),
        description=_short(" · ".join([*_kinds(article), dated, quote.sentence.text]), 200),
        html=_one_message(quote, now)[0].html,
    )


def _messages(blocks: Iterable[Markup], buttons: tuple[Button, ...] = ()) -> Rendered:
    return Rendered(tuple(message.html for message in pack(blocks)), buttons)


# --- a quote ------------------------------------------------------------------------------------------------------


def _quote_blocks(quote: Quote, now: datetime, *, asked_in: str = "") -> list[Markup]:
    """The quotation and the lines under it; what it leans on stands in it, or before it where that is too long."""
    under = _under(quote, now, asked_in)
    if shown_exactly(quote.passage.replace("\n", "")):
        whole = join([_quotation(quote.passage), under])
        if whole.length <= MAX_MESSAGE:
            return [whole]
    leaning = [_quotation(one.text) for one in quote.leaning]
    whole = join([_quotation(quote.sentence.text), under])
    return [*leaning, whole] if whole.length <= MAX_MESSAGE else [*leaning, _quotation(quote.sentence.text), under]


def _one_message(quote: Quote, now: datetime) -> list[Markup]:
    """As much of a quote as one message holds, never without its source, its labels and its correction."""
    whole = join(_quote_blocks(quote, now), "\n\n")
    alone = join([_quotation(quote.sentence.text), _under(quote, now)])
    least = join([_quotation(quote.sentence.text), _source(quote.article, ""), *_labels(quote.article, now)])
    return [next(one for one in (whole, alone, least) if one.length <= MAX_MESSAGE or one is least)]


def _under(quote: Quote, now: datetime, asked_in: str = "") -> Markup:
    return join(
        [
            *_speaker(quote),
            *_dates(quote),
            _source(quote.article, quote.sentence.text),
            *_also(quote.also_reported_by),
            *_labels(quote.article, now),
            *(tag("i", text(line)) for line in other_language(quote.article.language, asked_in)),
        ]
    )


def _quotation(value: str) -> Markup:
    return tag("blockquote", text(value))


def _expandable(value: str, limit: int) -> Markup:
    """Text around a quote; it is cut at a word, and marked, where no message would hold it."""
    return tag("blockquote", text(_short(value, limit)), " expandable")


def _speaker(quote: Quote) -> list[Markup]:
    speaker = quote.sentence.speaker
    if speaker is None:
        return []
    name = named(speaker.name)
    role = text(", ") + named(speaker.role) if speaker.role else Markup()
    if not speaker.our_reading:
        return [text("— ") + name + role]
    if speaker.cue:
        return [text(f"“{speaker.cue}” is ") + name + role + text(" (our reading)")]
    return [name + role + text(" goes on (our reading)")]


def _dates(quote: Quote) -> list[Markup]:
    lines = []
    for mention in quote.sentence.dates:
        said = interval_in_words(mention.start, mention.end)
        if not _FOUR_DIGITS.search(mention.text):
            lines.append(text(f"“{mention.text}” is ") + moment(mention.start, said))
    return lines[:MAX_DATES]


def _source(article: Article, sentence: str) -> Markup:
    return join([_headline(article, sentence), _published(article)])


def _headline(article: Article, sentence: str = "") -> Markup:
    headline = tag("b", named(article.headline))
    if article.url is None:
        return headline
    return link(headline, text_fragment(str(article.url), sentence) if sentence else str(article.url))


def _published(article: Article) -> Markup:
    source = named(article.source.name)
    if article.published is None:
        dated = source + text(", date not known")
    else:
        dated = source + text(", ") + moment(article.published, when_in_words(article.published))
    if article.updated is not None and article.updated != article.published:
        dated += text(", updated ") + moment(article.updated, when_in_words(article.updated))
    return dated


def _listed(article: Article) -> Markup:
    """An article in a list: where and when, and what kind of text it is."""
    return join([_published(article), *map(text, _kinds(article))], " · ")


def _kinds(article: Article) -> list[str]:
    label = [_LABELS[article.type]] if article.type in _LABELS else []
    return [*label, "Corrected"] if article.correction else label


def _also(articles: Sequence[Article]) -> list[Markup]:
    """Other outlets that have the same sentence, each linked to its article."""
    if not articles:
        return []
    names = [
        named(one.source.name, 60) if one.url is None else link(named(one.source.name, 60), str(one.url))
        for one in articles[:MAX_OUTLETS]
    ]
    more = text(f" and {len(articles) - MAX_OUTLETS} more") if len(articles) > MAX_OUTLETS else Markup()
    return [text("Also reported by ") + join(names, ", ") + more]


def _labels(article: Article, now: datetime) -> list[Markup]:
    lines = []
    if article.type in _LABELS:
        lines.append(tag("i", text(_LABELS[article.type])))
    if article.correction:
        when = article.correction.date
        dated = text(f" ({day_in_words(day(when))})") if when else Markup()
        lines.append(
            tag(
                "i",
                text("Corrected")
                + dated
                + text(": ")
                + named(_short(article.correction.text, MAX_SENTENCE), MAX_SENTENCE),
            )
        )
    if article.published is not None and (age := age_of(day(article.published), now)):
        lines.append(tag("i", text(f"This article is {age} old.")))
    return lines


# --- no answer ----------------------------------------------------------------------------------------------------


def _no_answer(answer: NoAnswer) -> Markup:
    lines = [text("The articles don't answer that.")]
    if answer.uncovered:
        lines.append(text("Nothing here about ") + _either(answer.uncovered) + text("."))
    if answer.apart and answer.nearest:
        who = "The nearest article doesn't" if len(answer.nearest) == 1 else "The nearest articles don't"
        lines.append(text(f"{who} mention ") + _either(answer.apart) + text("."))
    if answer.nearest:
        lines.append(text("The nearest:"))
        lines += [text("• ") + _headline(article) + text(" — ") + _listed(article) for article in answer.nearest]
    return join(lines)


def _either(words: Sequence[str]) -> Markup:
    """A; A or B; A, B or C."""
    marked = [tag("i", named(word, 60)) for word in words[:MAX_UNCOVERED]]
    return join([join(marked[:-1], ", "), marked[-1]], " or ")


def _read_as(answer: Answer) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    return [(one.word, one.readings) for one in answer.trace.corrections if one.readings]


def _corrected(word: str, reading: str) -> Markup:
    return tag("i", text("Read “") + named(word, 60) + text("” as “") + named(reading, 60) + text("”."))


def _extent(library: Library, now: datetime) -> list[Markup]:
    shown = library.latest(now, len(library))
    if not shown:
        return [text("There are no articles yet.")]
    dated = [article for article in shown if article.published is not None]
    lines = [text(f"{plural(len(shown), 'article')}.")]
    if dated:
        newest, oldest = dated[0].published, dated[-1].published
        assert newest is not None and oldest is not None  # noqa: PT018, S101 - chosen for having one, just above
        span = (
            text("From ") + moment(oldest, when_in_words(oldest)) + text(" to ") + moment(newest, when_in_words(newest))
        )
        lines.append(span + text("."))
        age = age_of(day(newest), now, days=True)
        lines.append(text(f"The newest is {age} old." if age else "The newest is of today."))
    return [join(lines)]


def _short(value: str, limit: int) -> str:
    """Cut text that is not a quote to `limit` UTF-16 units, at a word where there is one."""
    if utf16_length(value) <= limit:
        return value
    cut = value.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return cut.rsplit(" ", 1)[0].rstrip() + "…" if " " in cut[limit // 2 :] else cut + "…"
