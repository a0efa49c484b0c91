"""The one door: a question and a library in, an `Answer` or a `NoAnswer` out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial as part
from itertools import takewhile

from knowledge.article import Article
from knowledge.composing import compose
from knowledge.library import Library
from knowledge.ordering import rank, talked_about_first
from knowledge.reading.sentence import Sentence
from knowledge.reports import Place, also_reported_by
from knowledge.retrieval import ranking, words
from knowledge.retrieval.analysis import Analysis, Term, analyse
from knowledge.retrieval.completing import complete
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.language import question_language
from knowledge.retrieval.ranking import Ranked
from knowledge.retrieval.semantic import Reranker
from knowledge.retrieval.uncovered import uncovered
from knowledge.story import Story

CONTEXT_SENTENCES = 2
"""How many sentences on either side of a quote its context shows."""
NEAREST = 3
"""How many headlines a refusal offers."""
CLOSE = 0.7
"""How near to the best sentence's score (in the ranker's units) another must come to be quoted beside it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence quoted from an article, with what it needs beside it.

    `leaning` holds the sentences that `sentence` does not stand without, in order; `passage` is the article's text
    from the first of them to the end of `sentence`; `before` and `after` are the text around `sentence`. All are
    substrings of the article's stored text. `also_reported_by` are articles of other outlets that have the same
    sentence, for the same days.
    """

    article: Article
    sentence: Sentence
    passage: str
    leaning: tuple[Sentence, ...] = ()
    before: str = ""
    after: str = ""
    score: float = 0.0
    also_reported_by: tuple[Article, ...] = ()

    @property
    def id(self) -> str:
        """Stable over reloads as long as the sentence's place in its article is."""
        return f"{self.article.id}#{self.sentence.index}"


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A candidate as ranked, with its features' values; `covered` says how well it covers each term (0..1)."""

    story: Story
    sentence: Sentence
    score: float
    features: Mapping[str, float] = field(default_factory=dict)
    covered: tuple[float, ...] = ()

    @property
    def article(self) -> Article:
        """The article that it is of, read when somebody asks for it."""
        return self.story.article


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question and the library's words that it was taken for, with their likeness in 0..1."""

    word: str
    readings: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about: what `knowledge.explaining` works out from, only when somebody asks."""

    language: str = ""
    """The language of the question; empty where nobody asked."""
    terms: tuple[str, ...] = ()
    analysis: Analysis | None = None
    asked_for: str = ""
    corrections: tuple[Correction, ...] = ()
    ranked: tuple[RankedSentence, ...] = ()
    decision: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The news's own words on a question; `quotes` is never empty, best first.

    With `sources_differ` the first two are of different articles that give different numbers or days.
    """

    question: str
    quotes: tuple[Quote, ...]
    confidence: float
    trace: Trace
    sources_differ: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The articles don't answer: the nearest ones, and the words of the question that nothing covers.

    `apart` are words that the library has, but none of the nearest articles.
    """

    question: str
    nearest: tuple[Article, ...]
    uncovered: tuple[str, ...]
    confidence: float
    trace: Trace
    apart: tuple[str, ...] = ()


def ask(
    question: str,
    library: Library,
    *,
    now: datetime,
    threshold: float | None = None,
    limit: int = 3,
    partial: bool = False,
    reranker: Reranker | None = None,
    about: str | None = None,
) -> Answer | NoAnswer:
    """Answer `question` from `library` in the articles' own words, or say that they don't answer.

    `now` (aware) decides what is embargoed or expired; `threshold` (0..1) overrides the calibrated one; at most
    `limit` quotes are given; with `partial` the last word is taken as one still being typed; `about` is the id of the
    article that is talked about, which is quoted first where it has as much of the question as the best. Deterministic:
    the same library and question give the same answer; but a `reranker` changes the order within a time limit. It
    changes nothing about whether the question is answered, and a half-typed one is not worth its time. Raises
    ValueError where `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("`now` needs its zone")
    weights = ranking.shipped()
    threshold = weights.threshold if threshold is None else threshold
    engine = library.index
    language = question_language(question, library.languages)
    begun = part(complete, engine, language)
    analysis = analyse(question, engine.vocabulary, language, partial=partial, complete=begun)
    ranked, decision = rank(analysis, library, now=now)
    confidence = ranking.probability(decision, weights) if ranked else 0.0
    if reranker is not None and not partial:
        ranked = reranker(question, ranked)
    if about is not None:
        ranked = talked_about_first(ranked, library, about)
    trace = Trace(
        language=language,
        terms=tuple(term.surface for term in analysis.terms),
        asked_for=analysis.asked.value,
        analysis=analysis,
        corrections=corrections(analysis, engine, {one.candidate.story for one in ranked}),
        ranked=tuple(_ranked_sentence(library, one) for one in ranked[:10]),
        decision=decision,
        threshold=threshold,
        reason=_reason(analysis, ranked, confidence, threshold),
    )
    if not ranked or confidence < threshold:
        near = _nearest(library, ranked)
        lacking = uncovered(analysis, [one.covered for one in near], _shown(library, now))
        nearest = tuple(engine.stories[one.candidate.story].article for one in near)
        return NoAnswer(question, nearest, lacking.nowhere, confidence, trace, lacking.apart)
    quotes, differ = _quotes(library, analysis, ranked, limit, now)
    return Answer(question, quotes, confidence, trace, differ)


def _quotes(
    library: Library, analysis: Analysis, ranked: Sequence[Ranked], limit: int, now: datetime
) -> tuple[tuple[Quote, ...], bool]:
    """Quote what is worth it, with who else has it, and say whether the first two quotes differ."""
    stories = library.index.stories
    among = [(stories[one.candidate.story], one.candidate.index) for one in ranked]
    composed = compose(library, analysis, ranked, limit)
    quotes = tuple(
        reported(library, *among[number], now=now, among=among, score=ranked[number].score)
        for number in composed.chosen
    )
    return quotes, composed.differ


def reported(
    library: Library,
    story: Story,
    index: int,
    *,
    now: datetime,
    among: Sequence[Place] | None = None,
    score: float = 0.0,
) -> Quote:
    """Return sentence `index` of `story` as a quote that says which other outlets have it, as far as `now` allows.

    They are looked for `among` what was found with it, or else by the sentence's own words.
    """
    found = quote(story, index, score=score)
    if among is None:
        engine = library.index
        language = words.language_code(story.language)
        candidates = engine.candidates(analyse(found.sentence.text, engine.vocabulary, language), now)
        among = [(engine.stories[candidate.story], candidate.index) for candidate in candidates]
    return replace(found, also_reported_by=also_reported_by(library, (story, index), among, now=now))


def quote(story: Story, index: int, *, score: float = 0.0) -> Quote:
    """Return sentence `index` of `story` as a quote, with what it leans on and the text around it.

    The text around it ends where something may not be quoted: an editor's summary, or what would not be seen as it is.
    """
    sentences = story.bare
    sentence = story.sentence(index)
    first = index
    while (leans_on := story.leans_on(first)) is not None and index - leans_on <= 2:
        first = leans_on
    before = list(takewhile(_is_quotable, reversed(sentences[max(0, index - CONTEXT_SENTENCES) : index])))
    after = list(takewhile(_is_quotable, sentences[index + 1 : index + 1 + CONTEXT_SENTENCES]))
    return Quote(
        article=story.article,
        sentence=sentence,
        passage=story.text[sentences[first].start : sentence.end],
        leaning=tuple(map(story.sentence, range(first, index))),
        before=story.text[before[-1].start : sentence.start].strip() if before else "",
        after=story.text[sentence.end : after[-1].end].strip() if after else "",
        score=score,
    )


def _is_quotable(sentence: Sentence) -> bool:
    return sentence.quotable


def _nearest(library: Library, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best sentence of each of the nearest articles; of a wire story that several outlets have once."""
    stories = library.index.stories
    found: dict[str, Ranked] = {}
    seen: set[int] = set()
    for one in ranked:
        if one.candidate.story in seen:
            continue
        seen.add(one.candidate.story)
        id_ = stories[one.candidate.story].id
        if not found or found.keys().isdisjoint(library.siblings.get(id_, ())):
            found[id_] = one
        if len(found) == NEAREST:
            break
    return list(found.values())


def _shown(library: Library, now: datetime) -> Callable[[Term], bool]:
    """Whether any article that readers may see has a term, or a word that counts as it."""
    engine = library.index
    return lambda term: any(engine.stories[story].article.quotable(now) for story in engine.having(term))


def corrections(analysis: Analysis, engine: Engine[Story], shown: Collection[int]) -> tuple[Correction, ...]:
    """Return what unknown words were taken for; nothing that only other stories than `shown` have.

    What an embargoed or expired article has must not be told by a correction.
    """

    def written(word: str) -> str:
        return word.title() if engine.vocabulary.is_name(word) else word

    def readable(keys: tuple[str, ...]) -> bool:
        return any(all(engine.has_above(n, key) or engine.mentions(n, key) for key in keys) for n in shown)

    return tuple(
        Correction(term.surface, tuple((written(r.word), r.likeness) for r in term.readings if readable(r.keys)))
        for term in analysis.terms
        if term.corrected
    )


def _ranked_sentence(library: Library, one: Ranked) -> RankedSentence:
    return RankedSentence(
        library.index.stories[one.candidate.story], one.sentence, one.score, one.features, one.covered
    )


def _reason(analysis: Analysis, ranked: Sequence[Ranked], confidence: float, threshold: float) -> str:
    if not analysis.terms:
        return "the question has no word to look for"
    if not ranked:
        return "no sentence has any word of the question"
    verdict = "answered" if confidence >= threshold else "refused"
    return f"{verdict}: confidence {confidence:.3f}, threshold {threshold:.3f}"
