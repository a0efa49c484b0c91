"""An article to read in the chat, page by page, with the quote marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import MAX_MESSAGE, Markup, join, named, tag, text, text_fragment
from bot.references import article_link
from bot.rendering.articles import corrected, headline, notices, published
from bot.rendering.buttons import ARTICLE, PAGE, QUOTE
from bot.rendering.messages import Button, Rendered, rows
from bot.wording import OLD_AFTER
from knowledge.paging import Page, Paragraph, Run, page_of, pages
from knowledge.story import Story

PAGE_SIZE = 1_400
"""UTF-16 units of an article on a page: somewhat more than a screen, since who opens it wants to read."""


def render_article(
    story: Story,
    number: int,
    *,
    now: datetime,
    quote: tuple[int, str] | None = None,
    say: Phrases = ENGLISH,
    old_after: int = OLD_AFTER,
) -> Rendered:
    """Page `number` (from 1; 0 is the one with the quote) of an article that may be shown at `now`.

    `quote` is the index of the sentence to be marked, and its key; a button leads back to it.
    """
    found = pages(story, PAGE_SIZE)
    if not found:
        return Rendered.of([join([say.isolated(headline(story.article)), published(story.article, say)])])
    at = min(number, len(found)) - 1 if number else page_of(found, quote[0] if quote else 0)
    article, sentence = story.article, quote[0] if quote else None
    count = [tag("i", say.phrase("Page {page} of {pages}", page=at + 1, pages=len(found)))] if len(found) > 1 else []
    said = join(notices(article, now, say, old_after=old_after), " · ")
    outlet = join([published(article, say), *([tag("i", said)] if said else [])], " · ")
    top = [say.isolated(headline(article)), outlet]
    body = _body(found[at], sentence, say)
    whole = join([join([*top, *corrected(article, say)]), body, *count], "\n\n")
    if whole.length > MAX_MESSAGE:  # a page is one message; what every page says gives way to what this one does
        whole = join(
            [join([say.isolated(tag("b", named(article.headline, 80))), *corrected(article, say)]), body], "\n\n"
        )
    return Rendered.of([whole], rows(_buttons(story, at, len(found), quote, say)))


def _body(page: Page, sentence: int | None, say: Phrases) -> Markup:
    return join([_paragraph(one, sentence, say) for one in page], "\n\n")


def _paragraph(paragraph: Paragraph, sentence: int | None, say: Phrases) -> Markup:
    words = join([_run(one, sentence, say) for one in paragraph.runs], "")
    return join([tag("b", named(paragraph.heading)) if paragraph.heading else Markup(), words])


def _run(run: Run, sentence: int | None, say: Phrases) -> Markup:
    if run.left_out:
        # Translators: stands for sentences of an article that are not shown.
        return tag("i", text("[") + say.phrase("left out") + text("]"))
    return tag("u", text(run.text)) if sentence is not None and run.sentence == sentence else text(run.text)


def _buttons(story: Story, at: int, count: int, quote: tuple[int, str] | None, say: Phrases) -> Sequence[Button]:
    def data(page: int) -> str:
        return f"{ARTICLE}{page}:{quote[1]}" if quote else f"{PAGE}{page}:{article_link(story.article.id)}"

    found = []
    if at:
        found.append(Button(say.pgettext("button", "‹ Page {page}", page=at), data=data(at)))
    if at + 1 < count:
        found.append(Button(say.pgettext("button", "Page {page} ›", page=at + 2), data=data(at + 2)))
    if quote:
        # Translators: from the article's text back to the answer.
        found.append(Button(say.pgettext("button", "Back to the quote"), data=f"{QUOTE}{quote[1]}"))
    if story.article.url is not None:
        url = str(story.article.url)
        shown = text_fragment(url, story.bare[quote[0]].text) if quote else url
        found.append(Button(say.pgettext("button", "Source"), url=shown))
    return found
