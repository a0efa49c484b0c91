"""What readers follow, put to a library: which sentences there are for a request, and which of them are news.

A question is asked as ever. A person is followed by what they say, a topic by the sentences that name it. News is what
the reader was not told and what the library did not have when they asked to be told: both are the `told` texts here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from knowledge.answering import Answer, Quote, ask, quote, reported
from knowledge.article import day
from knowledge.conversation import naming
from knowledge.library import Library
from knowledge.reading.people import key_of
from knowledge.reports import Place
from knowledge.retrieval.analysis import Analysis, Term, analyse
from knowledge.retrieval.language import question_language
from knowledge.retrieval.strings import Keys
from knowledge.store.follows import Kind
from knowledge.store.texts import normal
from knowledge.story import Story

WATCHED = 200
"""How many of the newest statements of a person, or sentences on a topic, are looked at for news."""
BASELINE = 2 * WATCHED
"""How many of them are told as known when a request is made.

They are more than are watched: where articles are removed, older sentences move up, and are no news.
"""
ANSWERS = 10
"""How many quotes of an answer are told as known with those that are sent."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of a request that no article has, and the library's word that it may be a slip of."""

    word: str
    reading: str


def kind_of(text: str, library: Library) -> Kind | None:
    """Return what `text` is as something to follow; None where it has no word to go by."""
    text = " ".join(text.split())
    analysis = _analysed(text, library)
    if not analysis.terms:
        return None
    if text.rstrip().endswith(("?", "？", "؟")):
        return Kind.QUESTION
    named = naming.is_name(text.split()[-1], library, analysis.language)
    is_person = named and naming.kind_of(text, library, analysis.language) is naming.Kind.PERSON
    return Kind.PERSON if is_person else Kind.TOPIC


def unknown(text: str, library: Library) -> tuple[Suggestion, ...]:
    """Return the words of `text` that no article has but that look like a slip of one that some article has."""
    found = [(term.surface, term.readings[0].word) for term in _analysed(text, library).terms if term.corrected]
    is_name = library.index.vocabulary.is_name
    return tuple(Suggestion(word, meant.title() if is_name(meant) else meant) for word, meant in found)


def places(
    kind: Kind,
    text: str,
    library: Library,
    *,
    now: datetime,
    most: int = WATCHED,
    threshold: float | None = None,
) -> tuple[Place, ...]:
    """Return the first `most` sentences that a request finds in `library`, as far as `now` allows.

    For a question those that answer it, the best first; else those of the newest articles first.
    """
    every = search(kind, text, library, now=now, threshold=threshold)
    return tuple(islice((place for place in every if place is not None), most))


def search(
    kind: Kind, text: str, library: Library, *, now: datetime, threshold: float | None = None
) -> Iterator[Place | None]:
    """Yield what `places` returns, one by one; None where an article was read, and others may have their turn."""
    if kind is Kind.QUESTION:
        found = ask(text, library, now=now, threshold=threshold, limit=ANSWERS)
        quotes = found.quotes if isinstance(found, Answer) else ()
        yield from ((library.stories[one.article.id], one.sentence.index) for one in quotes)
        return
    analysis = _analysed(text, library)
    if analysis.terms:
        yield from (_said_by if kind is Kind.PERSON else _naming)(text, analysis, library, now)


def news(found: Iterable[Place], told: Collection[str]) -> tuple[Place, ...]:
    """Return those of `found` whose words are not among the texts that were `told`, each wording once."""
    known = {normal(text) for text in told}
    fresh: dict[str, Place] = {}
    for story, index in found:
        words = normal(story.bare[index].text)
        if words not in known:
            fresh.setdefault(words, (story, index))
    return tuple(fresh.values())


def find(library: Library, article_id: str, index: int, text: str, *, now: datetime) -> Place | None:
    """Return where a sentence stands now; None where it is no longer there, or may not be shown at `now`."""
    story = library.stories.get(article_id)
    if story is None or not story.article.quotable(now):
        return None
    near = sorted((one for one in story.bare if one.text == text), key=lambda one: abs(one.index - index))
    return (story, near[0].index) if near and near[0].quotable else None


def gathered(library: Library, found: Sequence[Place], *, now: datetime, most: int) -> tuple[tuple[Quote, ...], int]:
    """Return the first `most` quotes for what was `found`, in order, and how many sentences of it are in none of them.

    A sentence that another one brings along, since that leans on it, is not quoted by itself as well.
    """
    kept: list[Quote] = []
    for story, index in found:
        if _has(kept, story.article.id, index):
            continue
        one = quote(story, index)
        longer = [*(other for other in kept if not _has([one], other.article.id, other.sentence.index)), one]
        if len(longer) > most:
            break
        kept = longer
    more = sum(not _has(kept, story.article.id, index) for story, index in found)
    return tuple(reported(library, library.stories[q.article.id], q.sentence.index, now=now) for q in kept), more


def _has(quotes: Sequence[Quote], article_id: str, index: int) -> bool:
    """Whether a sentence stands in one of `quotes`, as the one that is quoted or as one that it leans on."""
    return any(
        one.article.id == article_id and index in {one.sentence.index, *(before.index for before in one.leaning)}
        for one in quotes
    )


def next_release(library: Library, *, now: datetime) -> datetime | None:
    """Return when the next embargo ends: what is held until then is news at that time."""
    catalogue = library.index.catalogue
    ends = catalogue.shown_from[(catalogue.shown_from > now.timestamp()) & (catalogue.shown_until > now.timestamp())]
    return datetime.fromtimestamp(float(ends.min()), UTC) if len(ends) else None


def _said_by(name: str, analysis: Analysis, library: Library, now: datetime) -> Iterator[Place | None]:
    """What somebody called `name` says."""
    stories = _stories_with(name, analysis.terms, library, now)
    for story in _newest(stories, now):
        for sentence in story.bare:
            speaker = story.speaker(sentence.index) if sentence.quotable else None
            if speaker is not None and _is_called(speaker.name, name):
                yield story, sentence.index
        yield None


def _is_called(full: str, name: str) -> bool:
    """Whether `name` names somebody whose full name is `full`: a surname, or more of the name in any order."""
    wanted, parts = key_of(name), key_of(full)
    return set(wanted) <= set(parts) and (len(wanted) > 1 or wanted[-1] == parts[-1])


def _naming(_: str, analysis: Analysis, library: Library, now: datetime) -> Iterator[Place | None]:
    """The sentences that name a topic; of several words one has to stand there, the others may above the article."""
    tokens = library.index.tokens
    having = [_sentences_having(term, library) for term in analysis.terms]
    wanted = np.unique(np.concatenate(having))
    of_story = np.searchsorted(tokens.story_starts, wanted, side="right") - 1
    for term, with_it in zip(analysis.terms, having, strict=True):
        keep = np.isin(wanted, with_it) | np.isin(of_story, _heads_having(term, library))
        wanted, of_story = wanted[keep], of_story[keep]
    keep = library.index.catalogue.shown(of_story, now)
    by_story: dict[int, list[int]] = {}
    for number, story in zip(wanted[keep].tolist(), of_story[keep].tolist(), strict=True):
        by_story.setdefault(story, []).append(number - int(tokens.story_starts[story]))
    stories = library.index.stories
    at = {stories[number].article.id: indices for number, indices in by_story.items()}
    for one in _newest([stories[number] for number in by_story], now):
        yield from ((one, index) for index in at[one.article.id] if one.bare[index].quotable)


def _stories_with(name: str, terms: Sequence[Term], library: Library, now: datetime) -> list[Story]:
    """The stories to be shown that have every term of a name, or in which an editor has entered it as a speaker's."""
    engine = library.index
    found: Numbers | None = None
    for term in terms:
        of_story = np.searchsorted(engine.tokens.story_starts, _sentences_having(term, library), side="right") - 1
        having = np.union1d(of_story, _heads_having(term, library))
        found = having if found is None else np.intersect1d(found, having)
    edited = (
        number
        for number in np.flatnonzero(engine.catalogue.edited & engine.catalogue.shown(slice(None), now)).tolist()
        if _is_entered(name, engine.stories[number])
    )
    numbers = np.array(sorted({*edited, *(found.tolist() if found is not None else ())}), dtype=np.int64)
    return [engine.stories[number] for number in numbers[engine.catalogue.shown(numbers, now)].tolist()]


def _is_entered(name: str, story: Story) -> bool:
    entries = (entry for section in story.article.sections or () for entry in section.sentences)
    return any(entry.speaker is not None and _is_called(entry.speaker, name) for entry in entries)


def _sentences_having(term: Term, library: Library) -> Numbers:
    """The numbers of the sentences with a word that counts as `term`; a slip's correction does not."""
    tokens = library.index.tokens
    return _having(term, tokens.keys, tokens.ids, tokens.starts)


def _heads_having(term: Term, library: Library) -> Numbers:
    """The numbers of the stories whose headline, standfirst or topics have `term`."""
    tokens = library.index.tokens
    return _having(term, tokens.keys, tokens.head_ids, tokens.head_starts)


def _having(term: Term, numbers: Keys, ids: NDArray[np.int32], starts: Numbers) -> Numbers:
    """The numbers of the runs of `ids` that have `term`."""
    found = np.empty(0, dtype=np.int64)
    ways = {(term.key,), *(reading.keys for reading in term.readings if not reading.corrected)}
    for keys in ways:
        together: Numbers | None = None
        for key in keys:
            number = numbers.get(key)
            at = np.flatnonzero(ids == number) if number is not None else np.empty(0, dtype=np.int64)
            runs = np.unique(np.searchsorted(starts, at, side="right") - 1)
            together = runs if together is None else np.intersect1d(together, runs)
        if together is not None:
            found = np.union1d(found, together)
    return found


def _newest(stories: Iterable[Story], now: datetime) -> list[Story]:
    """Stories that may be shown, the newest first; undated ones come last."""

    def age(story: Story) -> tuple[int, str]:
        published = story.article.published
        return (-day(published).toordinal() if published is not None else 0, story.article.id)

    return sorted((story for story in stories if story.article.quotable(now)), key=age)


def _analysed(text: str, library: Library) -> Analysis:
    return analyse(text, library.index.vocabulary, question_language(text, library.languages))
