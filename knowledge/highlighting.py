"""Where in a quoted sentence the answer stands, told only where the sentence leaves no choice.

A question asks for a person, a time, a number, a place, a reason: the one thing of that kind in the sentence that the
question does not name itself is the answer. Where there are two, or none, nothing is told: the wrong words in bold are
worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from knowledge.answering import Quote
from knowledge.conversation.naming import may_be_somebody
from knowledge.reading.mentions import Chunk, Kind, chunks
from knowledge.retrieval import words
from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.tokens import Mark, marks_of
from knowledge.retrieval.words import Word

Span = tuple[int, int]
"""Where words start and end in the sentence."""

_UNIT_WITHIN = 3
"""Words after a number among which what it counts stands: "312 rusted bolts"."""
_SAID_WITHIN = 6
"""Words between a speaker and the day or place of saying it: "Berg told reporters in Tarn on Friday"."""

_SCALE = r"(?:thousand|million|billion|trillion|mil|millones|tausend|Millionen|Milliarden|тысяч|млн|млрд)"
_AMOUNT = regex.compile(
    rf"(?:\p{{Sc}}\s?)?\p{{N}}+(?:[.,]\p{{N}}+)*(?:[ \u00a0-]{_SCALE}\b)?(?:\s?(?:%|per\s?cent\b|\p{{Sc}}))?", regex.I
)
_CURRENCY = regex.compile(r"\s(?:\p{L}+\s)?(?:dollars|euros?|pounds|roubles|rubles|yen|yuan|crowns|francs|pesos)\b")
_MEASURE = regex.compile(
    r"(?:\s|-)(?:square |cubic )?(?:met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|inches|tons?|tonnes?|"
    r"kilo(?:gram)?s?|kg|pounds|hours?|minutes?|seconds?|days?|weeks?|months?|years?|times|degrees)\b",
    regex.I,
)
_AGED = regex.compile(r"(?:-|\s)years?(?:-|\s)old\b")
_LOCATED = regex.compile(
    r"\b(?:in|near|outside|capital of|city of|town of|village of|island of)\s"
    r"(?P<place>\p{Lu}[\p{L}\p{M}’'-]*(?:\s\p{Lu}[\p{L}\p{M}’'-]*)*)"
)
_POSSESSOR = regex.compile(r"(?P<name>\p{Lu}[\p{L}\p{M}.]+(?:\s\p{Lu}[\p{L}\p{M}.]+)+)['’]s?(?!\p{L})")
_REASON = regex.compile(
    r"\b(?:because(?: of)?|due to|owing to|porque|debido a|weil|parce qu[e'’]|потому что|из-за)\s(?=\p{L})", regex.I
)
_CLAUSE_END = regex.compile(r"[,;.!?…]?[\"”»]|[,;](?=\s)|[.!?…]+$|$")
_BREAKS = regex.compile(r"[;:\"“”«»]")


def answering_words(analysis: Analysis, quote: Quote) -> tuple[Span, ...]:
    """Return the words of `quote.sentence` that answer the question of `analysis`; none where that is not plain."""
    find = _FINDERS.get(analysis.asked)
    if find is None:
        return ()
    found = sorted(set(find(_Reading(analysis, quote))))
    return tuple(found) if len(found) == 1 else ()


@dataclass(frozen=True)
class _Reading:
    """A quoted sentence beside the question."""

    analysis: Analysis
    quote: Quote

    @property
    def text(self) -> str:
        return self.quote.sentence.text

    @cached_property
    def language(self) -> str:
        return words.language_code(self.quote.article.language)

    @cached_property
    def asked_keys(self) -> frozenset[str]:
        """What the question names, in the article's words as well."""
        keys = {term.key for term in self.analysis.terms}
        keys.update(word.key for word in words.words(self.analysis.question, self.analysis.language))
        keys.update(key for term in self.analysis.terms for reading in term.readings for key in reading.keys)
        return frozenset(keys)

    @cached_property
    def words(self) -> tuple[tuple[Word, int], ...]:
        found = words.words(self.text, self.language)
        return tuple(zip(found, marks_of(self.text, found, self.language), strict=True))

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        return tuple(chunks(self.text)) if self.language == "en" else ()

    def asked_about(self, span: Span) -> bool:
        """Whether the question names any content word of a span itself."""
        inside = [word for word, _ in self.words if span[0] <= word.start < span[1] and not word.common]
        return any(word.key in self.asked_keys for word in inside)

    def of_the_saying(self, start: int) -> bool:
        """Whether a day or place belongs to the statement, not to what is stated: "Berg told reporters on Friday"."""
        speaker = self.quote.sentence.speaker
        if speaker is None or self.analysis.asked is Asked.STATEMENT:
            return False
        at = max(self.text.rfind(said, 0, start) for said in (speaker.cue or speaker.name, speaker.name.split()[-1]))
        between = self.text[at:start]
        said = any(chunk.code in "sTv" and at <= chunk.start < start for chunk in self.chunks)
        return at >= 0 and said and len(between.split()) <= _SAID_WITHIN and not _BREAKS.search(between)


# --- people -----------------------------------------------------------------------------------------------------------


def _people(reading: _Reading) -> Iterator[Span]:
    """Everybody in the sentence who may be the one: named in full or known to be a person, and not by the question."""
    sentence = reading.quote.sentence
    speaker = sentence.speaker.name if sentence.speaker and not sentence.speaker.our_reading else ""
    if reading.analysis.asks_who_says and sentence.speaker is not None:
        at = _standing(speaker, reading.text) if speaker else None
        if at is not None:
            yield at
        return
    for span, name in _named(reading):
        if name != speaker and name.split()[-1] not in speaker.split() and not reading.asked_about(span):
            yield span


def _named(reading: _Reading) -> Iterator[tuple[Span, str]]:
    """Names of people, and where each stands first; names of more than one word that may be something else too."""
    for chunk in reading.chunks:
        mention = chunk.mention
        if mention is None or mention.kind is not Kind.NAME or not (mention.role or " " in mention.words):
            continue
        at = _standing(mention.words, reading.text, chunk.start)
        if at is not None and may_be_somebody(mention.words, mention.role, reading.language):
            yield at, mention.words
    for found in _POSSESSOR.finditer(reading.text):  # "Berg's mill": the mentions have the mill
        if reading.chunks and may_be_somebody(found["name"], None, reading.language):
            yield found.span("name"), found["name"]
    if not reading.chunks:
        for person in reading.quote.article.people:
            if (at := _standing(person.name, reading.text)) is not None:
                yield at, person.name


def _standing(words: str, text: str, start: int = 0) -> Span | None:
    """Where words stand in a text from `start` on, whatever spaces part them: names have such that don't break."""
    found = regex.compile(r"\s+".join(map(regex.escape, words.split()))).search(text, start)
    return None if found is None else found.span()


def _identity(reading: _Reading) -> Iterator[Span]:
    """What somebody is whom the question names: the role beside the name."""
    for chunk in reading.chunks:
        mention = chunk.mention
        if mention is None or mention.kind is not Kind.NAME or not mention.role:
            continue
        at = _standing(mention.role, reading.text, chunk.start)
        name = _standing(mention.words, reading.text, chunk.start)
        if at is not None and at[0] < chunk.end and name is not None and reading.asked_about(name):
            yield at


# --- times and places -------------------------------------------------------------------------------------------------


def _times(reading: _Reading) -> Iterator[Span]:
    for mention in reading.quote.sentence.dates:
        span = mention.offset, mention.offset + len(mention.text)
        if not reading.asked_about(span) and not reading.of_the_saying(span[0]):
            yield span


def _places(reading: _Reading) -> Iterator[Span]:
    spans = [(found.start("place"), found.end("place")) for found in _LOCATED.finditer(reading.text)]
    for word, marks in reading.words:
        end = word.start + len(word.surface)
        if marks & Mark.PLACE and not any(start <= word.start < last for start, last in spans):
            spans.append((word.start, end))
    times = [(one.offset, one.offset + len(one.text)) for one in reading.quote.sentence.dates]
    for start, end in spans:
        timely = any(first < end and start < last for first, last in times) or _is_time(reading, start)
        if not timely and not reading.asked_about((start, end)) and not reading.of_the_saying(start):
            yield start, end


def _is_time(reading: _Reading, at: int) -> bool:
    return any(word.start == at and marks & Mark.TIME for word, marks in reading.words)


# --- numbers ----------------------------------------------------------------------------------------------------------


def _numbers(reading: _Reading) -> Iterator[Span]:
    """Numbers with what they count, where the question says what; else with their measure."""
    kinds = {term.key for term in reading.analysis.terms if term.kind}
    kinds.update(r.keys[0] for t in reading.analysis.terms if t.kind for r in t.readings if len(r.keys) == 1)
    for place, (word, marks) in enumerate(reading.words):
        if not marks & Mark.NUMBER or marks & (Mark.TIME | Mark.SHARE | Mark.SUM) or _dated(reading, word):
            continue
        if reading.asked_about((word.start, word.start + len(word.surface))):
            continue
        start, end = _amount(reading, word)
        if kinds:
            following = [one for one, _ in reading.words[place + 1 : place + 1 + _UNIT_WITHIN]]
            counted = next((one for one in following if one.key in kinds), None)
            if counted is None:
                continue
            end = max(end, counted.start + len(counted.surface))
        elif measure := _MEASURE.match(reading.text, end):
            end = measure.end()
        yield start, end


def _of_mark(mark: Mark) -> Callable[[_Reading], Iterator[Span]]:
    def find(reading: _Reading) -> Iterator[Span]:
        for word, marks in reading.words:
            span = word.start, word.start + len(word.surface)
            if marks & mark and not reading.asked_about(span):
                yield _amount(reading, word)

    return find


def _amount(reading: _Reading, word: Word) -> Span:
    """A number with its sign, its scale and its unit: "€4.2 million", "31 per cent", "58 years old"."""
    for found in _AMOUNT.finditer(reading.text):
        if found.start() <= word.start < found.end():
            start, end = found.span()
            break
    else:
        start, end = word.start, word.start + len(word.surface)
    after = _CURRENCY.match(reading.text, end) or _AGED.match(reading.text, end)
    return start, after.end() if after else end


def _dated(reading: _Reading, word: Word) -> bool:
    return any(one.offset <= word.start < one.offset + len(one.text) for one in reading.quote.sentence.dates)


# --- reasons ----------------------------------------------------------------------------------------------------------


def _reasons(reading: _Reading) -> Iterator[Span]:
    """The clause that "because" opens, up to the next comma or the end of what is said."""
    for found in _REASON.finditer(reading.text):
        end = _CLAUSE_END.search(reading.text, found.end())
        assert end is not None  # noqa: S101 - the pattern takes the end of the text as well
        yield found.start(), len(reading.text[: end.start()].rstrip())


_FINDERS: Mapping[Asked, Callable[[_Reading], Iterator[Span]]] = {
    Asked.PERSON: _people,
    Asked.IDENTITY: _identity,
    Asked.TIME: _times,
    Asked.PLACE: _places,
    Asked.NUMBER: _numbers,
    Asked.SHARE: _of_mark(Mark.SHARE),
    Asked.SUM: _of_mark(Mark.SUM),
    Asked.AGE: _of_mark(Mark.AGE),
    Asked.REASON: _reasons,
}
