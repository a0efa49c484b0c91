"""Varied copies of articles: the same text about other names and other numbers.

A word is a name where the articles write it inside a sentence more often with a capital than without; months and
weekdays are none, nor are words of two letters and what mostly stands before a full stop: abbreviations ("Sen."), by
which sentences are told apart. In a copy every name gives way to a name of another article that is of the same shape:
as many letters, capitals and small ones in the same places (where there is none, the same change of capitals and small
letters; where there is none either, it stays). Names are drawn as often as articles have them. Every number gives way
to another of as many digits: a year to one of the same century, what may be a day of a month to another. Within a copy
the same name or number always gives way to the same one, and no two names to one. Everything else stays: the words
around names, punctuation and paragraphs, and the headline changes with the text.

The copies differ from an archive in two ways. Names come from a fixed stock, so that the vocabulary grows less than
it would; and sentences without a name or number stand in every copy.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

import regex

from knowledge.reading import calendars

Raw = Mapping[str, object]
"""An article as its file has it."""

_WORD = regex.compile(r"[\p{L}\p{M}]{3,}|\p{Nd}+")
_INSIDE = regex.compile(r"(?<=\w[,;:]?\s)[\p{L}\p{M}]{3,}")
_BEFORE_A_STOP = regex.compile(r"\p{Lu}[\p{L}\p{M}]{2,}(?=\.)")
_ABBREVIATED = 0.3
"""Share of a word's places before a full stop from which it is taken for an abbreviation."""
_DRAWS = 20
"""How often another name is drawn where the one drawn is the article's own, or taken in this copy."""


class Variation:
    """Makes copies with the names of `articles`, each with a `text`."""

    def __init__(self, articles: Iterable[Raw], language: str = "en") -> None:
        capital: Counter[str] = Counter()
        every: Counter[str] = Counter()
        before_a_stop: Counter[str] = Counter()
        small: Counter[str] = Counter()
        found: list[set[str]] = []
        for article in articles:
            inside = _INSIDE.findall(str(article["text"]))
            every.update(_WORD.findall(str(article["text"])))
            before_a_stop.update(_BEFORE_A_STOP.findall(str(article["text"])))
            small.update(word for word in inside if word[0].islower())
            names = [word for word in inside if word[0].isupper()]
            capital.update(names)
            found.append(set(names))
        never = {*calendars.months(language), *calendars.weekdays(language)}
        never |= {word for word, count in before_a_stop.items() if count > max(1, _ABBREVIATED * every[word])}
        self._names = {
            name for name, count in capital.items() if count > small[name.lower()] and not never & {name, name.lower()}
        }
        self._by_shape: defaultdict[str, list[str]] = defaultdict(list)
        for names in found:
            for name in sorted(names & self._names):
                self._by_shape[shape(name)].append(name)
                self._by_shape[_outline(name)].append(name)

    def copy(self, article: Raw, number: int) -> dict[str, object]:
        """Return copy `number` of an article, always the same one."""
        rng = random.Random(f"{article['id']} {number}")
        instead: dict[str, str] = {}
        taken = set(_WORD.findall(f"{article.get('headline', '')}\n{article['text']}"))  # and what was drawn

        def other(match: regex.Match[str]) -> str:
            word = match.group()
            if word not in instead:
                if word.isdecimal():
                    instead[word] = another_number(word, rng)
                else:
                    instead[word] = self._other_name(word, taken, rng) if word in self._names else word
                    taken.add(instead[word])
            return instead[word]

        varied = dict(article)
        for field in ("text", "headline"):
            if field in varied:
                varied[field] = _WORD.sub(other, str(varied[field]))
        varied["id"] = f"{article['id']}-{number}"
        if "url" in varied:
            varied["url"] = f"{varied['url']}?copy={number}"
        return varied

    def _other_name(self, name: str, taken: set[str], rng: random.Random) -> str:
        for kind in (shape(name), _outline(name)):
            pool = self._by_shape[kind]
            for _ in range(_DRAWS if pool else 0):
                drawn = rng.choice(pool)
                if drawn not in taken:
                    return drawn
        return name


def shape(word: str) -> str:
    """Return where a word has capitals and where small letters: "McEwan" is "XxXxxx"."""
    return "".join("X" if letter.isupper() else "x" for letter in word)


def _outline(word: str) -> str:
    """Return its shape with runs as one, marked so that it is no shape: "McEwan" is "~XxXx"."""
    return "~" + "".join(letter for letter, _ in groupby(shape(word)))


def another_number(number: str, rng: random.Random) -> str:
    """Return another number of as many digits; a day stays a day, a year of our time a year of its century."""
    first, last = ("0", "9") if number[0] == "0" else ("1", "9")
    low, high = int(first + "0" * (len(number) - 1)), int(last + "9" * (len(number) - 1))
    value = int(number)
    if len(number) == 4 and 1900 <= value <= 2029:
        low, high = (1900, 1999) if value < 2000 else (2000, 2029)
    elif len(number) == 2 and 10 <= value <= 31:
        low, high = 10, 31
    elif number[0] == "0":
        high = int("0" + "9" * (len(number) - 1)) if len(number) > 1 else 9
    drawn = rng.randint(low, high - 1)
    return str(drawn + (drawn >= value)).zfill(len(number))
