"""/status: what there is and how it goes, on one screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_timedelta

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, text
from bot.rendering.messages import Rendered, short
from bot.rendering.overview import extent
from bot.wording import when_in_words
from knowledge.files import Fault
from knowledge.library import Library
from knowledge.store import Day

MAX_FAULTS = 4
"""Faults that are shown; `dateline check` says all."""
_FAULT = 120
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Figures:
    """What /status says beside the articles: None or empty where it is not known.

    `memory` is in bytes; `days` are those of the last week, `today` the last of them; `took` are the milliseconds that
    half and 99 % of today's questions needed.
    """

    memory: int | None = None
    today: Day | None = None
    days: Sequence[Day] = ()
    took: tuple[float | None, ...] = ()
    follows: int = 0
    notices: int = 0
    withheld: int = 0
    corrected: int = 0
    drafts: int = 0


def render_status(
    library: Library, figures: Figures | None = None, *, now: datetime, say: Phrases = ENGLISH
) -> Rendered:
    """What an admin wants to know at a glance. The faults themselves are in English, as `dateline check` has them."""
    ago = format_timedelta(library.loaded_at - now, add_direction=True, locale=say.locale)
    # Translators: when the articles were read from their files, and how long ago that is ("2 hours ago").
    loaded = say.phrase("Loaded {when}, {ago}.", when=when_in_words(library.loaded_at, say), ago=ago)
    said = [join([*extent(library, now, say), loaded])]
    if figures is not None:
        said.append(join([*_asked(figures, say), *_kept(figures, say)]))
    said.append(join(_faults(library.faults, say)))
    return Rendered.of([join(said, "\n\n")])


def _asked(figures: Figures, say: Phrases) -> list[Markup]:
    found = []
    if figures.memory is not None:
        found.append(say.phrase("Memory: {mib} MiB", mib=round(figures.memory / _MIB)))
    today = figures.today.questions if figures.today is not None else 0
    week = sum(day.questions for day in figures.days)
    found.append(say.phrase("Questions: {today} today, {week} in 7 days", today=today, week=week))
    if week:
        share = round(100 * sum(day.refusals for day in figures.days) / week)
        found.append(say.phrase("Refused: {share} %", share=share))
    if figures.took and all(figures.took):
        half, most = (round(value or 0) for value in figures.took)
        # Translators: how fast today's questions were answered; {half} and {most} are milliseconds.
        found.append(say.phrase("Half of them within {half} ms, 99 % within {most} ms", half=half, most=most))
    return found


def _kept(figures: Figures, say: Phrases) -> list[Markup]:
    # Translators: what readers follow, and notices to them that were not sent yet.
    found = [
        say.phrase("Followed: {follows}, notices waiting: {notices}", follows=figures.follows, notices=figures.notices)
    ]
    if figures.withheld or figures.corrected:
        # Translators: numbers of articles.
        ruled = say.phrase(
            "Withdrawn: {withheld}, corrected: {corrected}", withheld=figures.withheld, corrected=figures.corrected
        )
        found.append(ruled)
    if figures.drafts:
        found.append(say.phrase("Drafts waiting: {drafts}", drafts=figures.drafts))
    return found


def _faults(faults: Sequence[Fault], say: Phrases) -> list[Markup]:
    if not faults:
        return [say.phrase("No faults.")]
    shown = [text(short(str(fault), _FAULT)) for fault in faults[:MAX_FAULTS]]
    more = [text("…")] if len(faults) > MAX_FAULTS else []
    return [say.nphrase("{count} fault:", "{count} faults:", len(faults)), *shown, *more]
