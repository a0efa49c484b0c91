"""Who else says so: words of the right kind that candidates of several articles share, and articles of the same days.

That the right answer recurs among what was found is an old observation (Brill, Lin, Banko, Dumais and Ng,
"Data-intensive question answering", TREC 2001); here a word's support is the best candidate's weight in each article
that has it, times the word's rarity squared.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.engine import ARTICLE_SHARE, Engine
from knowledge.retrieval.matching import Flags, Floats, Matching
from knowledge.retrieval.tokens import Ids

_STEEP = 4.0
"""How fast a candidate's say falls with its distance from the best, in shares of the best score."""
_DAYS = 7
_BURST_STEEP = 6.0
_MANY = 5.0
"""Articles of the same days from which there is no doubt of an event."""


def support(found: Matching, counted: Flags, candidates: Candidates, engine: Engine[Any]) -> tuple[Floats, Floats]:
    """Return the support of the best-supported `counted` word of each candidate: in all, and by others (0..1)."""
    rows = len(candidates)
    sentence = candidates.bm25
    article = candidates.article_bm25
    first = sentence / max(float(sentence.max()), 1e-9) + ARTICLE_SHARE * article / max(float(article.max()), 1e-9)
    say = np.exp((first - first.max()) * _STEEP)
    row = found.words.row[counted]
    if not len(row):
        return np.zeros(rows), np.zeros(rows)
    ids, word = np.unique(found.words.ids[counted], return_inverse=True)
    pair = word * len(found.stories) + found.story[row]
    best = np.zeros(len(ids) * len(found.stories))  # for each word, in each article
    np.maximum.at(best, pair, say[row])
    frequency = engine.tokens.keys.frequency[ids]
    total = engine.vocabulary.sentences + 1
    rarity = np.maximum(0.0, np.log(total / (frequency + 1.0)) / math.log(total)) if total > 1 else np.ones(len(ids))
    all_ = best.reshape(len(ids), -1).sum(axis=1)
    telling = rarity**2
    mine, others = np.zeros(rows), np.zeros(rows)
    np.maximum.at(mine, row, (all_ * telling)[word])
    np.maximum.at(others, row, (all_[word] - best[pair]) * telling[word])
    return mine / max(float(mine.max()), 1e-9), others / max(float(others.max()), 1e-9)


def burst(found: Matching, article: Floats, days: Ids) -> tuple[Floats, Floats]:
    """Return how many good articles are of each candidate's days: beside the most, and in absolute terms (0..1)."""
    scores = np.zeros(len(found.stories))
    scores[found.story] = article
    good = np.exp((scores / max(float(scores.max()), 1e-9) - 1) * _BURST_STEEP)
    day = days[found.stories]
    together = np.abs(day[:, None] - day[None, :]) <= _DAYS
    sums = np.where(day > 0, together @ good, 0.0)
    return (sums / max(float(sums.max()), 1e-9))[found.story], np.minimum(1.0, sums / _MANY)[found.story]
