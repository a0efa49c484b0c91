from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localization import catalogues
from bot.localization.phrases import ENGLISH, for_language
from bot.markup import Markup, named, tag, text
from bot.wording import age_of, day_in_words, interval_in_words, language_in_words, when_in_words
from tests.telegram import judge

ARABIC, RUSSIAN, CHINESE = for_language("ar"), for_language("ru"), for_language("zh")
FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


def spaced(value):
    """The spaces that CLDR keeps from breaking, as plain ones."""
    return value.replace("\u202f", " ").replace("\xa0", " ")


def test_a_templates_text_is_escaped_and_its_pieces_are_kept():
    piece = tag("b", text("<&>"))
    said = ENGLISH.phrase("a < b & {words}", words=piece)
    assert said == Markup("a < b & <&>", "a &lt; b &amp; <b>&lt;&amp;&gt;</b>")
    assert ENGLISH.phrase("{words}", words="{count} & {words}").html == "{count} &amp; {words}"
    assert ENGLISH.gettext("{words}", words="<b>") == "<b>"


def test_a_placeholder_without_a_piece_is_the_programmers_error():
    with pytest.raises(KeyError):
        ENGLISH.phrase("Nothing here about {words}.")


def test_numbers_are_written_as_is_usual():
    assert [spaced(for_language(one).number(1234567)) for one in ("en", "de", "ru")] == [
        "1,234,567",
        "1.234.567",
        "1 234 567",
    ]
    assert ENGLISH.ngettext("{count} article.", "{count} articles.", 12_000) == "12,000 articles."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {0: "0 articles.", 1: "1 article.", 2: "2 articles."}),
        ("ru", {0: "0 статей.", 1: "1 статья.", 2: "2 статьи.", 5: "5 статей.", 11: "11 статей.", 21: "21 статья."}),
        ("fr", {0: "0 article.", 1: "1 article.", 2: "2 articles."}),
        (
            "ar",
            {
                0: "لا مقالات.",
                1: "مقال واحد.",
                2: "مقالان.",
                3: "3 مقالات.",
                11: "11 مقالًا.",
                100: "100 مقال.",
                103: "103 مقالات.",
            },
        ),
        ("zh", {1: "1 篇文章。", 5: "5 篇文章。"}),
    ],
)
def test_plurals(language, said):
    say = for_language(language)
    found = {count: say.ngettext("{count} article.", "{count} articles.", count) for count in said}
    assert {count: one.strip(RLM) for count, one in found.items()} == said


def test_lists_are_joined_as_is_usual():
    pieces = [text("A"), tag("i", text("B")), text("C")]
    assert ENGLISH.either(pieces) == Markup("A, B or C", "A, <i>B</i> or C")
    assert [ENGLISH.either(pieces[:n]).plain for n in (1, 2)] == ["A", "A or B"]
    assert for_language("de").either(pieces).plain == "A, B oder C"
    assert CHINESE.commas(pieces).plain == "A、B、C"


def test_what_runs_the_other_way_is_isolated_and_the_marks_stand_outside_the_entity():
    arabic = ARABIC.phrase("“{word}” is {date}", word="Thursday", date=tag("b", text("26 سبتمبر 2019")))
    assert arabic.plain == f"{RLM}«{FSI}Thursday{PDI}»: 26 سبتمبر 2019"
    parsed = judge.check(ARABIC.phrase("Nothing here about {words}.", words=tag("i", text("Cuba"))).html)
    (entity,) = parsed.entities
    assert judge.utf16_slice(parsed.text, entity["offset"], entity["length"]) == "Cuba"
    assert f"{FSI}Cuba{PDI}" in parsed.text
    english = ENGLISH.phrase("Nothing here about {words}.", words="كوبا")
    assert english.plain == f"Nothing here about {FSI}كوبا{PDI}."
    assert RUSSIAN.phrase("Nothing here about {words}.", words="Cuba").plain.count(FSI) == 0


def test_what_is_isolated_already_is_not_again():
    assert ENGLISH.phrase("{outlet}, {date}", outlet=named("الجزيرة"), date="1").plain.count(FSI) == 1
    inner = ARABIC.phrase("{name}, {role}", name="Dmitry Peskov", role="Spokesman")
    assert ARABIC.phrase("— {speaker}", speaker=inner).plain.count(FSI) == 2


def test_an_arabic_line_without_a_letter_of_its_own_still_runs_from_right_to_left():
    line = ARABIC.phrase("{name}, {role}", name="Dmitry Peskov", role="Spokesman").plain
    assert line == f"{RLM}{FSI}Dmitry Peskov{PDI}، {FSI}Spokesman{PDI}"
    assert not ARABIC.phrase("Opinion").plain.startswith(RLM)


@pytest.mark.parametrize("language", catalogues.languages())
@given(pieces=st.lists(st.text(st.characters(exclude_characters="\u2066\u2067\u2068\u2069"), max_size=30), min_size=1))
def test_isolates_are_balanced_whatever_the_pieces(language, pieces):
    said = for_language(language).either([named(piece) for piece in pieces]).plain
    assert said.count(FSI) == said.count(PDI)
    assert f"{FSI}{FSI}" not in said


DAY = date(2019, 9, 26)


@pytest.mark.parametrize(
    ("language", "day", "weekday", "month", "years"),
    [
        ("en", "26 September 2019", "Thu 26 September 2019", "September 2019", "1990 to 1999"),
        ("ru", "26 сентября 2019 г.", "чт, 26 сентября 2019 г.", "сентябрь 2019 г.", "1990 – 1999"),
        ("es", "26 de septiembre de 2019", "jue, 26 de septiembre de 2019", "septiembre de 2019", "1990 – 1999"),
        ("de", "26. September 2019", "Do., 26. September 2019", "September 2019", "1990 bis 1999"),
        ("fr", "26 septembre 2019", "jeu. 26 septembre 2019", "septembre 2019", "1990 – 1999"),
        ("ar", "26 سبتمبر 2019", "الخميس، 26 سبتمبر 2019", "سبتمبر 2019", "من 1990 إلى 1999"),
        ("zh", "2019年9月26日", "2019年9月26日周四", "2019年9月", "1990年至1999年"),
    ],
)
def test_dates_by_language(language, day, weekday, month, years):
    say = for_language(language)
    assert spaced(day_in_words(DAY, say)) == day
    assert spaced(interval_in_words(DAY, DAY, say)) == weekday
    assert spaced(interval_in_words(date(2019, 9, 1), date(2019, 9, 30), say)) == month
    assert interval_in_words(date(1990, 1, 1), date(1999, 12, 31), say) == years


def test_times_have_their_zone_in_every_language():
    moscow = datetime(2024, 3, 6, 23, 30, tzinfo=timezone(timedelta(hours=3)))
    assert when_in_words(moscow, ENGLISH) == "6 March 2024, 23:30 UTC+03:00"
    assert spaced(when_in_words(moscow, RUSSIAN)) == "6 марта 2024 г., 23:30 UTC+03:00"
    assert when_in_words(moscow.astimezone(UTC), CHINESE) == "2024年3月6日 20:30 UTC"


def test_ages_and_languages_are_named():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert [age_of(date(year, 1, 1), now, RUSSIAN) for year in (2025, 2023, 2019)] == ["1 год", "3 года", "7 лет"]
    assert age_of(date(2026, 11, 13), now, ARABIC, days=True) == "11 يومًا"
    assert [language_in_words("ru-RU", for_language(one)) for one in ("en", "de", "zh")] == [
        "Russian",
        "Russisch",
        "俄语",
    ]
    assert language_in_words("xx-1", ENGLISH) == "xx"


def test_languages_have_their_own_names():
    names = {one: for_language(one).name for one in ("en", "ru", "es", "de", "fr", "ar", "zh")}
    assert list(names.values()) == ["English", "Русский", "Español", "Deutsch", "Français", "العربية", "中文"]
