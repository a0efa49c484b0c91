"""Pages of a long list: quotes, and the buttons that turn them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.localization.phrases import Phrases
from bot.markup import MAX_MESSAGE, Markup, join
from bot.rendering.messages import Button, Rendered
from bot.rendering.quotes import one_message, quote_blocks
from knowledge.answering import Quote

PAGE = 3
"""Quotes on a page: about a phone's screen."""


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
    head: Sequence[Markup],
    leaves: Sequence[Leaf],
    window: Window,
    *,
    now: datetime,
    say: Phrases,
    beside: Sequence[Button] = (),
) -> Rendered:
    """As many of `leaves` under `head` as one message holds, at least one, and the buttons that turn the page.

    `beside` are buttons below those.
    """
    page = join(head)
    shown = 0
    for leaf in leaves:
        whole = join([leaf.above, *quote_blocks(leaf.quote, now, say)])
        if whole.length > MAX_MESSAGE:
            whole = one_message(leaf.quote, now, say)[0]
        longer = join([page, whole], "\n\n")
        if longer.length > MAX_MESSAGE:
            if not shown:
                page, shown = whole, 1
            break
        page, shown = longer, shown + 1
    goes_on = replace(window, more=window.more or shown < len(leaves))
    return Rendered.of([page], (*turning(goes_on, PAGE, shown, say), *beside))


def turning(window: Window, back: int, shown: int, say: Phrases) -> tuple[Button, ...]:
    """The buttons to the page `back` entries before, where there is one, and to the one after the `shown` entries."""
    buttons: list[Button] = []
    if window.first > 0:
        buttons.append((say.pgettext("button", "Back"), window.to(max(0, window.first - back))))
    if window.more:
        # Translators: the next page of a list.
        buttons.append((say.pgettext("button", "More"), window.to(window.first + shown)))
    return tuple(buttons)
