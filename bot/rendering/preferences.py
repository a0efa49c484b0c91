"""The settings of a reader or a group: what holds, on the buttons that change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import join, tag
from bot.rendering.messages import Button, Rendered, rows
from knowledge.store import Preferences
from knowledge.store.preferences import zone_of

PREFIX = "set:"
"""Of the buttons' data: the name of a page follows, or what is to be set, as in `set:quotes=2`."""
QUOTES = range(1, 6)
NIGHTS = ((20, 7), (21, 7), (22, 7), (22, 8), (23, 8), (0, 8), (0, 10))
"""Quiet hours that are offered, from one hour to another."""
_HALVES = ("-9:30", "-3:30", "+3:30", "+4:30", "+5:30", "+5:45", "+6:30", "+9:30", "+12:45")
ZONES = tuple(
    sorted(
        [f"UTC{hour:+d}" if hour else "UTC" for hour in range(-12, 15)] + [f"UTC{half}" for half in _HALVES],
        key=lambda name: zone_of(name).utcoffset(None) or zone_of("UTC").utcoffset(None),  # type: ignore[arg-type, return-value]
    )
)


def render_settings(preferences: Preferences, *, group: bool = False, say: Phrases = ENGLISH) -> Rendered:
    """What holds; each line is a button that changes it."""
    title = say.phrase("Settings of this group") if group else say.phrase("Your settings")
    said = [tag("b", title), say.phrase("Press what you want to change.")]
    following = QUOTES[(QUOTES.index(preferences.quotes) + 1) % len(QUOTES)] if preferences.quotes in QUOTES else 1
    language = say.pgettext("button", "Language: {language}", language=_language(preferences, say, group=group))
    number = say.pgettext("button", "Quotes in an answer: {number}", number=preferences.quotes)
    hours = say.pgettext("button", "Quiet hours: {hours}", hours=_hours(preferences, say))
    buttons = [
        _button(language, "language"),
        _button(number, f"quotes={following}"),
        _switch(preferences.context, "context", say.pgettext("button", "Sentences around a quote"), say),
        _switch(preferences.notices, "notices", say.pgettext("button", "Notices of what is followed"), say),
        _button(hours, "quiet"),
    ]
    return Rendered.of([join(said)], tuple((one,) for one in buttons))


def render_languages_page(
    preferences: Preferences, offered: Iterable[Phrases], *, group: bool = False, say: Phrases = ENGLISH
) -> Rendered:
    """The languages there are."""
    question = (
        say.phrase("Which language should I speak in this group?")
        if group
        else say.phrase("Which language should I speak?")
    )
    telegrams = say.pgettext("button", "Each reader's own") if group else say.pgettext("button", "As in Telegram")
    chosen = preferences.language or ""
    choices = [*((one.name, one.language) for one in offered), (telegrams, "")]
    buttons = [_button(label, f"language={language}", chosen=language == chosen) for label, language in choices]
    return Rendered.of([question], (*rows(buttons), (_back_to("", say),)))


def render_quiet(preferences: Preferences, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """The hours at which no notice is sent, and in which time zone."""
    said = say.phrase("When should I not send notices? They come when these hours have ended.")
    held = (preferences.quiet_from, preferences.quiet_until)
    nights = [_button(_span(start, end), f"quiet={start}-{end}", chosen=(start, end) == held) for start, end in NIGHTS]
    never = _button(say.pgettext("button", "No quiet hours"), "quiet=", chosen=held == (None, None))
    time = f"{now.astimezone(zone_of(preferences.zone)):%H:%M} {preferences.zone}"
    # Translators: the time of day where the reader is, as in "It is 14:05 UTC+2 here".
    zone = _button(say.pgettext("button", "It is {time} here", time=time), "zone")
    return Rendered.of([said], (*rows(nights), (never,), (zone,), (_back_to("", say),)))


def render_zones(preferences: Preferences, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """The time zones, each by what time it is there."""
    buttons = [
        _button(f"{now.astimezone(zone_of(zone)):%H:%M} {zone}", f"zone={zone}", chosen=zone == preferences.zone)
        for zone in ZONES
    ]
    return Rendered.of([say.phrase("What time is it where you are?")], (*rows(buttons), (_back_to("quiet", say),)))


def _language(preferences: Preferences, say: Phrases, *, group: bool) -> str:
    if preferences.language is not None:
        return say.name
    return say.pgettext("button", "Each reader's own") if group else say.pgettext("button", "As in Telegram")


def _switch(on: bool, name: str, label: str, say: Phrases) -> Button:
    # Translators: a setting, and whether it is on, as in "Notices of what is followed: on".
    shown = (
        say.pgettext("button", "{setting}: on", setting=label)
        if on
        else say.pgettext("button", "{setting}: off", setting=label)
    )
    return _button(shown, f"{name}={0 if on else 1}")


def _hours(preferences: Preferences, say: Phrases) -> str:
    if preferences.quiet_from is None or preferences.quiet_until is None:
        return say.pgettext("button", "none")
    return _span(preferences.quiet_from, preferences.quiet_until)


def _span(start: int, end: int) -> str:
    return f"{start:02}:00–{end:02}:00"


def _button(label: str, data: str, *, chosen: bool = False) -> Button:
    return Button(f"✓ {label}" if chosen else label, data=f"{PREFIX}{data}")


def _back_to(page: str, say: Phrases) -> Button:
    return _button(say.pgettext("button", "Back"), page)
