"""/status and /stats: the figures in words, and as a picture."""

import struct
from dataclasses import replace
from datetime import date, timedelta

from bot.localization import catalogues
from bot.localization.phrases import for_language
from bot.rendering import chart
from bot.rendering.screen import SCREEN, lines
from bot.rendering.stats import render_stats
from bot.rendering.status import Figures, render_status
from knowledge.files import Fault
from knowledge.store import Day
from tests.articles import NOW, library
from tests.telegram import judge

TODAY = date(2024, 3, 8)


def said(rendered):
    (message,) = rendered.messages
    return judge.check(message).text


def test_a_picture_is_a_png_of_the_same_size_whatever_is_in_it():
    for days in ([], [Day(TODAY, 3, {"unsure": 2})], [Day(TODAY - timedelta(days=40), 10**6)]):
        data = chart.draw(days, TODAY)
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (1200, 675)
        assert len(data) < 200_000


def test_a_picture_shows_the_figures():
    some = chart.draw([Day(TODAY, 3, {"unsure": 2})], TODAY)
    assert some == chart.draw([Day(TODAY, 3, {"unsure": 2}), Day(TODAY - timedelta(days=40), 9)], TODAY)
    assert some != chart.draw([Day(TODAY, 2, {"unsure": 3})], TODAY)
    assert some != chart.draw([Day(TODAY - timedelta(days=1), 3, {"unsure": 2})], TODAY)


def test_the_caption_has_them_too():
    days = [Day(TODAY - timedelta(days=2), 6, {"a": 1}), Day(TODAY, 1, {"a": 1, "b": 1})]
    assert said(render_stats(days, until=TODAY, days_back=30)).splitlines() == [
        "10 questions",
        "In the last 30 days.",
        "🟦 Answered: 7",
        "🟧 Refused: 3 (30 %)",
        "Most on 6 March 2024: 7",
        "Today: 3",
    ]
    assert said(render_stats([], until=TODAY, days_back=30)).splitlines() == ["0 questions", "In the last 30 days."]


def test_status_is_one_screen_in_every_language():
    today = Day(NOW.date(), 900, {"unsure": 1234})
    full = Figures(2**31, today, (today,) * 7, (25.4, 1234.5), 12_345, 678, 9, 10, 11)
    shelf = replace(library(), loaded_at=NOW - timedelta(hours=5))
    for language in catalogues.languages():
        text = said(render_status(shelf, full, now=NOW, say=for_language(language)))
        assert lines(text) <= SCREEN, text
    english = said(render_status(shelf, full, now=NOW))
    assert ", 5 hours ago." in english
    assert "Memory: 2,048 MiB" in english
    assert "Refused: 58 %" in english
    assert "Half of them within 25 ms, 99 % within 1,234 ms" in english


def test_what_is_not_known_is_not_said():
    text = said(render_status(library(), Figures(), now=NOW))
    assert "Memory" not in text
    assert "Refused" not in text
    assert "ms" not in text.split()
    assert "Questions" not in said(render_status(library(), now=NOW))


def test_the_first_faults_are_shown_and_how_many_there_are():
    faulty = replace(library(), faults=tuple(Fault(f"{n}.yaml", 1, "id", "x" * 999) for n in range(40)))
    text = said(render_status(faulty, now=NOW))
    assert "40 faults:" in text
    assert "3.yaml:1" in text
    assert "4.yaml:1" not in text
    assert text.endswith("…")
