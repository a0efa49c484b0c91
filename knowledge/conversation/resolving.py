"""A follow-up becomes a question that can be asked by itself; what can be asked by itself stays as it is.

Three ways, each only where it fits whole: a question word alone asks the previous question on ("When was that?"),
a name takes the place of its like ("And China?"), and a pronoun that nothing before it explains is whom or what
the previous question or answer was about ("What did he say about it?"). Where two things could be meant, the
question is left to be asked as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import regex

from knowledge.conversation import forms
from knowledge.conversation.naming import (
    Kind,
    Mention,
    is_name,
    is_role,
    kind_of,
    mentions,
    with_article,
    without_article,
)
from knowledge.conversation.pronouns import explain_pronouns
from knowledge.conversation.turn import Turn
from knowledge.library import Library
from knowledge.retrieval import asking, words
from knowledge.retrieval.asking import Asked

MAX_FOLLOW_UP = 200
"""Characters of a question that may be a follow-up; who writes more says what is meant."""
MAX_NAME_WORDS = 5


class Way(StrEnum):
    """How a follow-up was understood."""

    AS_IT_STANDS = ""
    ASKED_ON = "asked on"
    ANOTHER_NAME = "another name"
    PRONOUN = "pronoun"
    QUOTED = "quoted"
    """Asked together with what its reader quotes beside it; see knowledge.conversation.quoting."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question to ask: `question` stands by itself, `written` is what the reader wrote.

    `about` is the id of the article that was quoted before, for a follow-up to one, and None else.
    """

    question: str
    written: str
    way: Way = Way.AS_IT_STANDS
    about: str | None = None

    @property
    def follows(self) -> bool:
        """Whether it was understood from the turn before."""
        return self.way is not Way.AS_IT_STANDS


def resolve(question: str, previous: Turn | None, library: Library) -> Understood:
    """Return what `question` means after `previous`; unchanged where it stands by itself, or where unsure."""
    plain = Understood(question, question)
    if previous is None or len(question) > MAX_FOLLOW_UP or not question.strip():
        return plain
    for way, read in (
        (Way.ASKED_ON, _asked_on),
        (Way.ANOTHER_NAME, _another),
        (Way.PRONOUN, explain_pronouns),
    ):
        found = read(question, previous, library)
        if found is not None and _folded(found) != _folded(question):
            return replace(plain, question=found, way=way, about=previous.article)
    return plain


def _folded(question: str) -> str:
    return " ".join(words.fold(question).split()).strip(" ?!.")


# --- "when was that?" ---------------------------------------------------------------------------------------------


def _asked_on(question: str, previous: Turn, _: Library) -> str | None:
    for language, form in forms.FORMS.items():
        found = form.bare.fullmatch(question)
        if found:
            asked_on = forms.asked_on(previous.question, found["word"], language)
            return asked_on or (_of_words(previous, found["word"]) if language == "en" else None)
    return None


def _of_words(previous: Turn, word: str) -> str | None:
    """Some words that were answered though they are no question: "interim president" and "when"."""
    said = previous.question.strip().rstrip("?!.… ")
    return f"{word.capitalize()}: {said}?" if previous.article is not None and said else None


# --- "and China?" -------------------------------------------------------------------------------------------------


def _another(question: str, previous: Turn, library: Library) -> str | None:
    for language, form in forms.FORMS.items():
        found = form.another.fullmatch(question)
        if found and len(found["name"].split()) <= MAX_NAME_WORDS:
            return _instead(found["name"], (found["place"] or "").lower(), language, previous, library)
    return None


def _instead(name: str, place: str, language: str, previous: Turn, library: Library) -> str | None:
    """The previous question with `name` in the place of its like."""
    before = previous.question
    is_number = bool(regex.fullmatch(r"\p{N}+", name))
    bare = without_article(name)
    named = is_number or _is_whole_name(bare, library, language)
    if not named and not _is_thing(bare, language):
        return None
    if named and not is_number and bare.islower():
        name = name[: len(name) - len(bare)] + bare.title()
    stated = previous.asked is Asked.STATEMENT
    if place in {"about", "regarding"} or (place == "on" and stated):
        return _on_topic(before, name) if stated else None
    if place:
        span = forms.phrase_after(before, place)
        if span is None and place in {"in", "on"} and (is_number or asking.is_month(bare.split()[0], language)):
            return f"{before.rstrip(' ?!.')} {place} {name}?"
        return forms.put(before, span, name) if span else None
    if is_number:
        same = [match.span() for match in regex.finditer(rf"(?<!\p{{N}})\p{{N}}{{{len(name)}}}(?!\p{{N}})", before)]
        return forms.put(before, same[0], name) if len(same) == 1 else None
    if not named:
        return _on_topic(before, name) if stated and forms.topic(before) else None
    like = _like(bare, mentions(before, library, language), before, library, language)
    return forms.put(before, (with_article(before, like.start), like.end), name) if like else None


def _is_whole_name(name: str, library: Library, language: str) -> bool:
    parts = name.split()
    if any(words.is_common(part, language) for part in parts if len(parts) == 1 or part[:1].isupper()):
        return False
    capital = all(part[:1].isupper() for part in (parts[0], parts[-1]))
    return capital or all(is_name(part, library, language) for part in parts)


def _is_thing(name: str, language: str) -> bool:
    """Whether `name` can be what a statement is about: some words, and none that a question is made of."""
    found = words.words(name, language)
    if not found or found[0].common or any(is_role(word.surface) for word in found):
        return False
    return not any(word.surface.lower() in _OF_QUESTIONS for word in found)


_OF_QUESTIONS = frozenset(
    """what who whom whose which when where why how did does do is was are were am be been will would can could should
    has have had may might must it he she they him her them his its their this that these those you me i we us my your
    say said says tell told not now then here there today yesterday tomorrow more else thanks thank hello bye yes no ok
    please next again later so""".split()
)


def _on_topic(before: str, name: str) -> str:
    """What did Berg say about the roof, and then "the wind": what Berg said about the wind."""
    span = forms.topic(before)
    if span:
        return forms.put(before, span, name)
    return f"{before.rstrip(' ?!.')} about {name}?"


def _like(name: str, found: Sequence[Mention], before: str, library: Library, language: str) -> Mention | None:
    """The one name of `found` whose place `name` can take; none where it is there already, or two would do."""
    if not found or any(words.fold(name) == words.fold(one.text) for one in found):
        return None
    kind = kind_of(name, library, language)
    alike = [one for one in found if one.kind is kind]
    if not alike and len(found) == 1 and Kind.OTHER in {kind, found[0].kind}:
        return found[0]
    if not alike and kind is Kind.PERSON:
        alike = [one for one in found if one.kind is Kind.OTHER]
    if len(alike) > 1:
        alike = [one for one in alike if _is_subject(before, one)]
    return alike[0] if len(alike) == 1 else None


_BEFORE_SUBJECT = regex.compile(
    r"^(?:(?:what|who|whom|when|where|why|how|how (?:many|much)) )?"
    rf"{forms.AUXILIARY}(?: (?:the|president|mayor|minister))*\s*$",
    regex.I,
)


def _is_subject(question: str, one: Mention) -> bool:
    """Whether a name is what the question says something of: it stands right after the auxiliary."""
    return bool(_BEFORE_SUBJECT.match(question[: one.start]))
