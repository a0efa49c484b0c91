"""What a word that is still being typed may become: words that go with those already typed.

Words that begin as it does are counted in the sentences that the finished words find, and ranked by how much more
often they stand there than in the library: "putin mad" is Maduro, not "made".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.asking import Asked
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.layout import laid_out
from knowledge.retrieval.readings import VARIANT, Reading

LIMIT = 8


def complete(engine: Engine[Any], language: str, terms: Sequence[Term], beginning: str) -> list[Reading]:
    """Return the readings of `beginning` (folded) after the finished `terms`, likeliest first, at most `LIMIT`.

    The rank is the count in what the terms find times the log of its lift; words that those sentences lack follow
    in the vocabulary's own order.
    """
    vocabulary, tokens = engine.vocabulary, engine.tokens
    general = vocabulary.completions(beginning, LIMIT)
    if not terms or not general:
        return general
    candidates = engine.candidates(Analysis("", language, Asked.ANYTHING, tuple(terms), frozenset(), False))
    sentences = np.sort(tokens.story_starts[candidates.story] + candidates.index)
    if not len(sentences):
        return general
    at, owner = laid_out(tokens.starts[sentences], tokens.starts[sentences + 1])
    # Each word once in each sentence.
    once = np.unique(owner * len(tokens.keys) + tokens.ids[at])
    found, counts = np.unique(once % len(tokens.keys), return_counts=True)
    count_of = dict(zip(found.tolist(), counts.tolist(), strict=True))
    typed = {term.key for term in terms}
    ranked = []
    for word, entry in vocabulary.beginning_with(beginning, found).items():
        key = entry.key
        number = tokens.keys.get(key)
        count = count_of.get(-1 if number is None else number, 0)
        if not count or key in typed:
            continue
        lift = count / len(sentences) * (vocabulary.sentences + 1) / (vocabulary.keys.count(key) + 1)
        if lift > 1:
            ranked.append((-count * math.log(lift), not vocabulary.is_name(word), word, key))
    best = [Reading((key,), word, VARIANT) for _, _, word, key in sorted(ranked)]
    seen = {reading.keys for reading in best}
    return [*best, *(reading for reading in general if reading.keys not in seen)][:LIMIT]
