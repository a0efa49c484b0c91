"""Who speaks in the articles, and what they say.

Reading an article takes a while, so who speaks is known of the articles that were read so far: a `Register` is what
was found in them. Those who speak without a name ("a resident") are left out. A full name means one person in every
article; a bare surname, where the article gives no more, is a name of its own, since which of its bearers it means
would be a guess.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zlib import crc32

from knowledge.article import Article, moment
from knowledge.duplicates import fingerprint
from knowledge.library import Library
from knowledge.reading.people import key_of
from knowledge.reading.sentence import Attribution, Found
from knowledge.reports import Place, once
from knowledge.story import Story


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody says in one article: the indexes of the sentences, and for each a hash of its words."""

    name: str
    role: str | None
    sentences: tuple[int, ...]
    hashes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in the articles: `key` is short and stable, `statements` how many sentences are theirs.

    `name` and `role` are those that the articles give most often.
    """

    key: str
    name: str
    role: str | None
    statements: int


def spoken(story: Story) -> tuple[Spoken, ...]:
    """Return who speaks in a story by name, in the order of their first sentence. Reads it, where nobody has yet."""
    said: dict[str, list[tuple[int, Attribution]]] = {}
    for sentence in story.bare:
        who = story.speaker(sentence.index)
        if who is not None and sentence.quotable and who.found is not Found.DESCRIBED:
            said.setdefault(speaker_key(who.name), []).append((sentence.index, who))
    language = story.article.language
    return tuple(
        Spoken(
            name=_most(who.name for _, who in found) or "",
            role=_most(who.role for _, who in found),
            sentences=tuple(index for index, _ in found),
            hashes=tuple(_hash(story.bare[index].text, language) for index, _ in found),
        )
        for found in said.values()
    )


def _hash(text: str, language: str) -> int:
    return crc32(" ".join(fingerprint(text, language)).encode("utf-8", "surrogatepass"))


def speaker_key(name: str) -> str:
    """Return 12 ASCII characters that stand for a person of that name, whatever its accents, case and initials."""
    words = key_of(name)
    telling = tuple(word for word in words if len(word) > 1) or words
    return hashlib.sha256(" ".join(telling).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Register:
    """Who speaks in those stories of a library that were read: `read` has them by the article's id."""

    library: Library
    read: Mapping[str, tuple[Spoken, ...]]

    @cached_property
    def _by_speaker(self) -> Mapping[str, tuple[tuple[Article, Spoken], ...]]:
        """Everybody's sentences, the newest article first, an article's own order within it."""
        found: dict[str, list[tuple[Article, Spoken]]] = {}
        known = [self.library.stories[id_].article for id_ in self.read if id_ in self.library.stories]
        for article in sorted(known, key=_age):
            for one in self.read[article.id]:
                found.setdefault(speaker_key(one.name), []).append((article, one))
        return {key: tuple(everything) for key, everything in found.items()}

    def speakers(self, now: datetime) -> tuple[Speaker, ...]:
        """Return everybody who speaks in articles that may be shown at `now`, those with the most statements first.

        The same words count once, whoever reports them.
        """
        found = (self.speaker(key, now) for key in self._by_speaker)
        return tuple(sorted(filter(None, found), key=lambda one: (-one.statements, one.name, one.key)))

    def speaker(self, key: str, now: datetime) -> Speaker | None:
        """Return the one whom `key` stands for; None where none of the articles that may be shown has them."""
        shown = [one for article, one in self._by_speaker.get(key, ()) if article.quotable(now)]
        if not shown:
            return None
        roles: Counter[str] = Counter()
        names: Counter[str] = Counter()
        for one in shown:
            names[one.name] += len(one.sentences)
            if one.role is not None:
                roles[one.role] += len(one.sentences)
        distinct = {hash_ for one in shown for hash_ in one.hashes}
        return Speaker(key, _top(names) or "", _top(roles), len(distinct))

    def statements(self, key: str, now: datetime) -> tuple[Place, ...]:
        """Return the sentences of one speaker that may be shown at `now`, newest article first, each report once."""
        places = [
            (self.library.stories[article.id], index)
            for article, one in self._by_speaker.get(key, ())
            if article.quotable(now)
            for index in one.sentences
        ]
        return tuple(places[number] for number in once(self.library, places))

    def called(self, name: str, now: datetime) -> Speaker | None:
        """Return the speaker of that name: the whole name, or the only one whose name ends in it."""
        exact = self.speaker(speaker_key(name), now)
        wanted = key_of(name)
        ending = {
            speaker_key(one.name)
            for everything in self._by_speaker.values()
            for article, one in everything
            if key_of(one.name)[-len(wanted) :] == wanted and article.quotable(now)
        }
        fuller = ending - {speaker_key(name)}
        return self.speaker(fuller.pop(), now) if exact is None and len(fuller) == 1 else exact


def still_read(register: Register, library: Library) -> dict[str, tuple[Spoken, ...]]:
    """Return what was read of stories that are the same in a newer library: they need no second reading."""
    return {id_: found for id_, found in register.read.items() if library.has_as(register.library, id_)}


def _age(article: Article) -> tuple[bool, float, str]:
    published = article.published
    return published is None, 0.0 if published is None else -moment(published).timestamp(), article.id


def _most(values: Iterable[str | None]) -> str | None:
    return _top(Counter(value for value in values if value is not None))


def _top(counts: Counter[str]) -> str | None:
    """The most frequent one; of as many the longest, which tells the most, then the first in the alphabet."""
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)
