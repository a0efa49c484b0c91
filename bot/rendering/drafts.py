"""A draft as the bot understands it, and what it still lacks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import MAX_MESSAGE, Markup, join, named, tag, text
from bot.references import article_link
from bot.rendering.articles import headline, published
from bot.rendering.buttons import PAGE
from bot.rendering.messages import Button, Rendered, rows, short
from bot.rendering.quotes import Asked, together
from bot.wording import language_in_words, when_in_words
from knowledge.answering import Quote, quote
from knowledge.article import Article
from knowledge.drafts import DraftReading
from knowledge.story import Story

PUBLISH, EDIT, DISCARD = "draft:publish:", "draft:edit:", "draft:discard:"
SENTENCES = 3
"""Sentences that are shown of a draft."""
_ROOM = 2_400
"""UTF-16 units for them and their article's lines: the rest is for what is still asked."""
_MOST = 6
_LONGEST = 200


def render_draft(
    number: int,
    reading: DraftReading,
    *,
    now: datetime,
    notes: Sequence[str] = (),
    why_not: str = "",
    failed: str = "",
    say: Phrases = ENGLISH,
) -> Rendered:
    """The draft `number` in one message. What is asked and what is wrong is in English, as `dateline import` says it.

    `why_not` says why no draft can be published, `failed` why this one was not, which may be tried again.
    """
    blocks = [tag("b", say.phrase("Draft {number}", number=number))]
    if reading.story is not None:
        blocks.append(_understood(reading.story, now, say))
    asked = _bullets([f"{field}: {question}" for field, question in reading.asked], say)
    if asked:
        example = tag("code", text("published: 2024-03-05"))
        how = say.phrase("Reply to this message with a line for each, for example {example}", example=example)
        blocks.append(join([tag("b", say.phrase("Still to be answered")), *asked, how]))
    wrong = _bullets([str(fault) for fault in reading.faults], say)
    if wrong:
        blocks.append(join([tag("b", say.phrase("To be mended")), *wrong]))
    look = _bullets(notes, say)
    if look:
        blocks.append(join([tag("b", say.phrase("Worth a look")), *look]))
    if why_not or failed:
        blocks.append(say.phrase("It cannot be published: {why}", why=short(why_not or failed, _LONGEST)))
    buttons = []
    if reading.complete and not why_not:
        buttons.append(Button(say.pgettext("button", "Publish"), data=f"{PUBLISH}{number}"))
    buttons.append(Button(say.pgettext("button", "Edit"), data=f"{EDIT}{number}"))
    buttons.append(Button(say.pgettext("button", "Discard"), data=f"{DISCARD}{number}"))
    return Rendered((_fitting(blocks).html,), rows(buttons))


def _bullets(entries: Sequence[str], say: Phrases) -> list[Markup]:
    return [say.phrase("• {entry}", entry=short(entry, _LONGEST)) for entry in entries[:_MOST]]


def _fitting(blocks: Sequence[Markup]) -> Markup:
    """One message; where it is too long, without the last blocks."""
    shown = len(blocks)
    while (whole := join(blocks[:shown], "\n\n")).length > MAX_MESSAGE:
        shown -= 1
    return whole


def _understood(story: Story, now: datetime, say: Phrases) -> Markup:
    """The first sentences, as readers would see them, with speakers and days; and the article's lines."""
    article = story.article
    # Translators: an article's id, and the language that it is in.
    head = [say.phrase("{id}, {language}", id=article.id, language=language_in_words(article.language, say))]
    if article.embargoed_until is not None and article.embargoed_until > now:
        head.append(say.phrase("Not shown before {when}", when=when_in_words(article.embargoed_until, say)))
    indexes = [one.index for one in story.bare if one.quotable][:SENTENCES]
    while indexes:
        blocks = together([_by_itself(story, index) for index in indexes], Asked(now, say, context=False))
        whole = join([*head, *blocks])
        if whole.length <= _ROOM:
            return whole
        indexes.pop()
    return join([*head, say.isolated(headline(article)), published(article, say)])


def _by_itself(story: Story, index: int) -> Quote:
    """A sentence without those it leans on: the ones before it are shown anyway."""
    found = quote(story, index)
    return replace(found, leaning=(), passage=found.sentence.text)


def render_how_to_add(*, say: Phrases = ENGLISH) -> Rendered:
    """What /add takes."""
    return Rendered.of(
        [
            say.phrase(
                "Put an address or a text behind {add}, or send me a document ({kinds}). It becomes a draft, which "
                "only you see until you publish it.",
                add="/add",
                kinds=".txt, .md, .html, .yaml, .json",
            )
        ]
    )


def render_no_draft(why: str, *, say: Phrases = ENGLISH) -> Rendered:
    """Nothing can be made of what was sent; `why` is in English, as the command line has it."""
    return Rendered.of([say.phrase("No draft can be made of this: {why}", why=short(why, 500))])


def render_unchanged(why: str, *, say: Phrases = ENGLISH) -> Rendered:
    """What was sent cannot be put into a draft, which stays as it was."""
    return Rendered.of([say.phrase("The draft stays as it was: {why}", why=short(why, 500))])


def render_published(article: Article, *, live: bool, say: Phrases = ENGLISH) -> Rendered:
    """A draft is an article now; `live` where readers can be shown it already."""
    title = tag("b", named(article.headline))
    if not live:
        return Rendered.of([say.phrase("Published, and not shown yet: {headline}", headline=title)])
    button = Button(say.pgettext("button", "Article"), data=f"{PAGE}1:{article_link(article.id)}")
    return Rendered.of([say.phrase("Live: {headline}", headline=title)], ((button,),))


def render_publishing(number: int, title: str, *, say: Phrases = ENGLISH) -> Rendered:
    """A draft is on its way; should the bot be stopped meanwhile, the button takes it up again."""
    button = Button(say.pgettext("button", "Publish"), data=f"{PUBLISH}{number}")
    return Rendered.of([say.phrase("Publishing: {headline}", headline=tag("b", named(title)))], ((button,),))


def render_discarded(title: str, *, say: Phrases = ENGLISH) -> Rendered:
    """A draft is gone."""
    return Rendered.of([say.phrase("Discarded: {headline}", headline=tag("b", named(title)))])
