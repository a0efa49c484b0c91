"""What speaks for a sentence as the answer, and what against: numbers that a person can read.

Every feature is between -1 and 1. Coverage is weighted by rarity: a shared "the" is no evidence, a shared rare
name is much. What the question has and neither the sentence nor its surroundings have counts against.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import regex

from knowledge.reading.sentence import Sentence
from knowledge.retrieval import asking, words
from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.engine import Candidate, Engine

NEIGHBOUR = 0.7
REFERRED = 0.9
"""A name in the sentence before, where this one has a pronoun for it."""
HEADLINE = 0.6
IN_ARTICLE = 0.35
ABOUT = 0.6
"""A word that an article keeps coming back to is what it is about: each of its sentences is, a little."""
_ABOUT_SHARE = 0.15
_NEAR = 4

_REFERS = regex.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|it|its|él|ella|ellos|ellas|su|sus|er|sie|ihm|ihn|ihr|sein\w*|"
    r"il|elle|ils|elles|lui|leur|он|она|они|его|её|ему|ей|их|им)\b",
    regex.I,
)
_LEAN_START = regex.compile(r"^[\"“«'‘]?(?:and|but|so|or|yet|because|which|who)\b", regex.I)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of one candidate, and how well each term is covered around it (0..1)."""

    features: Mapping[str, float]
    covered: tuple[float, ...]


def evidence(
    analysis: Analysis, candidate: Candidate, engine: Engine[Any], sentence: Sentence, *, best: tuple[float, float]
) -> Evidence:
    """Return the evidence on one candidate; `best` is the top BM25 of (sentence, article) for this question.

    `sentence` is the candidate's, read (with its speaker) where a statement is asked for.
    """
    language = words.language_code(engine.stories[candidate.story].article.language)
    found = words.words(sentence.text, language)
    places = _places(word.key for word in found)
    here = [_match(term, places) for term in analysis.terms]
    speaker_keys = _speaker_keys(sentence, language)
    if speaker_keys:
        here = [max(m, _match(t, speaker_keys)) for m, t in zip(here, analysis.terms, strict=True)]
    refers = bool(_REFERS.search(sentence.text))
    window = _window(analysis, candidate, engine, here, refers=refers)
    head = _places([*engine.heads[candidate.story], *words.keys(sentence.heading or "", language)])
    in_head = [_match(term, head) for term in analysis.terms]
    length = len(engine.stories[candidate.story].bare)
    local = [max(w, HEADLINE * h) for w, h in zip(window, in_head, strict=True)]
    around = [
        max(m, _in_article(term, candidate.story, length, engine))
        for m, term in zip(local, analysis.terms, strict=True)
    ]
    total = analysis.weight or 1.0

    def share(matches: Sequence[float]) -> float:
        return sum(m * t.weight for m, t in zip(matches, analysis.terms, strict=True)) / total

    # Covered by nothing, or only by some other part of an article that is about something else.
    elsewhere = [m == 0 or (m <= IN_ARTICLE and not near) for m, near in zip(around, local, strict=True)]
    names = [n for n, term in enumerate(analysis.terms) if term.name]
    numbers = [n for n, term in enumerate(analysis.terms) if term.number]
    has, lacks = _asked_evidence(analysis, sentence, found, language)
    features = {
        "coverage_window": share(window),
        "coverage_article": share(around),
        "coverage_headline": share(in_head),
        "terms_here": sum(m > 0 for m in here) / max(1, len(here)),
        "all_covered": float(bool(here) and min(here) > 0),
        "order": _adjacency(analysis.terms, places),
        "nearness": _nearness(analysis.terms, places),
        "bm25": candidate.bm25 / best[0] if best[0] else 0.0,
        "bm25_article": candidate.article_bm25 / best[1] if best[1] else 0.0,
        "asked_present": has,
        "asked_missing": lacks,
        "speaker": float(bool(analysis.speakers & speaker_keys.keys())) if analysis.speakers else 0.0,
        "speaker_missing": float(
            bool(analysis.speakers) and not analysis.speakers & (speaker_keys.keys() | places.keys())
        ),
        "name_absent": float(any(not around[n] for n in names)),
        "name_elsewhere": float(any(elsewhere[n] for n in names)),
        "number_absent": float(any(not around[n] for n in numbers)),
        "number_elsewhere": float(any(not here[n] for n in numbers)),
        "future_missing": float(analysis.future and not asking.speaks_of_the_future(sentence.text)),
        "early": 1 / (1 + candidate.index / 3),
        "length": min(1.0, math.log1p(len(found)) / math.log1p(60)),
        "fragment": float(len(found) < 6 or bool(_LEAN_START.search(sentence.text))),
        "is_question": float(sentence.text.rstrip(" \"”»'’").endswith(("?", "？", "؟"))),
        "matched": min(1.0, share(window) * total / 3),
        "library_size": min(1.0, math.log10(1 + engine.vocabulary.sentences) / 7),
        "focus": _focus(analysis.terms, found, language),
    }
    return Evidence(features, tuple(around))


Places = Mapping[str, Sequence[int]]
"""Where each key stands in a run of words."""


def _places(keys: Iterable[str]) -> Places:
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(key, []).append(place)
    return found


def _match(term: Term, places: Places) -> float:
    """Return how well the best reading of `term` stands among `places`: 0..1."""
    if term.key in places:
        return float(not term.beside or _side_by_side(places[term.key], places.get(term.beside, ())))
    return max((r.likeness for r in term.readings if all(key in places for key in r.keys)), default=0.0)


def _side_by_side(some: Sequence[int], others: Sequence[int]) -> bool:
    return any(abs(one - other) <= 2 for one in some for other in others)


def _speaker_keys(sentence: Sentence, language: str) -> Places:
    if sentence.speaker is None:
        return {}
    return _places(words.keys(f"{sentence.speaker.name} {sentence.speaker.role or ''}", language))


def _window(
    analysis: Analysis, candidate: Candidate, engine: Engine[Any], here: list[float], *, refers: bool
) -> list[float]:
    """Best match in the sentence or, for less, in the two before it and the one after."""
    length = len(engine.stories[candidate.story].bare)
    window = list(here)
    for distance, likeness in ((-1, NEIGHBOUR), (1, NEIGHBOUR - 0.1), (-2, NEIGHBOUR - 0.2)):
        at = candidate.index + distance
        if not 0 <= at < length:
            continue
        neighbour = _places(engine.sentence_keys(candidate.story, at))
        for n, term in enumerate(analysis.terms):
            # "recognized him": a pronoun carries the name that the sentence before gives.
            nearer = REFERRED if distance < 0 and refers and term.name else likeness
            window[n] = max(window[n], nearer * _match(term, neighbour))
    return window


def _in_article(term: Term, story: int, length: int, engine: Engine[Any]) -> float:
    """How far an article that has the term elsewhere speaks for all of its sentences."""
    if term.beside:
        return 0.0
    best = 0.0
    ways = [((term.key,), 1.0), *((reading.keys, reading.likeness) for reading in term.readings)]
    for keys, likeness in ways:
        mentions = min(engine.mentions(story, key) for key in keys)
        if mentions:
            about = mentions >= max(3, _ABOUT_SHARE * length)
            best = max(best, likeness * (ABOUT if about else IN_ARTICLE))
    return best


def _asked_evidence(
    analysis: Analysis, sentence: Sentence, found: Sequence[words.Word], language: str
) -> tuple[float, float]:
    """Return (1, 0) where the sentence has what is asked for, (0, 1) where it lacks it, (0, 0) where any will do."""
    asked = analysis.asked
    if asked in {Asked.ANYTHING, Asked.STATEMENT}:
        return 0.0, 0.0
    own = {term.key for term in analysis.terms}
    if asked is Asked.TIME:
        has = asking.names_a_time(sentence.text, language)
    elif asked is Asked.NUMBER:
        has = asking.names_a_number(sentence.text, language)
    elif asked is Asked.REASON:
        has = asking.gives_a_reason(sentence.text)
    elif asked is Asked.IDENTITY:
        has = _introduces(own, found, sentence.text)
    else:
        has = any(word.capital and word.key not in own and not word.common for word in found[1:])
    return float(has), float(not has)


def _introduces(own: set[str], found: Sequence[words.Word], text: str) -> bool:
    """Whether a name is given with who it is: a title before it ("President X") or a phrase after ("X, a …")."""
    for place, word in enumerate(found):
        if word.key not in own or (place + 1 < len(found) and found[place + 1].key in own):
            continue
        first = place
        while first and found[first - 1].key in own:
            first -= 1
        before = found[first - 1] if first else None
        if before is not None and before.capital and not before.common:
            return True
        if regex.match(r",\s+(?:an?|the|who|\p{L}+(?:-|\s)\p{L}+)", text[word.start + len(word.surface) :]):
            return True
    return False


def _focus(terms: Sequence[Term], found: Sequence[words.Word], language: str) -> float:
    """Share of the sentence's own weight that the question names: what else it talks about is beside the point."""
    weights = {word.key: words.rarity(word.surface, language) for word in found if not word.common}
    asked = {term.key for term in terms} | {key for term in terms for r in term.readings for key in r.keys}
    total = sum(weights.values())
    return sum(weight for key, weight in weights.items() if key in asked) / total if total else 0.0


def _adjacency(terms: Sequence[Term], places: Places) -> float:
    """Share of the question's neighbouring words that stand in the same order, close together."""
    pairs = list(pairwise(terms))
    if not pairs:
        return 0.0
    kept = 0
    for one, other in pairs:
        first, second = _where(one, places), _where(other, places)
        kept += any(0 < b - a <= _NEAR for a in first for b in second)
    return kept / len(pairs)


def _nearness(terms: Sequence[Term], places: Places) -> float:
    """How close together the covered terms stand: 1 side by side, towards 0 as they spread."""
    marks = sorted((place, n) for n, term in enumerate(terms) for place in _where(term, places))
    wanted = len({n for _, n in marks})
    if wanted < 2:
        return 0.0
    best = math.inf
    counts: dict[int, int] = {}
    left = 0
    for place, n in marks:
        counts[n] = counts.get(n, 0) + 1
        while len(counts) == wanted:
            best = min(best, place - marks[left][0])
            out = marks[left][1]
            counts[out] -= 1
            if not counts[out]:
                del counts[out]
            left += 1
    return (wanted - 1) / max(wanted - 1, best) * wanted / len(terms)


def _where(term: Term, places: Places) -> list[int]:
    found = list(places.get(term.key, ()))
    for reading in term.readings:
        found += places.get(reading.keys[0], ())
    return found
