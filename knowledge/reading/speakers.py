"""Who says a sentence: the person its own words name, or the one that its pronoun, its role or its place means.

An article is read from its top, and what was read so far says who "he" and "the spokesman" are. Nobody is named
where the outlet speaks for itself, or where it is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple

from knowledge.article import MAX_SENTENCE, Article, Person
from knowledge.lazy import LazySequence
from knowledge.reading.cues import Cue, announced, find_cue, somebody_speaks, subject
from knowledge.reading.mentions import Chunk, Kind, Mention, chunks
from knowledge.reading.people import People, plain
from knowledge.reading.quotations import Folded, fold, opens_quotation
from knowledge.reading.sentence import Attribution, Found, Sentence
from knowledge.reading.verbs import BASE_FORMS, SAY_FORMS
from knowledge.reading.words import PARTICLES, ROLES

MIN_CONFIDENCE = 0.6
"""Below this the bot names nobody rather than the wrong one."""

_PRONOUN, _ROLE_OF_LAST, _ROLE_OF_ONE, _DESCRIBED = 0.8, 0.85, 0.75, 0.8
_GOES_ON, _GOES_ON_BELOW, _ANNOUNCED, _SAID_AFTER = 0.8, 0.65, 0.85, 0.75
_FADES = 0.08
"""What a pronoun's reading loses with each sentence since its person was last spoken of."""
_REACH = 4
"""How many sentences back somebody may be who is only "he" now, and did not speak."""
_LETTERS = re.compile(r"\w+")
_MAY_SPEAK = SAY_FORMS | BASE_FORMS[0] | {"according", "pointed", "points"}
"""Without one of these words nobody can speak in a sentence that quotes nothing."""
_FRAGMENT = 3
"""Up to so many quoted words, with nobody to say them, are the outlet's way of naming a thing."""


class _Text:
    """The sentences of an article, cut into chunks when they are first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._plain = [plain(text) for text in texts]
        self._rows: dict[int, list[Chunk]] = {}

    def row(self, index: int) -> list[Chunk]:
        """Return the chunks of a whole sentence."""
        if index not in self._rows:
            self._rows[index] = chunks(self._texts[index]) if len(self._texts[index]) <= MAX_SENTENCE else []
        return self._rows[index]

    def may_speak(self, index: int) -> bool:
        """Whether a sentence that quotes nothing can say that somebody speaks, or announce it."""
        text = self._plain[index]
        return text.rstrip().endswith(":") or not _MAY_SPEAK.isdisjoint(_LETTERS.findall(text))

    def mentions_with(self, word: str) -> Iterator[Mention]:
        """Yield the names in every sentence that has `word`, but for those where it is only a bare surname."""
        for index, text in enumerate(self._plain):
            at = text.find(word)
            if at >= 0 and (index in self._rows or word in ROLES or not self._is_bare(index, at)):
                yield from (one.mention for one in self.row(index) if one.code in "nz" and one.mention is not None)

    def _is_bare(self, index: int, at: int) -> bool:
        """Whether no other capital stands before the word at `at`: such sentences tell nothing of a name."""
        text = self._texts[index]
        before = text[max(0, at - 25) : at].split()
        return text.isascii() and not (before and (before[-1][0].isupper() or before[-1] in PARTICLES))


@dataclass
class _State:
    """What was read so far: who spoke or acted last, how long ago, and what is still open."""

    text: _Text
    people: People
    at: int = 0
    """Which sentence is read."""
    last: Attribution | None = None
    """Who spoke last."""
    last_at: int = 0
    """In which sentence."""
    voice: Attribution | None = None
    """Who spoke in the sentence before."""
    expects: Attribution | None = None
    """Who was announced: "Berg put it so:"."""
    paragraph: int = -1
    below: bool = False
    """Whether a new paragraph begins."""
    open: bool = False
    """Whether a quotation is still open."""


class Reading(NamedTuple):
    """Whose words a sentence is: its speaker, sure or not, or the outlet's own."""

    attribution: Attribution | None
    own: bool


def speakers(article: Article, sentences: Sequence[Sentence]) -> Readings:
    """Return who speaks in each of `sentences`, or that the outlet does: read as far as somebody asks.

    An attribution below MIN_CONFIDENCE is a guess that readers must not see.
    """
    return Readings(article, sentences)


class Readings(LazySequence[Reading]):
    """Read from the top to the sentence asked for; several threads may ask."""

    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        text = _Text([sentence.text for sentence in sentences])
        self._state = _State(text, People(text.mentions_with, article.people))
        self._by_editor = _by_editor(article)
        self._found: list[Reading] = []
        self._rows: list[list[Chunk]] = []
        self._left_open: list[bool] = []
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._sentences)

    @property
    def known(self) -> int:
        """How many sentences were read."""
        return len(self._found)

    def _item(self, place: int) -> Reading:
        with self._lock:
            last = place
            self._read_to(last)
            while self._may_go_on(last):
                last += 1
                self._read_to(last)
            found = self._found[last]
            for at in range(last - 1, place - 1, -1):
                found = self._said_after(at, found)
            return found

    def _read_to(self, last: int) -> None:
        state = self._state
        for at in range(len(self._found), last + 1):
            sentence = self._sentences[at]
            state.at = sentence.index
            state.below = sentence.paragraph != state.paragraph
            opens = opens_quotation(sentence.text)
            folded = fold(sentence.text, inside=state.open and not state.below and not opens)
            row = _row(folded, state.text, sentence.index)
            editor = self._by_editor.get(sentence.index)
            reading = Reading(editor, own=False) if editor else _read(folded, row, state)
            _remember(state, row, reading.attribution)
            state.paragraph, state.open = sentence.paragraph, folded.open
            self._found.append(reading)
            self._rows.append(row)
            self._left_open.append(folded.open)

    def _may_go_on(self, at: int) -> bool:
        """Whether a sentence is a quotation that has nobody yet: who is named after it may have said it."""
        return (
            at + 1 < len(self._sentences)
            and self._found[at].attribution is None
            and (self._left_open[at] or self._sentences[at].paragraph == self._sentences[at + 1].paragraph)
            and "q" in {chunk.code for chunk in self._rows[at]} <= set("q,.?")
        )

    def _said_after(self, at: int, after: Reading) -> Reading:
        """“It burned.” “It was over in an hour,” Berg said: the first quotation has nobody, and is taken for hers too.

        `after` is the reading of the next sentence.
        """
        who = after.attribution
        if who is None or [chunk.code for chunk in self._rows[at + 1][:1]] != ["q"]:
            return self._found[at]
        said = replace(who, found=Found.CONTINUED, confidence=min(_SAID_AFTER, who.confidence), cue="")
        return Reading(said, own=False)


def _row(folded: Folded, text: _Text, index: int) -> list[Chunk]:
    """The chunks of a sentence; none where nothing in it can say that somebody speaks."""
    if len(folded.text) > MAX_SENTENCE:
        return []  # nobody will be shown it
    if folded.has_quote:
        return chunks(folded.text)
    return text.row(index) if text.may_speak(index) else []


def _by_editor(article: Article) -> dict[int, Attribution]:
    entries: Iterable[str | None] = (entry.speaker for section in article.sections or () for entry in section.sentences)
    roles = {person.name: person.role for person in article.people}
    return {index: Attribution(name, roles.get(name), Found.EDITOR, 1.0) for index, name in enumerate(entries) if name}


def _read(folded: Folded, row: list[Chunk], state: _State) -> Reading:
    cue = find_cue(row)
    if cue is not None:
        return Reading(_who(cue, state), own=False)
    if state.expects is not None and folded.has_quote:
        return Reading(replace(state.expects, found=Found.CONTINUED, confidence=_ANNOUNCED, cue=""), own=False)
    if folded.only_quote and state.voice is not None:
        confidence = _GOES_ON_BELOW if state.below and not state.open else _GOES_ON
        return Reading(replace(state.voice, found=Found.CONTINUED, confidence=confidence, cue=""), own=False)
    return Reading(None, own=not folded.only_quote and folded.words <= _FRAGMENT and not somebody_speaks(row))


def _who(cue: Cue, state: _State) -> Attribution | None:
    mention = cue.mention
    if mention.kind is Kind.SOMEONE and mention.head[:1].isupper():
        named = Mention(Kind.NAME, mention.head, mention.role)
        if state.people.is_person(named):
            mention = named
    if mention.kind is Kind.NAME:
        return _attribution(state.people.who(mention), Found.NAMED, cue.confidence, mention.words)
    if mention.kind is Kind.ROLE:
        return _by_role(cue, state)
    if mention.kind is Kind.SOMEONE:
        return _described(cue)
    last, at = _last_person(state)
    if last is None:
        return None
    confidence = round(min(cue.confidence, _PRONOUN) - _FADES * max(0, state.at - at - 1), 3)
    return replace(last, found=Found.RESOLVED, confidence=confidence, cue=mention.words)


def _last_person(state: _State) -> tuple[Attribution | None, int]:
    """Who was last spoken of before this sentence, as its speaker or as its subject, and where."""
    for at in range(state.at - 1, max(state.last_at if state.last else -1, state.at - _REACH), -1):
        about = subject(state.text.row(at))
        if about is not None and about.kind is Kind.NAME and state.people.is_person(about):
            return _attribution(state.people.who(about), Found.NAMED, 1.0, about.words), at
    return state.last, state.last_at


def _by_role(cue: Cue, state: _State) -> Attribution | None:
    """The person whose role has the same word: who spoke last, then the only one whom the article names so."""
    word = cue.mention.head
    if state.last is not None and word in (state.last.role or "").lower().split():
        return replace(state.last, found=Found.RESOLVED, confidence=_ROLE_OF_LAST, cue=cue.mention.words)
    holders = state.people.with_role(word)
    if len(holders) == 1:
        return _attribution(holders[0], Found.RESOLVED, _ROLE_OF_ONE, cue.mention.words)
    return None if holders else _described(cue)


def _described(cue: Cue) -> Attribution:
    return Attribution(cue.mention.words, None, Found.DESCRIBED, min(cue.confidence, _DESCRIBED), cue.mention.words)


def _attribution(person: Person, found: Found, confidence: float, cue: str) -> Attribution:
    return Attribution(person.name, person.role, found, confidence, cue)


def _remember(state: _State, row: list[Chunk], attribution: Attribution | None) -> None:
    state.expects = None
    if (cue := announced(row)) is not None:
        state.expects = _who(cue, state)
    sure = attribution is not None and attribution.confidence >= MIN_CONFIDENCE
    if attribution is not None and sure and attribution.found is not Found.DESCRIBED:
        state.last, state.last_at = attribution, state.at
    state.voice = attribution if sure else None
