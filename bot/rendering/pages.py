"""Pages of a long list: quotes, and the buttons that turn them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from bot.localization.phrases import Phrases
from bot.markup import MAX_MESSAGE, Markup, join
from bot.rendering.messages import Button, Rendered, rows
from bot.rendering.quotes import Asked, one_message, together
from bot.rendering.screen import SCREEN, lines
from knowledge.answering import Quote

PAGE = 5
"""Quotes on a page at most; a screen may hold fewer."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A quote of a page, and what stands above it."""

    quote: Quote
    above: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class Window:
    """Where a page stands in its list: `first` is the number of its first entry, from 0.

    `more` says that the list goes on after the page's last; `data` is the callback data that leads to another page, in
    which "{first}" stands for its first entry.
    """

    data: str
    first: int
    more: bool

    def to(self, first: int) -> str:
        """Return the callback data that leads to the page that begins with entry `first`."""
        return self.data.replace("{first}", str(first), 1)


def render_page(
    head: Sequence[Markup], leaves: Sequence[Leaf], window: Window, asked: Asked, *, beside: Sequence[Button] = ()
) -> Rendered:
    """As many of `leaves` under `head` as a screen holds, at least one, and the buttons that turn the page.

    `beside` are buttons after those.
    """
    shown = len(leaves)
    while True:
        page = _page(head, leaves[:shown], asked)
        if shown <= 1 or (page.length <= MAX_MESSAGE and lines(page.plain) <= SCREEN):
            break
        shown -= 1
    if page.length > MAX_MESSAGE:
        page = one_message(leaves[0].quote, asked)
    goes_on = replace(window, more=window.more or shown < len(leaves))
    return Rendered.of([page], rows([*turning(goes_on, PAGE, shown, asked.say), *beside]))


def _page(head: Sequence[Markup], leaves: Sequence[Leaf], asked: Asked) -> Markup:
    """Sentences of one article stand together, with the article's own lines once; what stands above them, too."""
    blocks = [join(head)]
    above = Markup()
    for _, group in groupby(leaves, key=lambda leaf: leaf.quote.article.id):
        alike = list(group)
        headings = []
        for leaf in alike:
            headings.append(leaf.above if leaf.above != above else Markup())
            above = leaf.above
        blocks += together([leaf.quote for leaf in alike], asked, headings)
    return join(blocks, "\n\n")


def turning(window: Window, back: int, shown: int, say: Phrases) -> tuple[Button, ...]:
    """The buttons to the page `back` entries before, where there is one, and to the one after the `shown` entries."""
    buttons: list[Button] = []
    if window.first > 0:
        buttons.append(Button(say.pgettext("button", "Back"), data=window.to(max(0, window.first - back))))
    if window.more:
        # Translators: the next page of a list.
        buttons.append(Button(say.pgettext("button", "More"), data=window.to(window.first + shown)))
    return tuple(buttons)
