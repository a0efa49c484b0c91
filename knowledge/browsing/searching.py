"""Words rather than a question: the sentences that have them, ranked, and none is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from knowledge.answering import Correction, corrections
from knowledge.library import Library
from knowledge.reports import Place, once
from knowledge.retrieval import ranking
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.features import evidence
from knowledge.retrieval.language import question_language
from knowledge.retrieval.matching import Flags, match, term_weights
from knowledge.story import Story


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that has the words; `whole` where it has every known one itself, not only near it."""

    story: Story
    index: int
    whole: bool

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.story, self.index


@dataclass(frozen=True, slots=True)
class Found:
    """What words find, best first, each report once.

    `unknown` are words that no article has, as they were written; `all_words` is False where no sentence has all of
    the others, and hits have some; `language` is the one that the words were taken for.
    """

    hits: tuple[Hit, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unknown: tuple[str, ...] = ()
    all_words: bool = True
    language: str = ""


def search(typed: str, library: Library, *, now: datetime) -> Found:
    """Return the sentences of articles that may be shown at `now` (aware) that have the words of `typed`.

    A sentence has a word also where a neighbour or its headline has it. Those that have all
    themselves come first, then in the order that a question of these words would give them; on equal evidence the newer
    first. At most as many as retrieval offers, some 350.
    """
    engine = library.index
    language = question_language(typed, library.languages)
    # Whether it is asked "when" or of whom is a question's matter.
    analysis = replace(
        analyse(typed, engine.vocabulary, language), asked=Asked.ANYTHING, speakers=frozenset(), future=False
    )
    candidates = engine.candidates(analysis, now)
    if not len(candidates):
        return Found(unknown=tuple(term.surface for term in analysis.terms), language=language)
    scored = ranking.scores(evidence(analysis, candidates, engine), ranking.shipped().rank)
    matching = match(analysis, candidates, engine.tokens)
    known = np.flatnonzero(matching.article.max(axis=0))
    here: Flags = matching.here[:, known] > 0
    near: Flags = np.maximum(matching.beside, matching.head)[:, known] > 0
    share = near @ term_weights(analysis)[known]
    complete: Flags = np.asarray(near.all(axis=1))
    whole: Flags = np.asarray(here.all(axis=1))
    every = bool(complete.any())
    age = engine.catalogue.published[candidates.story]
    # Who looks for words wants to see them: more of them near, then all of them in the sentence, then the ranker.
    order = np.lexsort((-age, -np.round(scored, 9), ~whole, -np.round(share, 9)))
    kept = [row for row in order.tolist() if (complete[row] if every else share[row] > 0)]
    found = candidates.take(np.array(kept, dtype=np.int64))
    hits = [Hit(engine.stories[one.story], one.index, bool(whole[row])) for row, one in zip(kept, found, strict=True)]
    return Found(
        hits=tuple(hits[number] for number in once(library, (hit.place for hit in hits))),
        corrections=corrections(analysis, engine, set(found.story.tolist())),
        unknown=tuple(term.surface for number, term in enumerate(analysis.terms) if number not in known),
        all_words=every,
        language=language,
    )
