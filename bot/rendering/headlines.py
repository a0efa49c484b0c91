"""The latest articles, of all sources, of one, or of some days; and the sources. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag, text
from bot.rendering.articles import headline, listed
from bot.rendering.messages import Button, Rendered, rows, short
from bot.rendering.pages import Window, turning
from bot.wording import interval_in_words
from knowledge.article import Article
from knowledge.browsing.headlines import Days, Outlet

PAGE = 5
"""Articles on a page."""
SOURCES = 8
"""Sources on a page."""


def render_latest(
    articles: Sequence[Article],
    *,
    page: int,
    more: bool,
    source: str = "",
    days: Days | None = None,
    chosen: str = "",
    say: Phrases = ENGLISH,
) -> Rendered:
    """A page of headlines, newest first; of `source` or of `days`, which `chosen` stands for in the buttons."""
    by_source = Button(say.pgettext("button", "By source"), data="sources:0")
    what = text(interval_in_words(*days, say)) if days is not None else named(source, 60)
    if not articles:
        nothing = say.phrase("There are no articles of {what}.", what=what) if what else None
        return Rendered.of([nothing or say.phrase("There are no articles yet.")], rows([by_source]) if what else ())
    # Translators: {what} is a source, or a day.
    title = say.phrase("Latest articles: {what}", what=what) if what else say.phrase("Latest articles")
    lines = [join([say.isolated(headline(article)), listed(article, say)]) for article in articles]
    after = f":{chosen}" if chosen else ""
    buttons: list[Button] = []
    if page:
        buttons.append(Button(say.pgettext("button", "Newer"), data=f"latest:{page - 1}{after}"))
    if more:
        buttons.append(Button(say.pgettext("button", "Older"), data=f"latest:{page + 1}{after}"))
    return Rendered.of([join([tag("b", title), *lines], "\n\n")], rows([*buttons, by_source]))


def render_sources(
    outlets: Sequence[tuple[str, Outlet]], *, first: int, more: bool, unknown: str = "", say: Phrases = ENGLISH
) -> Rendered:
    """A button for each source, which `outlets` gives with what stands for it; `unknown` is a name that is none's."""
    lines: list[Markup] = []
    if unknown:
        lines.append(say.phrase("No source and no day is called “{name}”.", name=named(unknown, 60)))
    lines.append(tag("b", say.phrase("Sources")))
    buttons = [
        # Translators: a source, or a person, and how many articles, or statements, there are of them.
        Button(say.gettext("{name} ({count})", name=short(one.name, 40), count=one.articles), data=f"latest:0:{chosen}")
        for chosen, one in outlets
    ]
    everything = Button(say.pgettext("button", "All sources"), data="latest:0")
    window = Window("sources:{first}", first, more)
    return Rendered.of(
        [join(lines)], (*rows(buttons), *rows([*turning(window, SOURCES, len(outlets), say), everything]))
    )
