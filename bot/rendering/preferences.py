"""The settings of a reader or a group: what holds, on the buttons that change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import join, tag
from bot.rendering.messages import Button, Rendered
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
    buttons: list[Button] = [
        (
            say.pgettext("button", "Language: {language}", language=_language(preferences, say, group=group)),
            _to("language"),
        ),
        (
            say.pgettext("button", "Quotes in an answer: {number}", number=preferences.quotes),
            _to(f"quotes={following}"),
        ),
        _switch(preferences.context, "context", say.pgettext("button", "Sentences around a quote"), say),
        _switch(preferences.notices, "notices", say.pgettext("button", "Notices of what is followed"), say),
        (say.pgettext("button", "Quiet hours: {hours}", hours=_hours(preferences, say)), _to("quiet")),
    ]
    return Rendered.of([join(said)], tuple(buttons))


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
    choices = [*((one.name, one.language) for one in offered), (telegrams, "")]
    buttons = [
        (_marked(label, language == (preferences.language or "")), _to(f"language={language}"))
        for label, language in choices
    ]
    return Rendered.of([question], (*buttons, _back(say)))


def render_quiet(preferences: Preferences, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """The hours at which no notice is sent, and in which time zone."""
    said = say.phrase("When should I not send notices? They come when these hours have ended.")
    held = (preferences.quiet_from, preferences.quiet_until)
    nights = [(_span(*night), f"quiet={night[0]}-{night[1]}", night == held) for night in NIGHTS]
    buttons = [(_marked(label, chosen), _to(data)) for label, data, chosen in nights]
    never = (_marked(say.pgettext("button", "No quiet hours"), held == (None, None)), _to("quiet="))
    time = f"{now.astimezone(zone_of(preferences.zone)):%H:%M} {preferences.zone}"
    # Translators: the time of day where the reader is, as in "It is 14:05 UTC+2 here".
    zone = (say.pgettext("button", "It is {time} here", time=time), _to("zone"))
    return Rendered.of([said], (*buttons, never, zone, _back(say)))


def render_zones(preferences: Preferences, *, now: datetime, say: Phrases = ENGLISH) -> Rendered:
    """The time zones, each by what time it is there."""
    buttons = [
        (_marked(f"{now.astimezone(zone_of(zone)):%H:%M} {zone}", zone == preferences.zone), _to(f"zone={zone}"))
        for zone in ZONES
    ]
    back = (say.pgettext("button", "Back"), _to("quiet"))
    return Rendered.of([say.phrase("What time is it where you are?")], (*buttons, back))


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
    return shown, _to(f"{name}={0 if on else 1}")


def _hours(preferences: Preferences, say: Phrases) -> str:
    if preferences.quiet_from is None or preferences.quiet_until is None:
        return say.pgettext("button", "none")
    return _span(preferences.quiet_from, preferences.quiet_until)


def _span(start: int, end: int) -> str:
    return f"{start:02}:00–{end:02}:00"


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _to(data: str) -> str:
    return f"{PREFIX}{data}"


def _back(say: Phrases) -> Button:
    return say.pgettext("button", "Back"), PREFIX
