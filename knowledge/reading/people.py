"""The people whom an article names: full names, the roles it gives them, and which words mean whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import combining, normalize

import regex

from knowledge.article import Person
from knowledge.reading.mentions import Mention

Key = tuple[str, ...]

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’]\p{L}{2,})?")
_POSSESSIVE = regex.compile(r"['’]s?(?=\s|$)")
_SUFFIXES = frozenset({"jr", "sr"})


@dataclass
class _Entry:
    """One person while the texts are read."""

    name: str
    role: str | None
    aliases: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)
    """How often each full name stands in the article."""
    by_editor: bool = False
    alone: bool = False
    """Whether the surname also stands by itself, as only a person's does."""

    def others(self) -> tuple[str, ...]:
        """Return the other names used."""
        return tuple(sorted(self.aliases - {self.name}))


class People:
    """Everybody whom an article names: which words mean whom.

    A bare surname, a title and a surname, and spellings that differ in accents, hyphens and case mean the one person
    whose full name ends in them; where two full names do, a bare surname means neither.
    """

    def __init__(self, mentions_with: Callable[[str], Iterable[Mention]], known: Iterable[Person] = ()) -> None:
        """`mentions_with(word)` gives the names in those sentences in which `word`, as in `key_of`, stands."""
        self._mentions_with = mentions_with
        self._entries: list[_Entry] = []
        self._by_key: dict[Key, list[_Entry]] = {}
        self._learned: set[str] = set()
        for person in known:
            entry = self._add(person.name, person.role, by_editor=True)
            for alias in person.aliases:
                self._index(entry, alias)

    def _called(self, name: str) -> list[_Entry]:
        """Everybody whom `name` may mean; the article is read for a surname when it is first asked for."""
        key = key_of(name)
        if key[-1] not in self._learned:
            self._learned.add(key[-1])
            alike = [one for one in self._mentions_with(key[-1]) if key_of(one.words)[-1] == key[-1]]
            for mention in sorted(alike, key=lambda one: -len(key_of(one.words))):  # full names first
                self._meet(mention)
        return self._by_key.get(key, [])

    def _meet(self, named: Mention) -> None:
        entries = self._by_key.get(key_of(named.words), [])
        entry = entries[0] if len(entries) == 1 else None
        if entry is None and not entries:
            entry = self._same_person(named) or self._add(named.words, None)
        if entry is None:
            return
        if named.words != entry.name:
            self._index(entry, named.words)
        if " " in named.words and not entry.by_editor:
            entry.used[named.words] += 1
            entry.name = max(entry.used, key=lambda name: (entry.used[name], len(name)))
        entry.alone = entry.alone or " " not in named.words
        entry.role = entry.role or named.role

    def _add(self, name: str, role: str | None, *, by_editor: bool = False) -> _Entry:
        entry = _Entry(name, role, by_editor=by_editor)
        self._entries.append(entry)
        self._index(entry, name)
        return entry

    def _index(self, entry: _Entry, name: str) -> None:
        key = key_of(name)
        entry.aliases.add(name)
        for start in range(len(key)):
            entries = self._by_key.setdefault(key[start:], [])
            if entry not in entries:
                entries.append(entry)

    def _same_person(self, named: Mention) -> _Entry | None:
        """Donald J. Berg is Donald Berg, and A. Berg is Anna Berg where no other Berg is."""
        key = key_of(named.words)
        alike = [entry for entry in self._by_key.get(key[-1:], []) if _alike(key, key_of(entry.name))]
        return alike[0] if len(alike) == 1 else None

    def who(self, named: Mention) -> Person:
        """Return the person whom `named` means: the fullest name, the role given first, the other names used."""
        entries = self._called(named.words)
        if len(entries) != 1:
            return Person(name=named.words, role=named.role)
        entry = entries[0]
        return Person(name=entry.name, role=named.role or entry.role, aliases=entry.others())

    def is_person(self, named: Mention) -> bool:
        """Whether `named` is surely somebody: with a role, known to the editor, or also named by surname alone."""
        entries = self._called(named.words)
        return bool(named.role) or any(e.role or e.by_editor or (e.alone and " " in e.name) for e in entries)

    def with_role(self, word: str) -> list[Person]:
        """Return those in whose role `word` (lower case) stands."""
        for mention in self._mentions_with(word):
            if mention.role and word in mention.role.lower().split():
                self._called(mention.words)
        return [
            Person(name=entry.name, role=entry.role, aliases=entry.others())
            for entry in self._entries
            if entry.role and word in entry.role.lower().split()
        ]


@lru_cache(maxsize=10_000)
def key_of(name: str) -> Key:
    """Return the words of `name` for comparing: without accents, hyphens, case, initials' stops and possessives."""
    words = _WORD.findall(_POSSESSIVE.sub("", plain(name)))
    return tuple(word for word in words if word not in _SUFFIXES) or (name,)


def plain(text: str) -> str:
    """Return `text` without accents and case."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in normalize("NFD", text) if not combining(c)).casefold()


def _alike(key: Key, other: Key) -> bool:
    """Whether two full names of one surname can be one person's: every word of the shorter is in the longer."""
    short, long = sorted((key[:-1], other[:-1]), key=len)
    return bool(short) and all(any(_initial(a, b) for b in long) for a in short)


def _initial(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])
