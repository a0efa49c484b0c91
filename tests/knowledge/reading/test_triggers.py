"""What rules are tried on, and where: nothing that they would find elsewhere may be passed over."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading import calendars, dates
from knowledge.reading.triggers import marks

LANGUAGES = ("en", "es", "de", "fr", "ru")
PARTS = {
    "en": "last next this the past coming two three first second quarter half night morning ago now today week weekend "
    "years decades century seventies time months in on from between until year Q3 of yesterday tonight",
    "es": "ayer hoy semana hace dos años el de del entre y hasta primer trimestre próximo pasado",
    "de": "gestern heute Woche vor zwei Jahren der dem zwischen und bis vom ersten Quartal nächsten",
    "fr": "hier demain semaine il y a deux ans le du entre et premier trimestre prochain dernier",
    "ru": "вчера завтра неделе назад два года с по между и первом квартале следующем прошлом",
}
SIGNS = [
    "2",
    "13",
    "21st",
    "2019",
    "1990s",
    "80s",
    "2021-03-04",
    "3/14/2022",
    "20.04.2023",
    "2018-19",
    "-",
    "–",
    ",",
    ".",
    "(",
    ")",
]


@cache
def parts(language):
    names = [*calendars.months(language), *calendars.weekdays(language)]
    return [*PARTS[language].split(), *names, *(name.title() for name in names), *SIGNS]


def texts(language):
    glue = st.sampled_from([" ", " ", " ", "", "-", "\u00a0"])
    return st.lists(st.tuples(st.sampled_from(parts(language)), glue).map("".join), max_size=9).map("".join)


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_nothing_that_a_rule_finds_is_passed_over(language, data):
    text = data.draw(texts(language))
    marked = marks(text, language)
    tried = dates._rules(language, marked.there)
    for rule in dates._every_rule(language):
        found = [match.span() for match in rule.pattern.finditer(text)]
        worth_it = marked.words is None or rule.is_worth_trying(marked.words, marked.places)
        if rule not in tried or not worth_it:
            assert found == []
        else:
            assert [match.span() for match in rule.matches(text, marked.places)] == found
