"""Pronouns that nothing in their own question explains: "What did he say about it?", "How much did it cost?"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from knowledge.conversation import forms
from knowledge.conversation.naming import Kind, Mention, is_role, mentions, with_article
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval import words
from knowledge.retrieval.asking import Asked

_PRONOUN = regex.compile(
    r"(?<![\p{L}\p{N}'’-])(?P<word>he|him|his|she|her|they|them|their|it|its)(?![\p{L}\p{N}-])", regex.I
)
_OF_IT = regex.compile(r"\b(?:about|on|of|regarding|concerning) (?P<word>it|that|this)(?=[\s?!.…]*$)", regex.I)
_ENGLISH = regex.compile(
    r"\s*(?:(?:and|but|so|ok|okay),? )?"
    rf"(?:what|whose|who|when|where|why|how|which|in|on|at|to|since|tell|{forms.AUXILIARY})\b",
    regex.I,
)
# Words of question phrases that explain no pronoun: "How old is he?", "What else did she say?"
_EXPLAINS_NOTHING = frozenset("else exactly also ever old long often far much many year day date month city".split())
_WHO_DID = regex.compile(
    rf"\s*(?:(?:and|but|so|ok|okay),? )?who(?: else)?(?: {forms.AUXILIARY})?(?! {forms.AUXILIARY}\b) \p{{L}}+\s+$",
    regex.I,
)
_HOW_OLD = regex.compile(
    r"\s*(?:(?:and|but|so|ok|okay),? )?how (?:old|big|large|tall|high|wide|deep|heavy|expensive|strong|fast) "
    r"(?:is|was|are|were)\s+$",
    regex.I,
)
_HE, _SHE, _THEY, _IT = {"he", "him", "his"}, {"she", "her"}, {"they", "them", "their"}, {"it", "its"}
_POSSESSIVE = {"his", "their", "its"}
_MAX_OF_IT = 4
_MAX_THING = 4
# "Is it raining?", "How long does it take?", "Is it safe to …?": nothing is meant by it.
_OF_NOTHING = frozenset(
    "take takes true possible likely clear known legal rain raining snow snowing seem seems".split()
)


def explain_pronouns(question: str, previous: Turn, library: Library) -> str | None:
    """Return `question` with its first unexplained pronoun, and "about it" at its end, read from `previous`."""
    if not _ENGLISH.match(question):
        return None
    resolved = _first(question, previous, library)
    of_it, span = _OF_IT.search(resolved or question), forms.topic(previous.question)
    if of_it and span and previous.asked is Asked.STATEMENT:
        resolved = forms.put(resolved or question, of_it.span("word"), previous.question[slice(*span)])
    return resolved


def _first(question: str, previous: Turn, library: Library) -> str | None:
    found = _PRONOUN.search(question)
    if found is None or question[found.end() : found.end() + 1] in {"'", "’"}:
        return None
    word, rest = found["word"].lower(), question[found.end() :]
    here = mentions(question, library, "en")
    if not _is_its_object(question, found.span()) and (
        _explained(question, found.span(), word, here) or (word in _IT and not _is_of_something(rest))
    ):
        return None
    asked = mentions(previous.question, library, "en")
    name = (
        _somebody(word, asked, previous, library) if word in _HE | _SHE else _something(word, asked, previous, library)
    )
    if name is None or any(_same(name, one.text) for one in here):
        return None
    if word in _POSSESSIVE or (word == "her" and _owns(rest)):
        name += "’" if name.endswith("s") and word == "their" else "’s"
    return forms.put(question, found.span(), name)


def _is_its_object(question: str, span: tuple[int, int]) -> bool:
    """Whether the question is "Who bought it?" or "How old is it?": nothing before the pronoun says what it is."""
    before = question[: span[0]]
    return bool(_WHO_DID.match(before) or _HOW_OLD.match(before)) and not words.words(question[span[1] :], "en")


def _explained(question: str, span: tuple[int, int], word: str, here: Sequence[Mention]) -> bool:
    """Whether the question itself says who or what the pronoun at `span` is: a word with content stands before it.

    A country is nobody that "he" could be, nor is its verb in "Does China support him?". "When he resigned, what did
    Lind say?" names him after the comma.
    """
    content, countries = 0, 0
    for other in words.words(question[: span[0]], "en"):
        inside = next((one for one in here if one.start <= other.start < one.end), None)
        if inside is not None and inside.kind is Kind.PLACE and word in _HE | _SHE:
            countries += 1
        elif not other.common and other.surface.lower() not in _EXPLAINS_NOTHING:
            content += 1
    ends = not words.words(question[span[1] :], "en")
    if content > (1 if ends and countries == 1 else 0):
        return True
    comma = question.find(",", span[1])
    return comma >= 0 and any(one.start > comma for one in here)


def _is_of_something(rest: str) -> bool:
    """Whether `rest`, what follows "it", says something of a thing: a word or two with content."""
    content = [word for word in words.words(rest, "en") if not word.common]
    if not 0 < len(content) <= _MAX_OF_IT or not _OF_NOTHING.isdisjoint(word.surface.lower() for word in content):
        return False
    return not regex.search(r"\b(?:that|to|in)\b", rest)


def _somebody(word: str, asked: Sequence[Mention], previous: Turn, library: Library) -> str | None:
    """The person of the previous question if it names one, else of its answer; None where two could be meant."""
    people = [one.text for one in asked if one.kind is Kind.PERSON]
    if not people and len(asked) == 1 and asked[0].kind is Kind.OTHER and _is_unknown(asked[0].text, library):
        people = [asked[0].text]
    if not people:
        people = _of_the_answer(previous, library)
    if len(people) != 1:
        return None
    others = previous.called("she" if word in _HE else "he", library)
    return None if any(_same(people[0], other) for other in others) else people[0]


def _something(word: str, asked: Sequence[Mention], previous: Turn, library: Library) -> str | None:
    """The thing, or the one country or body, that the previous question was about."""
    before = previous.question
    thing = _subject(previous, library)
    if thing is not None:
        last = thing.split()[-1].lower()
        several = last.endswith("s") and not last.endswith("ss")
        return thing if several == (word in _THEY) else None
    bodies = [one for one in asked if one.kind is Kind.PLACE]
    if len(bodies) != 1 or any(one.kind is Kind.OTHER for one in asked):
        return None
    return before[with_article(before, bodies[0].start) : bodies[0].end]


_SUBJECT = regex.compile(rf"\b{forms.AUXILIARY} (?P<thing>the (?P<words>[^?!.,;:]+))", regex.I)


def _subject(previous: Turn, library: Library) -> str | None:
    """What the previous question says something of ("the harbour bridge"), as far as its answer's article writes it.

    A question does not show where its subject ends and its verb begins; an article that writes "the harbour bridge
    in Aldmoor reopened" does.
    """
    found = _SUBJECT.search(previous.question)
    story = library.stories.get(previous.article or "")
    if found is None or story is None:
        return None
    text = " ".join(f"{story.article.headline}\n{story.text}".casefold().split())
    said = found["words"].split()[:_MAX_THING]
    for number in range(len(said), 0, -1):
        phrase = " ".join(said[:number])
        if regex.search(rf"(?<!\p{{L}}){regex.escape(phrase.casefold())}(?!\p{{L}})", text):
            content = [one for one in words.words(phrase, "en") if not one.common]
            is_thing = content and not is_role(said[number - 1]) and phrase.islower()
            return f"the {phrase}" if is_thing else None
    return None


def _is_unknown(name: str, library: Library) -> bool:
    """Whether the library has no word of `name`: what it is, only the reader knows."""
    return all(library.index.vocabulary.entry(words.fold(part)) is None for part in name.split())


def _of_the_answer(previous: Turn, library: Library) -> list[str]:
    people = previous.people(library)
    rest = [name for name in people if previous.speaker is None or not _same(name, previous.speaker)]
    if previous.asked in {Asked.PERSON, Asked.IDENTITY} and len(rest) == 1:
        return rest  # who was asked for is the answer, and not who tells of it
    if previous.speaker is not None:
        return [previous.speaker]
    return rest


def _same(one: str, other: str) -> bool:
    """Whether two names may be one person's: their last words are the same."""
    return words.fold(one).split()[-1:] == words.fold(other).split()[-1:]


def _owns(rest: str) -> bool:
    """Whether what follows "her" is what she has: a word with content."""
    found = words.words(rest, "en")
    return bool(found) and rest[:1] == " " and rest[1:2].isalpha() and not found[0].common
