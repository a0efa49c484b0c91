"""What is offered inline for what is typed, from a library and nothing else: as in `bot.answering`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from bot.localization.phrases import for_language
from bot.references import find_place, find_quote, place_key
from bot.rendering.buttons import SHARED
from bot.rendering.quotes import InlineCard, inline_card
from bot.wording import OLD_AFTER
from knowledge.answering import reported
from knowledge.browsing.suggesting import suggest
from knowledge.library import Library
from knowledge.reports import Place, once

PAGE = 10
SECONDS = 0.04
"""A page ends when so long has passed since it was begun, and no article is read for it that would take longer.

Who speaks in one takes some 10 ms, in a long one half a second, where nobody has read it yet. It comes on a later page,
and meanwhile it is read.
"""
_CAUTION = 2.0
"""How many times as long as it usually takes an article may take to be read."""
AHEAD = 2 * PAGE
"""How far down the list a page looks for what can be shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is typed, and all that bears on what is offered for it but the library.

    A page after the first goes on from place `first` in the list `keys`, None where that is forgotten. `threshold` is
    as for `suggest`, `pace` how many seconds it takes to read a sentence. `now` is aware, `old_after` in days.
    """

    text: str
    now: datetime
    threshold: float
    pace: float
    keys: tuple[str, ...] | None = None
    first: int = 0
    language: str = "en"
    old_after: int = OLD_AFTER


@dataclass(frozen=True, slots=True)
class Page:
    """The cards of a page. Where more follow, `order` is the list that the next page goes on in from place `next`.

    `unread` are ids of articles that are left for a later page because they take too long to read.
    """

    cards: tuple[InlineCard, ...]
    order: tuple[str, ...] = ()
    next: int = 0
    unread: tuple[str, ...] = ()


def offered(library: Library, typed: Typed) -> Page:
    """Return a page of what `library` has, each report once, best first as far as time allows."""
    began = time.monotonic()
    now, say = typed.now, for_language(typed.language)
    if typed.text.startswith(SHARED):  # what the button under a quote types
        shared = find_quote(library, typed.text.removeprefix(SHARED), now=now)
        return Page(() if shared is None else (inline_card(shared, now=now, say=say, old_after=typed.old_after),))
    keys = typed.keys
    if keys is None:
        places = suggest(typed.text, library, now=now, threshold=typed.threshold)
        keys = tuple(map(place_key, places))
        kept: list[Place | None] = list(places)
    else:
        kept = [find_place(library, key, now=now) for key in keys]
    there = [(number, one) for number, one in enumerate(kept) if one is not None]
    among = [one for _, one in there]
    rest = (there[number] for number in once(library, among) if there[number][0] >= typed.first)

    def card(one: Place) -> InlineCard:
        quote = reported(library, *one, now=now, among=among)
        return inline_card(quote, now=now, say=say, old_after=typed.old_after)

    made, left, more = _page(rest, card, pace=typed.pace, until=began + SECONDS)
    cards = tuple(one for _, one in made)
    if not more:
        return Page(cards)
    # The next page goes on in the list without what is on this one.
    shown = [number for number, _ in made]
    later = (number for number in range(typed.first, len(keys)) if number not in shown)
    order = tuple(keys[number] for number in (*range(typed.first), *shown, *later))
    return Page(cards, order, typed.first + len(shown), tuple(dict.fromkeys(story.id for story, _ in left)))


def _page(
    rest: Iterator[tuple[int, Place]], card: Callable[[Place], InlineCard], *, pace: float, until: float
) -> tuple[list[tuple[int, InlineCard]], list[Place], bool]:
    """Make the cards of `rest` that can be made before `until` (monotonic), at least one, in order.

    Returns them by their number, the places that take too long to read, and whether anything is left.
    """

    def cost(place: Place) -> float:
        story, index = place
        return pace * story.unread(index)

    made: list[tuple[int, InlineCard]] = []
    left: list[tuple[int, Place]] = []
    for number, place in islice(rest, AHEAD):
        seconds = until - time.monotonic()
        if len(made) == PAGE or (made and seconds <= 0):
            left.append((number, place))
            break
        if _CAUTION * cost(place) <= max(0.0, seconds):
            made.append((number, card(place)))
        else:
            left.append((number, place))
    if not made and left:
        quickest = min(left, key=lambda entry: cost(entry[1]))
        left.remove(quickest)
        made.append((quickest[0], card(quickest[1])))
    return made, [place for _, place in left], bool(left) or next(rest, None) is not None
