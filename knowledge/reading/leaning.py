"""Which sentences don't stand alone: those that open with a word that points back."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from knowledge.reading.sentence import Sentence

REACH = 2
"""A quote brings at most this many sentences along."""

# A word that carries on from what was just said, in the order: pronouns, connectives, things "the" points back to.
_POINTS_BACK = {
    "en": r"he|she|it|they|his|her|hers|its|their|theirs|him|them|this|that|these|those|such|"
    r"but|and|or|so|yet|nor|however|therefore|thus|hence|meanwhile|moreover|furthermore|besides|instead|otherwise|"
    r"nevertheless|nonetheless|still|also|then|both|another|"
    r"in (?:contrast|turn|addition|response|reply|return)|on the (?:other hand|contrary)|as a result|"
    r"for (?:example|instance|this reason|that reason)|at the same time|after that|before that|"
    r"the (?:same|latter|former|move|decision|statement|announcement|comments?|remarks?|incident|proposal|plan|"
    r"spokesman|spokeswoman|spokesperson|official|minister|president|diplomat|politician|leader|source|agency|"
    r"company|firm|two|three|pair|group|report|ruling|vote|measure|deal|agreement|visit|talks|meeting)|"
    r"when asked|asked (?:whether|if|about|why|how)|according to (?:him|her|them|it)",
    "es": r"él|ella|ellos|ellas|esto|esta|este|estos|estas|eso|esa|ese|pero|y|o|sin embargo|además|por eso|"
    r"en cambio|también|luego|su|sus|asimismo",
    "de": r"er|sie|es|dies\w*|jene\w*|aber|und|oder|doch|jedoch|außerdem|deshalb|deswegen|daher|zudem|dagegen|"
    r"hingegen|auch|dann|seine?|ihre?",
    "fr": r"il|elle|ils|elles|cela|ceci|ce|cette|cet|ces|mais|et|ou|donc|cependant|toutefois|en revanche|"
    r"par ailleurs|aussi|puis|son|sa|ses|leurs?",
    "ru": r"он|она|оно|они|его|её|их|это|этот|эта|эти|но|и|а|однако|поэтому|кроме того|при этом|также|затем|"
    r"в свою очередь|по его словам|по её словам",
}
_OPENING = r"^[\"“„«'‘(\[—–\-\s]*"
_PATTERNS = {
    code: regex.compile(rf"{_OPENING}(?:{words})(?![\p{{L}}’'])", regex.I) for code, words in _POINTS_BACK.items()
}
# "It is raining in Rome" and "That …" in a question stand well enough; what names its own person does too.
_STANDS = regex.compile(
    rf"{_OPENING}(?:it (?:is|was) (?:not )?(?:clear|unclear|known|unknown|expected|believed|thought)\b|"
    rf"the president of\b|the (?:minister|leader|group|agency|company) of\b|"
    rf"(?:the (?:president|minister|leader|spokesman|spokeswoman|agency|company|group),? \p{{Lu}}))"
)


# "Maduro, in turn, …" answers somebody.
_IN_TURN = regex.compile(
    r"^[^,\"“«]{2,60},\s(?:in turn|however|meanwhile|in contrast|for (?:his|her|its) part|too),", regex.I
)


def points_back(sentence: str, language: str) -> bool:
    """Whether `sentence` opens with a word that points to the sentence before."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return False
    return bool(_IN_TURN.search(sentence) or (pattern.search(sentence) and not _STANDS.search(sentence)))


def leaning(sentences: Sequence[Sentence], language: str) -> list[int | None]:
    """Return, for each sentence, the index of the one it leans on: the nearest before it that stands alone.

    At most REACH back, and never over a heading: what opens a section has to stand by itself.
    """
    back = [points_back(sentence.text, language) for sentence in sentences]
    found: list[int | None] = []
    for index, sentence in enumerate(sentences):
        target: int | None = None
        if back[index]:
            for at in range(index - 1, max(-1, index - 1 - REACH), -1):
                if sentences[at].heading != sentence.heading or not sentences[at].quotable:
                    break
                target = at
                if not back[at]:
                    break
        found.append(target)
    return found
